import type { Clock } from '../../platform/clock.ts'
import type { Db } from '../../platform/db/index.ts'
import { AppError, badInput, notFound } from '../../platform/errors.ts'
import { evenly } from '../../platform/evenly.ts'
import { rateLimit } from '../../platform/http/index.ts'
import type { Opaque } from '../../platform/ids/index.ts'
import type { Logger } from '../../platform/log.ts'
import type { ChannelDeps } from '../channels/index.ts'
import { ownFields } from '../customers/index.ts'
import type { RecordDeps } from '../interactions/index.ts'
import { askToConfirm, type ConfirmDeps, confirmable } from './confirm.ts'
import type { FormLanguage } from './contract.ts'
import { judge, type Typed, type Wrong } from './judge.ts'
import { readPass } from './pass.ts'
import { countAnswer, type Form, formNow } from './registry.ts'
import type { UsedTables } from './tables.ts'
import { takeAnswer } from './take.ts'

export type AnswerDeps = {
  db: Db<UsedTables>
  record: RecordDeps
  /** By which letters go out. */
  letters: ChannelDeps
  log: Logger
  ids: Opaque
  clock: Clock
  publicUrl: string
  country(): string | undefined
  /** Throws unavailable when the disk is almost full. */
  mayRecord(): void
}

export type Sent = { form: string; language: FormLanguage; pass: string; typed: Typed; website: string; network: string; origin: string | null; gpc: boolean }
export type Taken = { form: Form; language: FormLanguage } & ({ is: 'received' } | { is: 'wrong'; wrong: { [field: string]: Wrong } } | { is: 'stale' })

/** Of one network: a family or an office in a hurry. Of one form: a campaign's best hour. */
const ofNetwork = { perSecond: 0.2, burst: 20 }
const ofForm = { perSecond: 20, burst: 400 }

/** Takes answers to forms; in one process, so that the limits count all of them. */
export function answerTaking(deps: AnswerDeps): (sent: Sent) => Promise<Taken> {
  const networks = rateLimit(ofNetwork)
  const forms = rateLimit(ofForm)
  return async (sent) => {
    const now = deps.clock.now()
    const form = await openedForm(deps, sent.form, now)
    mayComeFrom(form, sent.origin, deps.publicUrl)
    spend(() => {
      networks.spend(sent.network, deps.clock.monotonic())
      forms.spend(sent.form, deps.clock.monotonic())
    })
    deps.mayRecord()
    const language = languageFor(form, sent.language)
    return evenly(deps.clock, async (): Promise<Taken> => {
      const own = await ownFields(deps.db.$pickTables())
      const judged = judge(form.spec, sent.typed, { country: deps.country(), own, now })
      if ('wrong' in judged) return { is: 'wrong', wrong: judged.wrong, form, language }
      const pass = readPass(deps.ids, sent.form, sent.pass, now)
      if (!pass) return { is: 'stale', form, language }
      if (sent.website !== '' || pass.tooQuick) await countAnswer(deps.db.$pickTables(), form.form, 'machines', now)
      else {
        const fresh = await takeAnswer(
          { db: deps.db, record: deps.record, own },
          { form, language, nonce: pass.nonce, typed: sent.typed, good: judged, gpc: sent.gpc, now },
        )
        const email = judged.identifiers.find((i) => i.kind === 'email')?.value
        const boxes = confirmable(form.spec, judged.consents)
        if (fresh && email !== undefined && boxes.length > 0) confirmSoon(deps, { form: form.form, version: form.version, language, boxes, email }, now)
      }
      return { is: 'received', form, language }
    })
  }
}

/** The answer comes before the letter is thought of: it tells nothing of whose address it was. */
function confirmSoon(deps: AnswerDeps, ticked: Parameters<typeof askToConfirm>[1], now: Date): void {
  const failed = (error: unknown) => deps.log.warn({ err: error }, 'a letter that asks to confirm could not be written')
  setImmediate(() => void askToConfirm(confirmDeps(deps), ticked, now).catch(failed))
}

export const confirmDeps = (deps: AnswerDeps): ConfirmDeps => ({ db: deps.db, keyring: deps.record.keyring, letters: deps.letters, log: deps.log })

/** The form that takes answers now; throws not_found, or unavailable while it is paused. */
export async function openedForm(deps: Pick<AnswerDeps, 'db'>, code: string, now: Date): Promise<Form> {
  const form = await formNow(deps.db.$pickTables(), code, now)
  if (!form || form.state === 'retired') throw notFound()
  if (form.state === 'paused') throw new AppError('unavailable', 'This form takes no answers now.')
  return form
}

export const languageFor = (form: Form, asked: FormLanguage | undefined): FormLanguage =>
  asked !== undefined && form.spec.languages.includes(asked) ? asked : (form.spec.languages[0] ?? 'en')

/** Our own page and the sites the form names may send; a program sends no origin. */
export function mayComeFrom(form: Form, origin: string | null, publicUrl: string): void {
  if (!isAllowed(form, origin, publicUrl)) throw new AppError('forbidden', 'This site may not send answers to this form.')
}

export const isAllowed = (form: Form, origin: string | null, publicUrl: string): boolean =>
  origin === null || origin === new URL(publicUrl).origin || form.spec.origins.includes(origin)

function spend(count: () => void): void {
  try {
    count()
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    throw new AppError('too_many', 'Too many answers came from your network. Please wait a minute.', { retryAfterSeconds: 60 })
  }
}

export const wrongInput = (wrong: { [field: string]: Wrong }) => {
  const [field = 'values', reason = 'bad'] = Object.entries(wrong)[0] ?? []
  return badInput(sentences[reason], `values.${field}`)
}

const sentences: { [reason in Wrong]: string } = {
  missing: 'is missing',
  email: 'must be an e-mail address like anna@example.org',
  phone: 'must be a phone number like +7 912 345-67-89',
  too_long: 'is too long',
  bad: 'is no value of this field',
  contact: 'leave an e-mail or a phone, so that we can answer',
  unknown: 'is no field of this form',
}
