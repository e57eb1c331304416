import { StringDecoder } from 'node:string_decoder'
import { Unreadable } from '../errand.ts'

// A streaming XML scanner for what spreadsheets write: elements, attributes, text, CDATA and the five entities.
// Documents that declare entities of their own are refused, so nothing can grow or reach outside.

export type XmlVisitor = {
  /** `attributes` is the raw text between name and end; take from it with `attribute`. */
  open(name: string, attributes: string): void
  close(name: string): void
  text(text: string): void
}

export type XmlScanner = { write(piece: Buffer): void; end(): void }

const longestToken = 8 * 1024 * 1024
const damaged = () => new Unreadable('The XLSX file is damaged: its XML cannot be read. Save it again and send the new file.')

export function xmlScanner(visit: XmlVisitor): XmlScanner {
  const decoder = new StringDecoder('utf8')
  let rest = ''

  function scan(text: string): string {
    let at = 0
    for (;;) {
      const lt = text.indexOf('<', at)
      if (lt === -1) break
      if (lt > at) visit.text(unescapeXml(text.slice(at, lt)))
      const end = tokenEnd(text, lt, visit)
      if (end === -1) return text.slice(lt)
      at = end
    }
    return text.slice(at)
  }

  return {
    write(piece) {
      rest = scan(rest + decoder.write(piece))
      if (rest.length > longestToken) throw damaged()
    },
    end() {
      if (rest.trim() !== '') throw damaged()
    },
  }
}

/** Reports the token that begins at `lt` and gives where it ends, or -1 when more text is needed. */
function tokenEnd(text: string, lt: number, visit: XmlVisitor): number {
  const next = text.charCodeAt(lt + 1)
  if (next === 33) return declarationEnd(text, lt, visit)
  if (next === 63) return after(text, '?>', lt)
  const gt = tagEnd(text, lt)
  if (gt === -1) return -1
  if (next === 47) {
    visit.close(localName(text.slice(lt + 2, gt).trimEnd()))
    return gt + 1
  }
  const empty = text.charCodeAt(gt - 1) === 47
  const inside = text.slice(lt + 1, empty ? gt - 1 : gt)
  const space = inside.search(/\s/)
  const name = localName(space === -1 ? inside : inside.slice(0, space))
  visit.open(name, space === -1 ? '' : inside.slice(space))
  if (empty) visit.close(name)
  return gt + 1
}

/** A '>' inside a quoted value does not end the tag. */
function tagEnd(text: string, lt: number): number {
  for (let gt = text.indexOf('>', lt); gt !== -1; gt = text.indexOf('>', gt + 1)) {
    const before = text.charCodeAt(gt - 1) === 47 ? gt - 2 : gt - 1
    const last = text.charCodeAt(before)
    if (last === 34 || last === 39) return gt
    const inside = text.slice(lt, gt)
    if (!inside.includes('"') && !inside.includes("'")) return gt
    if (/["']\s+\/?$/.test(inside)) return gt
  }
  return -1
}

function declarationEnd(text: string, lt: number, visit: XmlVisitor): number {
  if (text.startsWith('<!--', lt)) return after(text, '-->', lt)
  if (text.startsWith('<![CDATA[', lt)) {
    const end = after(text, ']]>', lt)
    if (end !== -1) visit.text(text.slice(lt + 9, end - 3))
    return end
  }
  if (text.length - lt < 9) return -1
  throw new Unreadable('The XLSX file declares XML entities of its own, which no spreadsheet program does: it is refused.')
}

function after(text: string, mark: string, from: number): number {
  const at = text.indexOf(mark, from)
  return at === -1 ? -1 : at + mark.length
}

function localName(name: string): string {
  const colon = name.indexOf(':')
  return colon === -1 ? name : name.slice(colon + 1)
}

/** The value of one attribute by its exact name; undefined when it is not there. */
export function attribute(attributes: string, name: string): string | undefined {
  for (let at = attributes.indexOf(`${name}=`); at !== -1; at = attributes.indexOf(`${name}=`, at + 1)) {
    if (at > 0 && !/\s/.test(attributes[at - 1] ?? '')) continue
    const quote = attributes[at + name.length + 1]
    if (quote !== '"' && quote !== "'") continue
    const from = at + name.length + 2
    const end = attributes.indexOf(quote, from)
    return end === -1 ? undefined : unescapeXml(attributes.slice(from, end))
  }
  return undefined
}

const named: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }

export function unescapeXml(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(/&(#x[0-9a-fA-F]{1,6}|#[0-9]{1,7}|[a-z]{2,4});/g, (whole, entity: string) => {
    if (!entity.startsWith('#')) return named[entity] ?? whole
    const code = entity[1] === 'x' ? Number.parseInt(entity.slice(2), 16) : Number(entity.slice(1))
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : ''
  })
}
