import { type Db, type RawBuilder, sql } from '../../platform/db/index.ts'
import { isWithin, type Within } from '../customers/index.ts'
import { isIn } from './facts.ts'
import { answerPlace, evidencePlace, needPlace, opener, type Sealing } from './sealed.ts'
import type { answerStates, NeedKind, NeedStage, needStates } from './shapes.ts'
import type { AnswerRow, NeedRow, UsedTables } from './tables.ts'

// Needs with their answers as they are read. What is past its time has no words here, whether or not they were removed.

export type ReadNeed = {
  customer: number
  need: number
  kind: NeedKind
  /** The company does not know whose it is. */
  unnamed: boolean
  /** It was said without a name; since when the company knows it. */
  namedAt: Date | null
  saidUnnamed: boolean
  topic: string | null
  budget: { minor: number; currency: string } | null
  until: string | null
  expiresAt: Date
  words: string | null
  road: NeedRow['road']
  evidence: string | null
  state: (typeof needStates)[number]
  saidAt: Date
  movedAt: Date
  by: { kind: string; id: number; role: string }
  answers: {
    answer: number
    words: string | null
    price: { minor: number; currency: string } | null
    state: (typeof answerStates)[number]
    at: Date
    movedAt: Date
    by: { kind: string; id: number; role: string }
  }[]
}

/** Where a list goes on: days in UTC, and within a day by lot, so that no need stands between two others of known moments. */
export type NeedPlace = { day: string; need: number }
export const placeOf = (need: ReadNeed): NeedPlace => ({ day: need.saidAt.toISOString().slice(0, 10), need: need.need })

type Reading = Sealing & { db: Db<UsedTables> }
type Page = { after: NeedPlace | null; limit: number; now: Date }

const row = sql`n.*, n.until::text as until`
const behind = (after: NeedPlace | null) =>
  after === null ? sql`true` : sql`((n.said_at at time zone 'UTC')::date, n.need_id) < (${after.day}::date, ${after.need}::bigint)`
const order = sql`(n.said_at at time zone 'UTC')::date desc, n.need_id desc`

/** Those of one person, also what they said without their name. */
export async function needsOfPerson(deps: Reading, members: readonly number[], page: Page): Promise<ReadNeed[]> {
  const { rows } = await sql<NeedRow>`
    select ${row} from keep.need n where n.customer_id = any(${[...members]}::bigint[]) and ${behind(page.after)} order by ${order} limit ${page.limit}`.execute(
    deps.db,
  )
  return opened(deps, rows, page.now)
}

/** What the company asks for. `within`: of whom somebody sees; of an unnamed need nobody says whose it is, so all see it. */
export type Wanted = {
  kind?: NeedKind | undefined
  topic?: string | undefined
  band?: string | undefined
  stage?: NeedStage | undefined
  unnamed?: boolean | undefined
  need?: number | undefined
  /** All ids of one person: then nothing that was said without a name. */
  members?: readonly number[] | undefined
  within: Within | undefined
}

const isUnnamed = sql<boolean>`(n.unnamed and n.named_at is null)`

/** Needs as the company may look at them, newest day first. */
export async function needsNow(deps: Reading, { kind, topic, band, stage, unnamed, need, members, within }: Wanted, page: Page): Promise<ReadNeed[]> {
  const wanted: RawBuilder<unknown>[] = [
    behind(page.after),
    ...(kind ? [sql`n.kind = ${kind}`] : []),
    ...(topic ? [sql`n.topic = ${topic}`] : []),
    ...(band ? [isIn(band)] : []),
    ...(stage ? [stages(page.now)[stage]] : []),
    ...(need === undefined ? [] : [sql`n.need_id = ${need}`]),
    ...(unnamed === undefined ? [] : [unnamed ? isUnnamed : sql`not ${isUnnamed}`]),
    ...(members ? [sql`n.customer_id = any(${[...members]}::bigint[]) and not ${isUnnamed}`] : []),
    // Whether one without a name is here follows nothing that a colleague could do to a card, such as putting it into the trash: else that would
    // tell whose it is.
    sql`(${isUnnamed} or ${isWithin(within)})`,
  ]
  const { rows } = await sql<NeedRow>`
    select ${row} from keep.need n join keep.customer c on c.customer_id = n.customer_id join keep.customer r on r.customer_id = coalesce(c.merged_into, c.customer_id)
    where ${sql.join(wanted, sql` and `)} order by ${order} limit ${page.limit}`.execute(deps.db)
  return opened(deps, rows, page.now)
}

const answered = sql`exists (select from keep.need_answer a where a.customer_id = n.customer_id and a.need_id = n.need_id and a.state = 'given')`
const stages = (now: Date): { [stage in NeedStage]: RawBuilder<unknown> } => ({
  open: sql`n.state = 'open' and n.expires_at > ${now} and not ${answered}`,
  answered: sql`n.state = 'open' and n.expires_at > ${now} and ${answered}`,
  accepted: sql`n.state = 'accepted' and n.expires_at > ${now}`,
  over: sql`(n.state in ('closed', 'expired') or n.expires_at <= ${now})`,
})

async function opened(deps: Reading, rows: readonly NeedRow[], now: Date): Promise<ReadNeed[]> {
  if (rows.length === 0) return []
  const customers = rows.map((need) => need.customer_id)
  const [answers, open] = await Promise.all([
    sql<AnswerRow>`select a.* from unnest(${customers}::bigint[], ${rows.map((need) => need.need_id)}::bigint[]) q(customer_id, need_id)
      join keep.need_answer a using (customer_id, need_id) order by a.at, a.answer_id`.execute(deps.db),
    opener(deps, customers),
  ])
  const theirs = Map.groupBy(answers.rows, (answer) => answer.need_id)
  return rows.map((need) => {
    const { customer_id: customer } = need
    const there = need.expires_at > now
    const read = (place: string, sealed: Buffer | null) => (there ? open(customer, place, sealed) : null)
    return {
      customer,
      need: need.need_id,
      kind: need.kind,
      unnamed: need.unnamed && need.named_at === null,
      saidUnnamed: need.unnamed,
      namedAt: need.named_at,
      topic: need.topic,
      budget: moneyOf(need.budget, need.currency),
      until: need.until,
      expiresAt: need.expires_at,
      words: read(needPlace(need), need.sealed),
      road: need.road,
      evidence: read(evidencePlace(need), need.evidence),
      state: !there && (need.state === 'open' || need.state === 'accepted') ? 'expired' : need.state,
      saidAt: need.said_at,
      movedAt: need.moved_at,
      by: byOf(need),
      answers: (theirs.get(need.need_id) ?? []).map((answer) => ({
        answer: answer.answer_id,
        words: read(answerPlace(answer), answer.sealed),
        price: moneyOf(answer.price, answer.currency),
        state: answer.state,
        at: answer.at,
        movedAt: answer.moved_at,
        by: byOf(answer),
      })),
    }
  })
}

const moneyOf = (minor: number | null, currency: string | null) => (minor === null || currency === null ? null : { minor, currency })
const byOf = ({ by_kind, by_id, by_role }: { by_kind: string; by_id: number; by_role: string }) => ({ kind: by_kind, id: by_id, role: by_role })
