import type { Clock } from '../../platform/clock.ts'
import { type Db, inTransaction, numberArray, sql, type Tx } from '../../platform/db/index.ts'
import { type CustomerTables, type Directory, groupsOf, openFieldsOf } from '../customers/index.ts'
import type { Keyring } from '../keyring/index.ts'
import { compare, type Known, type Shared, type Suspicion } from './compare.ts'
import type { DuplicateTables } from './tables.ts'

export type LookDeps = { db: Db<DuplicateTables & CustomerTables>; keyring: Keyring; directory: Directory; clock: Clock }
type Tables = DuplicateTables & CustomerTables

const compared = ['surname', 'name', 'patronymic', 'former_surname', 'short_name', 'org_name', 'birth_date', 'inn', 'address', 'gender'] as const
/** Of whom are read in one turn, and in one while somebody waits; put down at once; looked at beside one. */
const inTurn = 25
const inGentleTurn = 5
const putDown = 2_000
const beside = 10

const beatMs = 250
const gentleBeatMs = 40
/** As many as one person changes; whoever changes more at once does not wait for an answer. */
const fewChanged = 100

/**
 * Turn after turn for a quarter of a second, or until nobody is left; while somebody waits (`gently`) small turns for a moment, for a
 * million newcomers are looked at for hours. Gives how many were looked at.
 */
export async function lookForDuplicates(deps: LookDeps, { gently }: { gently: () => boolean }): Promise<number> {
  if (!deps.directory.ready()) return 0
  const began = deps.clock.monotonic()
  let looked = 0
  for (;;) {
    const small = gently()
    const some = await takeTurn(deps, small ? inGentleTurn : inTurn)
    looked += some
    if (some === 0 || deps.clock.monotonic() - began >= (small ? gentleBeatMs : beatMs)) return looked
  }
}

/**
 * One turn: puts down who changed (and, the first time, everybody, some at a time), and looks at some of those who are put down. Gives
 * how many were looked at; 0 when nobody is left, or another keep is at it.
 */
async function takeTurn(deps: LookDeps, atMost: number): Promise<number> {
  const now = deps.clock.now()
  return inTransaction(deps.db, async (tx) => {
    const marks = await sql<{ position: number; followed: string | null }>`
      select position, followed from keep.duplicate_mark for update skip locked`.execute(tx)
    const [mark] = marks.rows
    if (!mark) return 0
    await follow(tx, mark.followed)
    let due = await taken(tx, atMost)
    if (due.length === 0 && (await putDownNext(tx, mark.position))) due = await taken(tx, atMost)
    if (due.length === 0) return 0
    await lookAt(deps, tx, due, now)
    await sql`update keep.duplicate_mark set looked = looked + ${due.length}`.execute(tx)
    return due.length
  })
}

/** Whoever changed since: names, addresses, who is joined with whom. */
async function follow(tx: Tx<Tables>, since: string | null): Promise<void> {
  const rows = await sql<{ now: string; news: boolean }>`
    with present as (select pg_current_snapshot() as s),
    changed as materialized (
      select c.batch, c.customers from fact.change c where ${since}::text is not null and 'derived' = any(c.what)
        and c.xid >= pg_snapshot_xmin(${since ?? '1:1:'}::pg_snapshot) and not pg_visible_in_snapshot(c.xid, ${since ?? '1:1:'}::pg_snapshot)),
    put as (
      insert into keep.duplicate_look as l (customer_id, first)
      select customer_id, count(*) over () <= ${fewChanged} from (
        select distinct coalesce(k.merged_into, k.customer_id) as customer_id from keep.customer k where k.status = 'known' and k.customer_id in (
          select unnest(customers) from changed
          union select d.customer_id from changed c join fact.derived d on d.batch = c.batch where c.customers is null)) who
      on conflict (customer_id) do update set first = true where excluded.first and not l.first)
    select s::text as now, exists (select from changed) as news from present`.execute(tx)
  const [row] = rows.rows
  // While nothing changes the mark may stand where it stood: nothing is written for nothing.
  if (row && (row.news || since === null)) await sql`update keep.duplicate_mark set followed = ${row.now}`.execute(tx)
}

async function taken(tx: Tx<Tables>, atMost: number): Promise<number[]> {
  const rows = await sql<{ customer_id: number }>`
    delete from keep.duplicate_look where customer_id in (
      select customer_id from (
        (select customer_id, first from keep.duplicate_look where first order by customer_id limit ${atMost})
        union all (select customer_id, first from keep.duplicate_look where not first order by customer_id limit ${atMost})) due
      order by first desc, customer_id limit ${atMost}) returning customer_id`.execute(tx)
  return rows.rows.map((r) => r.customer_id)
}

async function putDownNext(tx: Tx<Tables>, position: number): Promise<boolean> {
  const rows = await sql<{ customer_id: number; status: string; merged_into: number | null }>`
    select customer_id, status, merged_into from keep.customer where customer_id > ${position} order by customer_id limit ${putDown}`.execute(tx)
  const last = rows.rows.at(-1)
  if (!last) return false
  const roots = rows.rows.filter((r) => r.status === 'known' && r.merged_into === null).map((r) => r.customer_id)
  await sql`insert into keep.duplicate_look select unnest(${numberArray(roots)}::bigint[]) on conflict do nothing`.execute(tx)
  await sql`update keep.duplicate_mark set position = ${last.customer_id}`.execute(tx)
  return roots.length > 0
}

type Pair = { low: number; high: number } & Suspicion

/** Looks for whoever may be the same as these; what was found of them before and holds no more goes, but for what a person said. */
export async function lookAt(deps: Omit<LookDeps, 'db'>, tx: Tx<Tables>, customers: readonly number[], now: Date): Promise<void> {
  const names = await known(deps, tx, customers)
  const points = await sharedPoints(tx, [...names.keys()])
  const found = new Map<number, Set<number>>()
  for (const [customer, who] of names) {
    const { fields } = who
    const line = [fields['surname'] ?? fields['org_name'], fields['name']].filter(Boolean).join(' ')
    const near = line === '' ? [] : deps.directory.find(line, { limit: beside + 1, after: null }).customers
    found.set(customer, new Set([...near, ...(points.get(customer)?.keys() ?? [])].filter((other) => other !== customer)))
    // A search holds up everybody who looks meanwhile: they come between two of them.
    await new Promise((resolve) => setImmediate(resolve))
  }
  const others = await known(deps, tx, [...new Set([...found.values()].flatMap((each) => [...each]))])
  const pairs = new Map<string, Pair>()
  for (const [customer, candidates] of found) {
    for (const other of candidates) {
      const [one, two] = [names.get(customer), others.get(other)]
      const suspicion = one && two && compare(one, two, points.get(customer)?.get(other) ?? { email: false, phone: false }, now)
      if (suspicion)
        pairs.set(`${Math.min(customer, other)} ${Math.max(customer, other)}`, {
          low: Math.min(customer, other),
          high: Math.max(customer, other),
          ...suspicion,
        })
    }
  }
  await keepPairs(tx, customers, [...pairs.values()], now)
}

/** Those of these numbers who stand for themselves, are known by name or address, and may be looked at. */
async function known(deps: Pick<LookDeps, 'keyring'>, tx: Tx<Tables>, customers: readonly number[]): Promise<Map<number, Known>> {
  const rows = await sql<{ customer_id: number; kind: Known['kind']; created_at: Date }>`
    select customer_id, kind, created_at from keep.customer where customer_id = any(${numberArray([...customers])}::bigint[]) and status = 'known' and merged_into is null`.execute(
    tx,
  )
  const groups = await groupsOf(
    tx.$pickTables(),
    rows.rows.map((r) => r.customer_id),
  )
  const opened = await openFieldsOf({ db: tx.$pickTables(), keyring: deps.keyring }, groups, compared)
  return new Map(
    rows.rows.map((r) => [
      r.customer_id,
      { kind: r.kind, since: r.created_at, fields: Object.fromEntries([...(opened.get(r.customer_id) ?? [])].map(([field, v]) => [field, v.value])) },
    ]),
  )
}

/** Who gave an address that another has, or gave too; by person, both ways round. */
async function sharedPoints(tx: Tx<Tables>, customers: readonly number[]): Promise<Map<number, Map<number, Shared>>> {
  const rows = await sql<{ one: number; other: number; kind: 'email' | 'phone' }>`
    with mine as (select coalesce(c.merged_into, c.customer_id) as root, c.customer_id from keep.customer c
      where c.customer_id = any(${numberArray([...customers])}::bigint[]) or c.merged_into = any(${numberArray([...customers])}::bigint[])),
    said as (
      select m.root, k.kind, k.digest, true as claimed from mine m join keep.claim k on k.customer_id = m.customer_id where k.kind in ('email', 'phone')
      union all select m.root, i.kind, i.digest, false from mine m join keep.identifier i on i.customer_id = m.customer_id where i.kind in ('email', 'phone')),
    met as (
      select s.root, s.kind, i.customer_id from said s join keep.identifier i on i.kind = s.kind and i.digest = s.digest where s.claimed
      union select s.root, s.kind, k.customer_id from said s join keep.claim k on k.kind = s.kind and k.digest = s.digest)
    select distinct m.root as one, coalesce(c.merged_into, c.customer_id) as other, m.kind from met m join keep.customer c on c.customer_id = m.customer_id
    where coalesce(c.merged_into, c.customer_id) <> m.root and c.status = 'known' limit 5000`.execute(tx)
  const out = new Map<number, Map<number, Shared>>()
  for (const { one, other, kind } of rows.rows) {
    const of = out.get(one) ?? new Map<number, Shared>()
    of.set(other, { email: false, phone: false, ...of.get(other), [kind]: true })
    out.set(one, of)
  }
  return out
}

async function keepPairs(tx: Tx<Tables>, customers: readonly number[], pairs: readonly Pair[], now: Date): Promise<void> {
  const ids = numberArray([...customers])
  const rows = pairs.map((p) => ({ customer_id: p.low, other_id: p.high, reasons: p.reasons, cautions: p.cautions, weight: p.weight }))
  await sql`delete from keep.duplicate where dismissed_at is null and (customer_id = any(${ids}::bigint[]) or other_id = any(${ids}::bigint[]))
    and (customer_id, other_id) not in (select customer_id, other_id from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t(customer_id bigint, other_id bigint))`.execute(
    tx,
  )
  await sql`insert into keep.duplicate (customer_id, other_id, reasons, cautions, weight, found_at)
    select customer_id, other_id, reasons, cautions, weight, ${now} from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as t(customer_id bigint, other_id bigint, reasons text[], cautions text[], weight int)
    on conflict (customer_id, other_id) do update set reasons = excluded.reasons, cautions = excluded.cautions, weight = excluded.weight`.execute(tx)
}
