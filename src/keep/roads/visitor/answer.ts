import { sql, type Tx } from '../../../platform/db/index.ts'
import { AppError, badInput } from '../../../platform/errors.ts'
import { gpcHeard } from '../../agreements/index.ts'
import { type CheckedInteraction, recordBatch } from '../../interactions/index.ts'
import { receiptsOfSaying } from '../../receipts/index.ts'
import { type ConsentDeps, giveConsent, lastLeasePast, lockPersons, refuseConsent, withdrawConsent } from '../../terms/index.ts'
import type { RoadsDeps } from '../deps.ts'
import type { UsedTables } from '../tables.ts'
import { answersOf, type Question, siteChannel, type Visitor, visitorOf } from './asked.ts'

export type Answer = { purpose: string; answer: 'yes' | 'no'; version: number; sha256: string }
export type Answered = { visitor: string; language: string; origin: string; gpc: boolean; answers: readonly Answer[] }
type Said = { question: Question; answer: 'yes' | 'no'; version: number }

const actorOf = (customer: number) => ({ kind: 'customer' as const, id: customer, role: 'customer' })

/**
 * Keeps the answers of a visitor as consent records with the text that was shown; settles when nothing older can leave. A yes is to the text in force,
 * and never against the browser's signal. Of a number that somebody signed in with since only a no counts: gives whether it is one of those and a yes was said.
 */
export async function takeAnswers(deps: RoadsDeps, questions: readonly Question[], answered: Answered): Promise<'taken' | 'joined'> {
  const now = deps.clock.now()
  const said = answered.answers.map((one, i) => read(questions, one, answered, i))
  const before = await visitorOf(deps, answered.visitor)
  if (before?.joined && said.some((one) => one.answer === 'yes')) return 'joined'
  const stands = before && (await answersOf(deps.db, before, questions, now))
  const fresh = said.filter(({ question, answer }) => stands?.get(question.purpose.purpose) !== answer)
  if (fresh.length === 0 && (before || !answered.gpc)) return 'taken'
  const [outcome] = await recordBatch(deps.recording, [eventOf(answered, now)], {
    now,
    source: 'site',
    trust: 'public',
    alongside: async (recordTx, [made]) => {
      if (made?.status === 'recorded') await keep(deps, recordTx.withTables<UsedTables>(), made.customer, { said: fresh, answered, now })
    },
  })
  if (!outcome || outcome.status === 'refused') throw new AppError('unavailable', 'This could not be kept. Please try again in a moment.')
  await lastLeasePast(deps.db.$pickTables(), [outcome.customer], deps.clock)
  return 'taken'
}

function read(questions: readonly Question[], said: Answer, { gpc, language }: Answered, i: number): Said {
  const question = questions.find((q) => q.purpose.purpose === said.purpose)
  if (!question) throw badInput('purpose: this site asks nothing like it', `answers[${i}].purpose`)
  const shown = question.notice.texts[language]
  const seen = said.version === question.notice.version && shown?.sha256.toString('hex') === said.sha256
  // A no is a no, whatever it was said to.
  if (said.answer === 'yes' && !seen)
    throw new AppError('stale', 'The text you agree to has changed. Read the new one, then decide.', { place: `answers[${i}]` })
  return { question, answer: gpc && question.gpc ? 'no' : said.answer, version: question.notice.version }
}

function eventOf({ visitor, language }: Answered, now: Date): CheckedInteraction {
  return {
    place: 'visitor',
    at: now.getTime(),
    kind: 'site_choice',
    channel: siteChannel,
    direction: 'in',
    identifiers: [{ kind: 'anonymous', value: visitor, proven: false }],
    facts: { language },
  }
}

async function keep(
  deps: RoadsDeps & ConsentDeps,
  tx: Tx<UsedTables>,
  customer: number,
  { said, answered, now }: { said: readonly Said[]; answered: Answered; now: Date },
): Promise<void> {
  const by = { actor: actorOf(customer), now }
  await lockPersons(tx.$pickTables(), [customer])
  if (await isJoined(tx, customer)) {
    if (said.some((one) => one.answer === 'yes')) throw new AppError('conflict', 'Somebody signed in with this browser meanwhile. Please answer once more.')
  }
  for (const { question, answer, version } of said) {
    const consent = {
      customer,
      purpose: question.purpose.purpose,
      category: 'contact',
      channel: siteChannel,
      topic: '*',
      method: 'site',
      language: answered.language,
      notice: { notice: question.notice.notice, version },
      evidence: { kind: answered.gpc && question.gpc ? 'gpc' : 'site', said: answered.origin },
    }
    if (answer === 'yes') await giveConsent(deps, tx.$pickTables(), { ...consent, eventType: 'ExplicitlyExpressed' }, by)
    else {
      await withdrawConsent(deps, tx.$pickTables(), consent, by)
      await refuseConsent(deps, tx.$pickTables(), consent, by)
    }
  }
  if (answered.gpc) await gpcHeard(tx.$pickTables(), { customer, road: { kind: 'site' } }, now)
  await receiptsOfSaying(
    tx,
    said.map(({ question: { purpose }, answer }) => ({
      customer,
      deed: 'consent' as const,
      purpose: purpose.purpose,
      said: [purpose.purpose, siteChannel, '*', answer],
      road: { kind: 'site' as const },
    })),
    now,
  )
}

async function isJoined(tx: Tx<UsedTables>, customer: number): Promise<boolean> {
  const { rows } = await sql<
    Pick<Visitor, 'joined'>
  >`select merged_into is not null or status <> 'anonymous' as joined from keep.customer where customer_id = ${customer}`.execute(tx)
  return rows[0]?.joined ?? true
}
