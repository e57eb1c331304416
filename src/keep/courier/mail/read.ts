import { type AddressObject, simpleParser } from 'mailparser'
import type { ReadMail } from './order.ts'

/** Reads a message as it came over the wire. */
export async function readMail(raw: Buffer): Promise<ReadMail> {
  const mail = await simpleParser(raw, { skipImageLinks: true, skipTextToHtml: true })
  const to = Array.isArray(mail.to) ? mail.to : mail.to ? [mail.to] : []
  return {
    subject: mail.subject ?? '',
    from: mail.from ? shown(mail.from) : '',
    to: to.map(shown).join(', '),
    date: mail.date?.toISOString() ?? null,
    text: mail.text ?? '',
    html: typeof mail.html === 'string' ? mail.html : null,
    headers: mail.headerLines.map(({ line }) => {
      const at = line.indexOf(':')
      return [line.slice(0, at), line.slice(at + 1).trim()]
    }),
  }
}

const shown = (of: AddressObject) => of.value.map(({ name, address }) => (name ? `${name} <${address ?? ''}>` : (address ?? ''))).join(', ')
