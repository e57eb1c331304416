import { sql, type Tx } from '../../platform/db/index.ts'
import { AppError, notFound } from '../../platform/errors.ts'
import { answerQuestion } from '../asking/index.ts'
import { sayWrong } from '../inferring/index.ts'
import type { KeepTables } from '../tables.ts'
import {
  allowForChild,
  consentProven,
  endRule,
  isQuieter,
  lockPersons,
  type Proven,
  ruleOf,
  ruleProven,
  type Saying,
  sayRule,
  setTerm,
  stop,
  stopProven,
  type TermsTables,
  termsOf,
  topicsNow,
  unstop,
} from '../terms/index.ts'
import type { DoorDeps } from './deps.ts'
import type { HeardSaid } from './termsShapes.ts'

// What a customer says of being contacted, whoever writes it down: they themselves, or a colleague who was told.

type Hearing = Saying & {
  /** The language of the text that was shown, where none is named. */
  language: string
  /** A colleague enters what they were told. */
  told: boolean
}

/** Does what was said; gives what of it a file may prove. Throws bad_input, conflict, not_found and stale. */
export async function hear(
  deps: Pick<DoorDeps, 'keyring' | 'rowIds'>,
  whole: Tx<KeepTables>,
  customer: number,
  said: HeardSaid,
  by: Hearing,
): Promise<Proven[]> {
  const tx = whole.$pickTables<keyof TermsTables>()
  if ('term' in said) {
    const { notice, ...term } = said.term
    const shown = { ...(notice && { version: notice.version }), language: notice?.language ?? by.language, ...(by.told ? { told: true as const } : {}) }
    const since = await setTerm(deps, tx, { customer, ...term, shown }, by)
    const scope = { purpose: term.purpose, channel: term.channel, topic: term.topic ?? '*' }
    return since ? [stopProven({ ...scope, since })] : consentsNow(tx, customer, scope)
  }
  if ('rule' in said) {
    const rule = ruleOf(said.rule)
    await sayRule(deps, tx, { customer, rule }, by)
    return [ruleProven({ ...rule, since: by.now })]
  }
  if ('unrule' in said) {
    await endRule(tx, { customer, rule: said.unrule }, by)
    return []
  }
  if ('answer' in said) {
    const { question, yes } = said.answer
    if (!(await answerQuestion(whole.$pickTables(), { customer, question, yes }, { method: by.method, now: by.now }))) throw notFound()
    return []
  }
  if ('ward' in said) {
    // Whatever opens a child's own page is the child's.
    if (said.ward.allowed && !by.told) throw new AppError('forbidden', 'A guardian says this to the company, which writes it down.')
    return allowForChild(deps, tx, { customer, ...said.ward }, by)
  }
  if ('wrong' in said) {
    if (!(await sayWrong(tx, { customer, kind: said.wrong.kind, channel: said.wrong.channel ?? '*' }, by))) throw notFound()
    return []
  }
  if ('topic' in said) {
    const { topic, wanted } = said.topic
    if (!(await topicsNow(tx)).has(topic)) throw notFound()
    return stopped(deps, tx, { customer, topic, on: !wanted }, by)
  }
  return stopped(deps, tx, { customer, on: said.stop }, by)
}

async function stopped(
  deps: Pick<DoorDeps, 'rowIds'>,
  tx: Tx<TermsTables>,
  { on, ...scope }: { customer: number; topic?: string; on: boolean },
  by: Saying,
): Promise<Proven[]> {
  if (on) return [stopProven({ purpose: '*', channel: '*', topic: scope.topic ?? '*', since: await stop(deps, tx, scope, by) })]
  await unstop(tx, scope, by)
  return []
}

/** The newest event of this consent, of every identity. */
async function consentsNow(tx: Tx<TermsTables>, customer: number, of: { purpose: string; channel: string; topic: string }): Promise<Proven[]> {
  const { rows } = await sql<{ hash: Buffer }>`
    select s.hash from keep.customer c join keep.customer m on coalesce(m.merged_into, m.customer_id) = coalesce(c.merged_into, c.customer_id)
    join keep.consent_state s on s.customer_id = m.customer_id
    where c.customer_id = ${customer} and s.purpose = ${of.purpose} and s.category = 'contact' and s.channel = ${of.channel} and s.topic = ${of.topic}`.execute(
    tx,
  )
  return rows.map(({ hash }) => consentProven(hash))
}

/**
 * Whether each of what is said only takes away from what stands: a no, a stop, a rule that lets nothing through that the one before it would
 * not. Locks the customer's person, so that it stays true until the transaction ends.
 */
export async function onlyTakesAway(tx: Tx<TermsTables>, customer: number, said: readonly HeardSaid[], now: Date): Promise<boolean> {
  await lockPersons(tx, [customer])
  const { rules } = await termsOf(tx, customer, now)
  const standing = rules.filter((r) => r.endedAt === null)
  return said.every((one) => {
    if ('term' in one) return !one.term.allowed
    if ('topic' in one) return !one.topic.wanted
    if ('stop' in one) return one.stop
    if ('unrule' in one || 'wrong' in one) return false
    if ('answer' in one) return !one.answer.yes
    if ('ward' in one) return !one.ward.allowed
    const rule = ruleOf(one.rule)
    return standing.filter((r) => r.kind === rule.kind && r.channel === rule.channel && r.topic === rule.topic).every((before) => isQuieter(rule, before))
  })
}

/** What its receipt says of it, in codes. */
export function receiptSays(said: HeardSaid) {
  const yes = (allowed: boolean) => (allowed ? 'yes' : 'no')
  if ('term' in said) {
    const { purpose, channel, topic, allowed } = said.term
    return { deed: 'consent' as const, purpose, said: [purpose, channel, topic ?? '*', yes(allowed)] }
  }
  if ('topic' in said) return { deed: 'terms' as const, said: ['topic', said.topic.topic, yes(said.topic.wanted)] }
  if ('stop' in said) return { deed: 'terms' as const, said: ['stop', yes(said.stop)] }
  if ('wrong' in said) return { deed: 'terms' as const, said: ['inferred', said.wrong.kind, said.wrong.channel ?? '*', 'wrong'] }
  if ('ward' in said) return { deed: 'consent' as const, purpose: said.ward.purpose, said: ['guardian', said.ward.purpose, yes(said.ward.allowed)] }
  if ('answer' in said) return { deed: 'terms' as const, said: ['question', yes(said.answer.yes)] }
  return { deed: 'terms' as const, said: 'rule' in said ? ['rule', said.rule.kind] : ['unrule'] }
}
