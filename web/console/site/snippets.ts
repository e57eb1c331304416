import type { Site } from './queries.ts'

// The lines that somebody puts into their own site.

export const scriptOf = ({ script }: Site) => `<script src="${script.url}" integrity="${script.integrity}" crossorigin="anonymous" defer></script>`

export const lookOf = (purpose: string) =>
  `<script>
  (window.rapportConsent = window.rapportConsent || []).push(['${purpose}', (may) => { if (may) start(); else stop() }])
</script>
<a href="#" data-rapport-consent>…</a>`

export const frameOf = (address: string) => `<iframe src="${address}" style="width:100%;height:900px;border:0"></iframe>`
