import type { Caught } from './caught.ts'

// A caught letter as a browser gets it. Its markup was made from templates and from what customers are called, so it is
// shown as a stranger's: nothing runs, nothing is fetched, nothing is sent.

const guarded = {
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'same-origin',
} as const

/** The letter's own markup, for a frame of the console; its links open in a page of their own. */
export function showHtml(letter: Caught): Response {
  return new Response(`<!doctype html><base target="_blank">${letter.html ?? ''}`, {
    headers: {
      ...guarded,
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy':
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'; sandbox allow-popups allow-popups-to-escape-sandbox; frame-ancestors 'self'",
    },
  })
}

/** As it came over the wire, for a mail program. */
export function showSource(letter: Caught): Response {
  return new Response(new Uint8Array(letter.raw), {
    headers: {
      ...guarded,
      'content-type': 'message/rfc822',
      'content-disposition': `attachment; filename="${letter.at.toISOString().slice(0, 19).replaceAll(':', '-')}.eml"`,
      'content-security-policy': "sandbox; default-src 'none'",
    },
  })
}

/** The path to post to (RFC 8058, section 3.1): only of a letter that says it may be, and only one of this installation. */
export function oneClickOf(headers: readonly (readonly [name: string, value: string])[], publicUrl: string): string | null {
  const header = (name: string) => headers.find(([each]) => each.toLowerCase() === name)?.[1] ?? ''
  const [, said = ''] = /<(https?:[^>\s]+)>/.exec(header('list-unsubscribe')) ?? []
  if (header('list-unsubscribe-post') !== 'List-Unsubscribe=One-Click' || !URL.canParse(said)) return null
  const url = new URL(said)
  return url.origin === new URL(publicUrl).origin && url.pathname.startsWith('/u/') ? url.pathname : null
}
