import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'

// The script that a company's own site loads. A version never changes once it went out: sites pin it by its hash (SRI), and a changed byte would
// silence the question there. Another script is another number beside this one.

const version = 1
const body = readFileSync(new URL(`./consent-${version}.js`, import.meta.url))
const path = `/site/consent-${version}.js`

/** How a site loads it: where from, and what its bytes must hash to (Subresource Integrity, SHA-384). */
export const scriptAt = (publicUrl: string): { url: string; integrity: string } => ({
  url: publicUrl + path,
  integrity: `sha384-${createHash('sha384').update(body).digest('base64')}`,
})

/** The bytes of a version; undefined for one that there is not. */
export function scriptFile(name: string): Response | undefined {
  if (`/site/${name}` !== path) return undefined
  return new Response(new Uint8Array(body), {
    headers: {
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
      'x-content-type-options': 'nosniff',
    },
  })
}
