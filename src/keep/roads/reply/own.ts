import { folded } from './read.ts'
import { ofMachines } from './words.ts'

// What of a letter its writer wrote: not what they quote, not their signature, not the note of a machine. Pure.

const delimiters = [
  /^-- ?$/,
  /^_{5,}$/,
  /^-{2,} ?(original message|исходное сообщение|пересылаемое сообщение|forwarded message|конец пересылаемого сообщения)/i,
  /^(sent from my|get outlook for|отправлено с|отправлено из|с уважением|best regards|kind regards|regards,)/i,
  // "On Mon, 23 Nov 2026 Shop <…> wrote:", «23.11.2026, 10:00, Лавка написал:», "пн, 23 нояб. 2026 г. в 10:00, Лавка <a@b>:"
  /^(on|am|le) .{0,300}(wrote|schrieb|écrit) ?:$/i,
  /(написал|написала|написал\(а\)|пишет|wrote) ?:$/i,
  /<?[^\s<>@]+@[^\s<>@]+>? ?:$/,
  /^(from|от|de|von): .*$/i,
]

/** The words before the first quotation or signature. Answers under the lines they answer are theirs too. */
export function ownWords(text: string): string {
  const lines = unfolded(text.replaceAll('\r', '').split('\n'))
  const end = lines.findIndex((line) => delimiters.some((delimiter) => delimiter.test(line.trim())))
  const before = end < 0 ? lines : lines.slice(0, end)
  return before
    .filter((line) => !/^\s*>/.test(line))
    .join('\n')
    .trim()
}

/** "On Monday, a very long name\n<shop@shop.example> wrote:" is one line that was broken. */
function unfolded(lines: readonly string[]): string[] {
  const out: string[] = []
  for (const line of lines) {
    const before = out.at(-1)
    if (
      before !== undefined &&
      /^(on|\d{1,2}[ .]|пн|вт|ср|чт|пт|сб|вс)/i.test(before) &&
      !/:$/.test(before.trim()) &&
      /(wrote|написал[а()]*|@[^\s]+>?) ?:$/.test(line.trim())
    )
      out[out.length - 1] = `${before} ${line.trim()}`
    else out.push(line)
  }
  return out
}

type Letter = { subject: string; text: string; headers: readonly (readonly [name: string, value: string])[] }

/** What somebody says by a letter; undefined when a machine sent it (RFC 3834, RFC 3464) or there are no words of theirs. */
export function saidByLetter({ subject, text, headers }: Letter): string | undefined {
  const header = (name: string) => headers.find(([each]) => each.toLowerCase() === name)?.[1].toLowerCase() ?? ''
  const automatic = header('auto-submitted')
  if (automatic !== '' && !automatic.startsWith('no')) return undefined
  if (header('x-autoreply') !== '' || header('x-auto-response-suppress') === 'all' || /bulk|junk|auto_reply/.test(header('precedence'))) return undefined
  if (/^<>$/.test(header('return-path')) || /multipart\/report/.test(header('content-type'))) return undefined
  if (ofMachines.some((begin) => folded(subject).startsWith(begin))) return undefined
  const own = ownWords(text)
  if (own !== '') return own
  // Nothing but a subject: what a mail client sends for a mailto link. One that repeats ours says nothing.
  return /^\s*(re|ответ|отв|fwd?|aw)\s*:/i.test(subject) || subject.trim() === '' ? undefined : subject.trim()
}
