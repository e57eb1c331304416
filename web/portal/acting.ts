import { forChildHeader } from '../../src/platform/http/contract.ts'
import { sayBeside } from '../ui/api.ts'

// A guardian acts for a child under an address of its own: /my/child/ID/allow is the child's /my/allow. Whoever comes or goes loads the page anew, so
// nothing that was read for the one is ever shown as the other's.

const address = /^\/my\/child\/([^/]+)/

/** The child for whom this page asks; undefined: whoever opened it asks for themselves. */
export const child: string | undefined = address.exec(location.pathname)?.[1]

/** Where the pages of a child begin. */
export const pagesOfChild = (ward: string) => `/my/child/${encodeURIComponent(ward)}`

/** The address as the pages know it, and as it stands in the browser. */
export const childAddress = {
  input: ({ url }: { url: URL }) => moved(url, url.pathname.replace(address, '/my')),
  output: ({ url }: { url: URL }) => (child === undefined ? undefined : moved(url, url.pathname.replace(/^\/my/, pagesOfChild(decodeURIComponent(child))))),
}

function moved(url: URL, pathname: string): URL {
  const other = new URL(url)
  other.pathname = pathname
  return other
}

/** From now on what the pages ask is asked for the child; but what somebody asks as themselves. */
export function actForChild(): void {
  if (child !== undefined) sayBeside((path): Record<string, string> => (path.startsWith('/v1/my/') ? { [forChildHeader]: decodeURIComponent(child) } : {}))
}
