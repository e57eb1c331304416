// Where a message leads: what its markup and its text point at. Found by its looks, as a careful reader would; whoever shows
// the list decides which of them may be followed.

/** More links than this are not told of one message. */
export const mostLinks = 100
const mostLength = 2000
const mostMarkup = 300_000
const mostAnchors = 1000
const longestTag = 4000
const longestLabel = 500

/** The links of the markup with their words, then the addresses written in the text; each address once. */
export function linksOf(html: string | null, text: string): { href: string; label: string }[] {
  const found = new Map<string, string>()
  const add = (href: string, label: string) => {
    const address = href.trim().slice(0, mostLength)
    if (address !== '' && found.size < mostLinks && !found.has(address)) found.set(address, label.replace(/\s+/g, ' ').trim())
  }
  for (const { tag, inside } of anchorsOf((html ?? '').slice(0, mostMarkup))) {
    if (!/^<a\s/i.test(tag)) continue
    const [, double, single, bare] = /\shref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+))/i.exec(tag) ?? []
    add(plain(double ?? single ?? bare ?? ''), plain(inside.replace(/<[^>]*>/g, ' ')))
  }
  for (const [address] of text.slice(0, mostMarkup).matchAll(/https?:\/\/[^\s<>"]+[^\s<>".,;:!?)\]}»]/g)) add(address, '')
  return [...found].map(([href, label]) => ({ href, label: label === href ? '' : label }))
}

/** Each opening tag of a link with what stands before its end. One walk through the markup, however it is broken: a pattern over all of it takes minutes. */
function* anchorsOf(markup: string): Generator<{ tag: string; inside: string }> {
  const lower = markup.toLowerCase()
  let close = 0
  for (let at = lower.indexOf('<a'), seen = 0; at >= 0 && seen < mostAnchors; at = lower.indexOf('<a', at), seen++) {
    const end = endOfTag(markup, at)
    if (close >= 0 && close < end) close = lower.indexOf('</a', end)
    yield { tag: markup.slice(at, end), inside: close < 0 || close > end + longestLabel ? '' : markup.slice(end, close) }
    at = end
  }
}

/** Behind the `>` that ends the tag, not one in quotes; behind as much as is read of a tag that does not end. */
function endOfTag(markup: string, from: number): number {
  let quote = ''
  const last = Math.min(markup.length, from + longestTag)
  for (let at = from + 2; at < last; at++) {
    const c = markup.charAt(at)
    if (quote !== '') quote = c === quote ? '' : quote
    else if (c === '"' || c === "'") quote = c
    else if (c === '>') return at + 1
  }
  return last
}

const named = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
  ['nbsp', ' '],
])

/** Character references as the characters they stand for; one that stands for none stays as it is. */
function plain(markup: string): string {
  return markup.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,5}));/gi, (whole, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined) return named.get(name.toLowerCase()) ?? whole
    const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal)
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole
  })
}
