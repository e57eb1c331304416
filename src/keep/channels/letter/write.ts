import { AppError } from '../../../platform/errors.ts'
import { letterLeft, openLetter, type StaffLetter } from '../../access/index.ts'
import { noticesByMail } from '../../access/shapes.ts'
import type { MailOrder } from '../../courier/index.ts'
import type { WireDeps } from '../deps.ts'
import { staffLetters, whyYou } from './staff.words.ts'

const patienceMs = 60_000

/**
 * Hands a letter to the staff over, under the same Message-ID each time. Throws when it surely did not leave, or nobody knows: it is
 * tried again later. One that has left already, or is too old, is nothing to do.
 */
export async function writeToStaff(deps: WireDeps, id: number): Promise<void> {
  if (deps.paused) throw new AppError('unavailable', 'Mail is switched off here.')
  const letter = await openLetter({ db: deps.db.$pickTables(), keyring: deps.keyring }, id)
  if (!letter) return
  const sent = await deps.mail.send(await orderOf(deps, id, letter), deps.clock.monotonic() + patienceMs)
  if (sent.left !== 'yes') throw new AppError('unavailable', `A letter to the staff did not leave: ${sent.why}.`)
  await letterLeft({ db: deps.db.$pickTables() }, id)
}

async function orderOf(deps: WireDeps, id: number, letter: StaffLetter & { madeAt: Date }): Promise<Omit<MailOrder, 'leaveBefore'>> {
  const { key, company, domain } = await deps.ways.now()
  const template = `staff ${letter.kind}`
  deps.mail.template(template, staffLetters[letter.kind])
  const language = letter.language.startsWith('ru') ? 'ru' : 'en'
  return {
    account: key,
    template,
    language,
    timeZone: company.timeZone,
    person: { name: letter.name, by: letter.by ?? '', device: letter.device ?? '' },
    slots: {
      until: { moment: letter.moment },
      at: { moment: letter.moment },
      ...(letter.link === undefined ? {} : { link: { url: letter.link } }),
      ...(letter.counts === undefined ? {} : countsOf(letter.counts)),
    },
    foot: {
      company: company.name,
      address: company.address,
      reach: company.mailFrom,
      sentence: whyYou[language],
      why: null,
      stop: null,
      checkpoint: null,
    },
    to: { name: letter.name, address: letter.to },
    messageId: `<${deps.ids.show('letter', id)}@${domain}>`,
    date: letter.madeAt.toISOString(),
    listUnsubscribe: null,
  }
}

/** A figure for each kind there is, so that the template finds it. */
function countsOf(counts: { [kind: string]: number }): { [slot: string]: { number: number } } {
  const all = noticesByMail.map((kind) => [kind, { number: counts[kind] ?? 0 }] as const)
  return { ...Object.fromEntries(all), total: { number: all.reduce((sum, [, { number }]) => sum + number, 0) } }
}
