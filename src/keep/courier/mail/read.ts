import { type AddressObject, simpleParser } from 'mailparser'
import { linksOf } from './links.ts'
import type { ReadMail } from './order.ts'

/** Reads a message as it came over the wire. */
export async function readMail(raw: Buffer): Promise<ReadMail> {
  const mail = await simpleParser(raw, { skipImageLinks: true, skipTextToHtml: true })
  const html = typeof mail.html === 'string' ? mail.html : null
  return {
    subject: mail.subject ?? '',
    from: mail.from ? shown(mail.from) : '',
    to: all(mail.to),
    cc: all(mail.cc),
    date: mail.date?.toISOString() ?? null,
    text: mail.text ?? '',
    html,
    headers: mail.headerLines.map(({ line }) => {
      const at = line.indexOf(':')
      return [line.slice(0, at), line.slice(at + 1).trim()]
    }),
    links: linksOf(html, mail.text ?? ''),
  }
}

const all = (of: AddressObject | AddressObject[] | undefined) => [of ?? []].flat().map(shown).join(', ')

const shown = (of: AddressObject) => of.value.map(({ name, address }) => (name ? `${name} <${address ?? ''}>` : (address ?? ''))).join(', ')
