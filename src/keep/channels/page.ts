import { escapeHtml } from '../courier/index.ts'

// Plain pages without scripts: they must work from a letter, on any device, years later.

export type Language = 'en' | 'ru'

/** Russian when the browser prefers it, else English. */
export function languageOf(request: Request, known?: string | null): Language {
  if (known) return known.startsWith('ru') ? 'ru' : 'en'
  const accepted = request.headers.get('accept-language') ?? ''
  const first = accepted
    .split(',')
    .map((part) => part.trim().slice(0, 2).toLowerCase())
    .find((tag) => tag === 'ru' || tag === 'en')
  return first === 'ru' ? 'ru' : 'en'
}

const style = `
:root{color-scheme:light dark;--ink:#1f2428;--dim:#5c6670;--paper:#fff;--ground:#f4f4f1;--line:#e2e2dc;--link:#1c5fa8;--act:#1f2428;--act-ink:#fff}
@media (prefers-color-scheme:dark){:root{--ink:#e8e8e4;--dim:#a0a7ad;--paper:#23272b;--ground:#181b1e;--line:#363c41;--link:#8ab8ea;--act:#e8e8e4;--act-ink:#181b1e}}
*{box-sizing:border-box}body{margin:0;padding:32px 16px;background:var(--ground);color:var(--ink);font:16px/1.55 system-ui,-apple-system,'Segoe UI',Roboto,sans-serif}
main{max-width:560px;margin:0 auto;background:var(--paper);border:1px solid var(--line);border-radius:12px;padding:28px}
h1{font-size:24px;line-height:1.25;margin:0 0 12px}p{margin:0 0 14px}a{color:var(--link)}.dim{color:var(--dim);font-size:14px}
form{margin:0 0 10px}button{font:inherit;width:100%;min-height:44px;padding:10px 18px;border-radius:8px;border:1px solid var(--line);background:transparent;color:var(--ink);cursor:pointer;text-align:left}
button.first{background:var(--act);color:var(--act-ink);border-color:var(--act)}button:focus-visible,a:focus-visible{outline:3px solid var(--link);outline-offset:2px}
`

/** A whole page; `body` is markup whose values were escaped by whoever made it. `frames`: sites that may show it in a frame. */
export function page(o: { title: string; body: string; language: Language; status?: number; frames?: readonly string[] }): Response {
  const frames = o.frames && o.frames.length > 0 ? ["'self'", ...o.frames].join(' ') : "'none'"
  const html = `<!doctype html>
<html lang="${o.language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex"><title>${escapeHtml(o.title)}</title><style>${style}</style></head>
<body><main><h1>${escapeHtml(o.title)}</h1>${o.body}</main></body></html>`
  return new Response(html, {
    status: o.status ?? 200,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'content-security-policy': `default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors ${frames}; base-uri 'none'`,
    },
  })
}
