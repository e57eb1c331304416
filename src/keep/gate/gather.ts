import { both, type Db, numberArray, numbersIn, type RawBuilder, sql, type Tx } from '../../platform/db/index.ts'
import { firstZone, isGuardian, leftByGpc, openTimes, ruleFrom, type TermsTables } from '../terms/index.ts'
import { consentFrom } from './consentText.ts'
import { markSecond, secondAt } from './contactMark.ts'
import { addActivity, addQuestions } from './gatherSome.ts'
import { addAddress, addConsent, addRule, addressKind, addStanding, addUses, addWhere, type ContactState, type Held, nobodyYet, setContent } from './held.ts'
import { addHouseholds } from './households.ts'
import { ownReachBackS, type Rules, rulesOf } from './rules.ts'

// What decisions about many customers need, in one statement. Each branch reads one table by customer and gives a row for
// everything that is said, with all who say it: a thousand people who agreed to the same are one row. So nothing is joined
// (no plan can go wrong), and little is carried over.

/** `persons`: everybody whose contacts counted, those they live with too where that matters. */
export type Gathered = { of(customer: number): Held | undefined; persons: ReadonlySet<number>; rules: Rules }
export type GatherFor = { customer: number; contentKey?: string | undefined }
/** `units`: somebody asks in the name of one. `households`: limits of a household are tried that are not in force. */
type About = { purposes: readonly string[]; channels: readonly string[]; now: Date; units?: boolean; households?: boolean }

/** `who` holds customers, as PostgreSQL writes an array; of members (`m`) pairs with their roots. */
type Row = { what: 'h' | 'i' | 'c' | 'm' | 's' | 't' | 'a' | 'w' | 'g' | 'x' | 'r' | 'k' | 'u' | 'v'; said: string; who: string | null }

/** So many content keys are looked up for each person; a batch with more looks its pairs up by themselves. */
const fewKeys = 3

/** Reads what is held of these customers' persons: what stood a moment ago. */
export function gather(db: Db<TermsTables>, asked: readonly GatherFor[], about: About): Promise<Gathered> {
  return gathered(db, asked, about, async (statement) => (await statement.execute(db)).rows)
}

/** The same in a transaction that locked the persons: what stands. Another statement goes along in the same trip. */
export async function gatherWith<B>(
  tx: Tx<TermsTables>,
  asked: readonly GatherFor[],
  about: About,
  beside: RawBuilder<B>,
): Promise<{ held: Gathered; beside: B[] }> {
  let rows: B[] = []
  const held = await gathered(tx, asked, about, async (statement) => {
    const [mine, others] = await both(tx, statement, beside)
    rows = others
    return mine
  })
  return { held, beside: rows }
}

type FirstRead = (statement: RawBuilder<Row>) => Promise<Row[]>

async function gathered(db: Db<TermsTables>, asked: readonly GatherFor[], about: About, firstRead: FirstRead): Promise<Gathered> {
  const keys = [...new Set(asked.flatMap((a) => a.contentKey ?? []))]
  const few = keys.length <= fewKeys ? keys : []
  const customers = [...new Set(asked.map((a) => a.customer))].sort((a, b) => a - b)
  let rows = await firstRead(statementFor(customers, about, few))
  // Merged people are few: only when there are some is everything read again, for all their identities. From one of several it takes two rounds:
  // the root, and then whoever else leads there.
  for (let known = new Set(customers); ; ) {
    const all = new Set([...known, ...relativesIn(rows)])
    if (all.size === known.size) break
    known = all
    rows = (
      await statementFor(
        [...known].sort((a, b) => a - b),
        about,
        few,
      ).execute(db)
    ).rows
  }
  const found = folded(rows)
  if (keys.length > fewKeys) await addContents(db, found, asked)
  const rules = await rulesOf(db, rows.find((r) => r.what === 'v')?.said)
  await addActivity(db, found.all, rules, about)
  await addQuestions(db, found.all, about.now)
  if (about.channels.includes('post') && (about.households || rules.caps.some(({ scope }) => scope === 'household')))
    await addHouseholds(db, found.people, about)
  return { of: found.of, persons: new Set(found.people.keys()), rules }
}

/** What somebody is: who was put into the trash is that, unless more was said of them. */
const standingOf = sql.raw(`case when trashed_at is not null and status in ('known', 'anonymous') then 'trashed' else status end`)

function statementFor(customers: readonly number[], about: About, keys: readonly string[]): RawBuilder<Row> {
  const ids = sql`any ((select ids from asked)::bigint[])` // read once for all branches
  const tree = sql`(select codes <> '{}' from wider)` // only then it matters which was said first
  const kinds = [...new Set(about.channels.flatMap((c) => addressKind[c] ?? []))]
  return sql<Row>`
    with asked as materialized (select ${numberArray(customers)}::bigint[] as ids),
    wider as materialized (select coalesce(array_agg(w), '{}') as codes from keep.purpose_tree, unnest(above) w where purpose = any(${about.purposes}::text[]))
    select 'c' as what, concat_ws(' ', ${standingOf}, coalesce(merged_into::text, '-'), coalesce(time_zone, '-'), coalesce(country, '-'), to_char(created_at at time zone 'UTC', 'YYYYMM')) as said, array_agg(customer_id)::text as who
      from keep.customer where customer_id = ${ids} group by 2
    union all select 'm', ${standingOf}, array_agg(array[customer_id, merged_into])::text
      from keep.customer where merged_into = ${ids} group by 2
    union all select 's', concat_ws(' ', purpose, category, channel, topic, state, concat(seq, case when ${tree} then '@' || extract(epoch from since) end), extract(epoch from expires_at)), array_agg(customer_id)::text
      from keep.consent_state where customer_id = ${ids} and purpose = any(${about.purposes}::text[] || (select codes from wider)) group by 2
    union all select 't', purpose || ' ' || channel || ' ' || topic, array_agg(customer_id)::text
      from keep.stop where customer_id = ${ids} and lifted_at is null group by 2
    union all select 'w', concat_ws(' ', kind, channel, topic, contacts, window_s, extract(epoch from ends_at), open), array_agg(customer_id)::text
      from keep.rule where customer_id = ${ids} and ended_at is null group by 2
    union all select 'h', array_to_string(array(select y.purpose from keep.guardian_yes y
        where y.customer_id = h.customer_id and y.ended_at is null and h.consents_from > (${about.now}::timestamptz at time zone ${firstZone})::date
          and exists (select from keep.relation r where r.customer_id = y.customer_id and r.other_id = y.guardian_id and ${isGuardian(about.now)})), ' '), array_agg(customer_id)::text
      from keep.child h where (select exists (select from keep.child)) and customer_id = ${ids} group by 2
    union all select 'i', concat_ws(' ', kind, channel, open), array_agg(customer_id)::text
      from keep.inferred where (select exists (select from keep.inferred)) and customer_id = ${ids} and wrong_at is null and valid_until > ${about.now} group by 2
    union all select 'g', array_to_string(uses, ' '), array_agg(customer_id)::text
      from keep.agreement where customer_id = ${ids} and ended_at is null group by 2
    union all select 'g', ${leftByGpc.join(' ')}::text, array_agg(customer_id)::text
      from keep.signal where customer_id = ${ids} and ended_at is null group by 2
    ${
      about.channels.length === 0
        ? sql``
        : sql`
    union all select 'x', 'open_complaint', array_agg(customer_id)::text
      from office.work_case where customer_id = ${ids} and kind in ('complaint', 'dispute') and state = 'open' group by 2`
    }
    union all select 'r', recent::text, array_agg(customer_id)::text
      from keep.person_state where customer_id = ${ids} and recent <> '{}' group by 2
    ${
      kinds.length === 0
        ? sql``
        : sql`
    union all select 'a', i.kind || case when x.digest is null then ' usable' else ' suppressed' end, array_agg(i.customer_id)::text
      from keep.identifier i left join keep.suppression x on x.kind = i.kind and x.digest = i.digest
      where i.customer_id = ${ids} and i.sealed is not null and i.kind = any(${kinds}::text[]) group by 2`
    }
    ${
      kinds.includes('post')
        ? sql`
    union all select 'a', 'post usable', array_agg(customer_id)::text
      from keep.vault where customer_id = ${ids} and field = 'address' and current and sealed is not null group by 2`
        : sql``
    }
    ${
      keys.length === 0
        ? sql``
        : sql`
    union all select 'k', concat_ws(' ', content_key, state, nullif(addressed_id, customer_id)), array_agg(customer_id)::text
      from keep.contact where customer_id = ${ids} and content_key = any(${keys}::text[]) group by 2`
    }
    ${
      about.units
        ? sql`
    union all select 'u', concat_ws(' ', unit, content_key, mark / ${markSecond}::bigint), array_agg(customer_id)::text
      from keep.contact where customer_id = ${ids} and unit is not null and mark > ${(secondAt(about.now) - ownReachBackS) * markSecond}::bigint and state in ('reserved', 'made') group by 2`
        : sql``
    }
    union all select 'v', version::text, null from keep.register_state`
}

const who = (row: Row) => numbersIn(row.who ?? '{}')
/** "{{5,1},{6,1}}" as its numbers in order. */
const pairsOf = (row: Row) => [...(row.who ?? '').matchAll(/(\d+),(\d+)/g)].map(([, member, root]) => ({ member: Number(member), root: Number(root) }))

/** Roots that were not asked for, and members of those that were. */
function relativesIn(rows: readonly Row[]): number[] {
  return rows.flatMap((row) => {
    if (row.what === 'm') return pairsOf(row).flatMap((p) => [p.member, p.root])
    const root = row.what === 'c' ? row.said.split(' ')[1] : undefined
    return root === undefined || root === '-' ? [] : [Number(root)]
  })
}

/** `people` by their roots, `all` by each of their cards. */
type Folded = { of(customer: number): Held | undefined; people: Map<number, Held>; all: ReadonlyMap<number, Held> }

function folded(rows: readonly Row[]): Folded {
  const people = new Map<number, Held>()
  const byCustomer = new Map<number, Held>()
  for (const row of rows) {
    if (row.what !== 'c') continue
    const [status = '', root, zone = '-', country = '-', since = ''] = row.said.split(' ')
    for (const customer of who(row)) {
      const person = root === undefined || root === '-' ? customer : Number(root)
      let held = people.get(person)
      if (!held) {
        held = nobodyYet(person)
        people.set(person, held)
      }
      addStanding(held, status)
      addWhere(held, zone, country)
      if (since > held.since) held.since = since
      byCustomer.set(customer, held)
    }
  }
  for (const row of rows)
    spread(row, (each) => {
      for (const customer of who(row)) {
        const held = byCustomer.get(customer)
        if (held) each(held, customer)
      }
    })
  return { of: (customer) => byCustomer.get(customer), people, all: byCustomer }
}

/** Gives everyone in a row what the row says. */
function spread(row: Row, toAll: (each: (held: Held, customer: number) => void) => void): void {
  const [first = '', second = '', third = ''] = row.said.split(' ')
  switch (row.what) {
    case 's': {
      const consent = consentFrom(row.said)
      const alone = consent && new Map([[consent.purpose, [consent.record]]])
      return consent && alone && toAll((held, customer) => addConsent(held, customer, consent, alone))
    }
    case 't': {
      const stop = { purpose: first, channel: second, topic: third }
      return toAll((held) => {
        held.stops = [...held.stops, stop]
      })
    }
    case 'a': {
      const state = second === 'usable' ? 'usable' : 'suppressed'
      const alone = { [first]: state } as const
      return toAll((held) => addAddress(held, first, state, alone))
    }
    case 'h': {
      const allowed = row.said.split(' ').filter((purpose) => purpose !== '')
      return toAll((held) => {
        held.child = held.child === undefined ? allowed : held.child.filter((purpose) => allowed.includes(purpose))
      })
    }
    case 'i': {
      const inferred = first === 'hours' ? { kind: 'hours' as const, open: openTimes(numbersIn(third)) } : { kind: 'channel' as const, channel: second }
      return toAll((held) => {
        held.inferred = [...held.inferred, inferred]
      })
    }
    case 'w': {
      const rule = ruleFrom(row.said)
      return rule && toAll((held) => addRule(held, rule))
    }
    case 'g': {
      const permitted = row.said.split(' ').filter((use) => use !== '')
      return toAll((held) => addUses(held, permitted))
    }
    case 'x':
      return toAll((held) => {
        held.complaining = true
      })
    case 'r': {
      const marks = numbersIn(row.said)
      return toAll((held, customer) => {
        if (customer === held.person) held.recent = marks
      })
    }
    case 'u': {
      const one = { unit: first, contentKey: second, second: Number(third) }
      return toAll((held, customer) => {
        if (customer === held.person) held.branded = [...held.branded, one]
      })
    }
    case 'k':
      return isContactState(second)
        ? toAll((held, customer) => customer === held.person && setContent(held, first, second, third === '' ? customer : Number(third)))
        : undefined
    default:
      return undefined
  }
}

const isContactState = (text: string): text is ContactState => text === 'reserved' || text === 'made' || text === 'released' || text === 'refused'

/** The state of each asked content, by pairs of person and key. */
async function addContents(db: Db<TermsTables>, found: Folded, asked: readonly GatherFor[]): Promise<void> {
  const pairs = asked.flatMap((a) => {
    const held = found.of(a.customer)
    return held && a.contentKey !== undefined ? [{ held, key: a.contentKey }] : []
  })
  const { rows } = await sql<{ nth: number; state: ContactState; addressed_id: number }>`
    select p.nth::int, k.state, k.addressed_id from unnest(${numberArray(pairs.map((p) => p.held.person))}::bigint[], ${pairs.map((p) => p.key)}::text[]) with ordinality as p(person, key, nth)
    join keep.contact k on k.customer_id = p.person and k.content_key = p.key`.execute(db)
  for (const { nth, state, addressed_id } of rows) {
    const pair = pairs[nth - 1]
    if (pair) setContent(pair.held, pair.key, state, addressed_id)
  }
}
