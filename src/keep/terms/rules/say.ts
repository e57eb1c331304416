import { type Db, sql, type Tx } from '../../../platform/db/index.ts'
import { AppError, badInput, notFound } from '../../../platform/errors.ts'
import { channels } from '../../interactions/contract.ts'
import { identitiesOf } from '../consent.ts'
import { noIsNewer } from '../consentStates.ts'
import { lockPersons } from '../persons.ts'
import { type Saying, type SealedEvidence, type StopDeps, sealing } from '../stop.ts'
import type { TermsTables } from '../tables.ts'
import { topicsNow } from '../topics.ts'
import { byGuardian, wordsOf } from '../wards.ts'
import { openTimes, type SaidRule, storedTimes } from './rule.ts'

// Rules are rows with a beginning and an end. One stands for each kind, channel and topic; it is written for every identity of the
// person, as a stop is, so that undoing a merge takes no restriction away.

export type HeldRule = SaidRule & {
  rule: number
  since: Date
  method: string
  byKind: string
  /** Said by a guardian, for a child. */
  guardian: boolean
  endedAt: Date | null
  endedMethod: string | null
  /** What proves it when somebody else entered it. */
  sealed: SealedEvidence | null
}

/** The most rules that stand for one person, and the most that one ever said. */
const mostAtOnce = 60
const mostEver = 2000

/** Says a rule; the one before of that kind, channel and topic, said by the same side (wordsOf), ends now and stays readable. Throws bad_input and conflict. */
export async function sayRule(deps: StopDeps, tx: Tx<TermsTables>, said: { customer: number; rule: SaidRule }, by: Saying): Promise<void> {
  const { customer, rule } = said
  if (rule.channel !== '*' && !channels.some((channel) => channel === rule.channel)) throw badInput('There is no such channel.', 'channel')
  if (rule.topic !== '*' && !(await topicsNow(tx)).has(rule.topic)) throw badInput('There is no such topic.', 'topic')
  if (rule.kind === 'cap' && rule.channel !== '*' && rule.topic !== '*')
    throw badInput('How often is said of a channel or of a topic, not of both at once.', 'topic')
  if (rule.kind === 'pause' && rule.until && rule.until <= by.now) throw badInput('A pause ends in the future.', 'until')
  await lockPersons(tx, [customer])
  const members = (await identitiesOf(tx, [customer])).get(customer) ?? []
  if (members.length === 0) throw notFound()
  await mustBeNewer(tx, members, rule, by)
  await endThose(tx, members, rule, by)
  await mustHaveRoom(tx, members)
  const ids = await deps.rowIds.next(members.length)
  const seal = await sealing(by.evidence, members)
  for (const [i, member] of members.entries()) {
    const id = ids[i] ?? 0
    await tx
      .insertInto('keep.rule')
      .values({
        customer_id: member,
        rule_id: id,
        kind: rule.kind,
        channel: rule.channel,
        topic: rule.topic,
        contacts: rule.kind === 'cap' ? rule.contacts : null,
        window_s: rule.kind === 'cap' ? rule.windowS : null,
        open: rule.kind === 'hours' ? storedTimes(rule.open) : null,
        ends_at: rule.kind === 'pause' ? rule.until : null,
        since: by.now,
        method: by.method,
        evidence: seal(member, ruleEvidencePlace(member, id)),
        by_kind: by.actor.kind,
        by_id: by.actor.id,
        by_role: by.actor.role,
        ended_at: null,
        ended_method: null,
      })
      .execute()
  }
}

/** What the evidence of a rule is bound to. */
const ruleEvidencePlace = (customer: number, rule: number) => `rule\0${customer}\0${rule}`

/** Ends a rule, if it stands; throws not_found when there is none of that number, forbidden for one that a guardian said for a child, or the child without them. */
export async function endRule(tx: Tx<TermsTables>, of: { customer: number; rule: number }, by: Saying): Promise<void> {
  await lockPersons(tx, [of.customer])
  const members = (await identitiesOf(tx, [of.customer])).get(of.customer) ?? []
  const theirs = await wordsOf(tx, members, by.actor, by.now)
  const row = await tx
    .selectFrom('keep.rule')
    .select(['kind', 'channel', 'topic', 'since', 'ended_at', theirs.as('theirs')])
    .where('customer_id', 'in', [...members, -1])
    .where('rule_id', '=', of.rule)
    .executeTakeFirst()
  if (!row) throw notFound()
  if (by.at !== undefined && row.since > by.at) throw new AppError('conflict', noIsNewer, { place: 'at' })
  if (!row.theirs && row.ended_at === null) throw new AppError('forbidden', notTheirWord)
  await endThose(tx, members, row, by)
}

/** Of a child's terms what was said by the other side: a guardian, or the child. */
const notTheirWord = 'This was said by the other of you two, and only they take it back: a child what they said themselves, a guardian what a guardian said.'

async function endThose(
  tx: Tx<TermsTables>,
  members: readonly number[],
  of: { kind: SaidRule['kind']; channel: string; topic: string },
  by: Saying,
): Promise<void> {
  const theirs = await wordsOf(tx, members, by.actor, by.now)
  await sql`update keep.rule set ended_at = greatest(since, ${by.now}), ended_method = ${by.method}
    where customer_id = any(${[...members]}::bigint[]) and kind = ${of.kind} and channel = ${of.channel} and topic = ${of.topic} and ended_at is null and ${theirs}`.execute(
    tx,
  )
}

/** What was said earlier does not take the place of what was said later. */
async function mustBeNewer(tx: Tx<TermsTables>, members: readonly number[], of: Pick<SaidRule, 'kind' | 'channel' | 'topic'>, { at }: Saying): Promise<void> {
  if (at === undefined) return
  const { rows } = await sql`select from keep.rule where customer_id = any(${[...members]}::bigint[]) and kind = ${of.kind} and channel = ${of.channel}
    and topic = ${of.topic} and ended_at is null and since > ${at}`.execute(tx)
  if (rows.length > 0) throw new AppError('conflict', 'They said otherwise after that day, and the newer word stands.', { place: 'at' })
}

async function mustHaveRoom(tx: Tx<TermsTables>, members: readonly number[]): Promise<void> {
  const { rows } = await sql<{ standing: number; ever: number }>`
    select count(*) filter (where ended_at is null)::int as standing, count(*)::int as ever from keep.rule
    where customer_id = any(${[...members]}::bigint[]) group by customer_id order by 1 desc, 2 desc`.execute(tx)
  const { standing = 0, ever = 0 } = rows[0] ?? {}
  if (standing >= mostAtOnce) throw badInput(`There are ${mostAtOnce} rules already, which is the most. End one first.`, 'rule')
  if (ever >= mostEver) throw badInput('These rules were changed too often. Ask us to help.', 'rule')
}

/** The rules of these identities of one person, newest first: those that stand, and as many that ended as asked for. Said once, one is here once. */
export async function rulesOfPerson(db: Db<TermsTables>, members: readonly number[], ended = 0): Promise<HeldRule[]> {
  const ids = [...members, -1]
  const all = db.selectFrom('keep.rule').selectAll().where('customer_id', 'in', ids).orderBy('since', 'desc').orderBy('rule_id')
  const standing = await all.where('ended_at', 'is', null).execute()
  const past =
    ended === 0
      ? []
      : await all
          .where('ended_at', 'is not', null)
          .limit(ended * ids.length)
          .execute()
  const seen = new Set<string>()
  const once = [...standing, ...past].map(heldRule).filter((rule) => {
    const { rule: _, sealed: __, ...same } = rule
    const key = JSON.stringify(same)
    return !seen.has(key) && seen.add(key)
  })
  return [...once.filter((r) => r.endedAt === null), ...once.filter((r) => r.endedAt !== null).slice(0, ended)]
}

function heldRule(row: TermsTables['keep.rule']): HeldRule {
  const { channel, topic } = row
  const held = {
    rule: row.rule_id,
    since: row.since,
    method: row.method,
    byKind: row.by_kind,
    guardian: byGuardian({ kind: row.by_kind, role: row.by_role }),
    endedAt: row.ended_at,
    endedMethod: row.ended_method,
    sealed: row.evidence && { customer: row.customer_id, place: ruleEvidencePlace(row.customer_id, row.rule_id), evidence: row.evidence },
  }
  if (row.kind === 'cap') return { ...held, channel, topic, kind: 'cap', contacts: row.contacts ?? 0, windowS: row.window_s ?? 0 }
  if (row.kind === 'pause') return { ...held, channel, topic, kind: 'pause', until: row.ends_at }
  if (row.kind === 'hours') return { ...held, channel, topic, kind: 'hours', open: openTimes(row.open ?? []) }
  return { ...held, channel, topic, kind: 'ask' }
}
