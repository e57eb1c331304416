import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, statSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { type Db, sql } from '../../platform/db/index.ts'
import type { Logger } from '../../platform/log.ts'
import { type Keyring, seal as sealBytes, unseal as unsealBytes } from '../keyring/index.ts'
import { ownFields } from './ownFields.ts'
import { groupsOf } from './person.ts'
import { createIndex, list, named, put, remove, type SearchIndex, seal, search, standsBy, stats, unseal } from './search/index.ts'
import type { CustomerTables } from './tables.ts'
import { openFieldsOf, openIdentifiersOf } from './vault.ts'

// The search index of a running keep: filled from the store, then kept up by following fact.change, so that it does not
// matter which keep wrote. Between runs it lives in one sealed file.

export type Directory = {
  find(
    query: string,
    page: { limit: number; after: FoundPlace | null; among?: ((customer: number) => boolean) | undefined },
  ): { customers: number[]; total: number; next: FoundPlace | null }
  /** Whom a search by these words looks at, in no order. */
  named(query: string): number[]
  list(page: { limit: number; after: ListPlace | null; among?: ((customer: number) => boolean) | undefined; descending?: boolean }): {
    customers: number[]
    next: ListPlace | null
  }
  size(): number
  /** False while it is being filled: what is found then is true but not all. */
  ready(): boolean
  /** Takes in what was committed until now; called by a timer, and by whoever must find what it has just written. */
  follow(): Promise<void>
  /** Reads everybody again, in the background: what people are found by was declared anew. */
  refill(): void
  save(): void
  close(): void
}

/**
 * Where a page ended: its last customers, the last one first, each with a mark of where it stood (a keyed digest), and how many have
 * been shown. Several, so that nobody is left out when the last was erased, joined to another or called otherwise meanwhile; only
 * when none stands where it stood does the number count.
 */
export type ListPlace = { shown: number; last: { customer: number; mark: string }[] }
/** The same in a search: with how near each was, and whether typing errors were forgiven. */
export type FoundPlace = { shown: number; thorough: boolean; last: { customer: number; mark: string; score: number }[] }

type Deps = { db: Db<CustomerTables>; keyring: Keyring; log: Logger; now: Date; file: string; rankOf?: (customer: number) => number }
type Mark = { snapshot: string }

// A page is opened in one go: a larger one would hold up everybody who looks meanwhile.
const page = 250
const lastNamed = 3
const markBytes = 9
const freshMs = 6 * 86_400_000
const place = 'search index'
const nameFields = ['surname', 'name', 'patronymic', 'former_surname', 'short_name', 'org_name'] as const
const spoken = new Set(['card', 'user', 'telegram', 'whatsapp', 'viber', 'vk', 'max'])

/** Opens the directory: from its file when that can be read, else it fills in the background while it already answers. */
export async function openDirectory(deps: Deps): Promise<Directory> {
  const saved = readSaved(deps)
  let index = saved?.index ?? createIndex()
  let mark: Mark = saved?.mark ?? { snapshot: await snapshotNow(deps.db) }
  let filled = saved !== undefined
  let closed = false
  let last: Promise<void> = Promise.resolve()

  // One at a time: a page read before an erasure must not be put in after it.
  const alone = (work: () => Promise<void>): Promise<void> => {
    const mine = last.then(work)
    last = mine.catch(() => {})
    return mine
  }

  const fill = async () => {
    for (let after = 0; !closed; ) {
      const rows = await sql<{
        customer_id: number
      }>`select customer_id from keep.customer where customer_id > ${after} and status = 'known' and trashed_at is null and merged_into is null order by customer_id limit ${page}`.execute(
        deps.db,
      )
      if (rows.rows.length === 0) break
      after = rows.rows.at(-1)?.customer_id ?? after
      await alone(() =>
        refresh(
          deps,
          index,
          rows.rows.map((r) => r.customer_id),
        ),
      )
      await new Promise((resolve) => setImmediate(resolve))
    }
    filled = true
  }
  if (!saved) void fill().catch((error) => deps.log.error({ err: error }, 'the search index could not be filled'))

  const markOf = (customer: number) => deps.keyring.digest('place', standsBy(index, customer) ?? '').toString('base64url', 0, markBytes)
  const stands = ({ customer, mark }: { customer: number; mark: string }) => standsBy(index, customer) !== undefined && markOf(customer) === mark

  async function followOnce(): Promise<void> {
    const changed = await changesSince(deps.db, mark)
    for (let i = 0; i < changed.customers.length; i += page) await refresh(deps, index, changed.customers.slice(i, i + page))
    mark = { snapshot: changed.snapshot }
  }

  return {
    named: (query) => named(index, query),
    find: (query, { limit, after, among }) => {
      const standing = after?.last.filter(stands) ?? []
      const place = after ? { thorough: after.thorough, before: after.shown - after.last.length, last: standing } : undefined
      const { customers, scores, total, more, thorough } = search(index, query, { limit, after: place, among })
      const last = customers.map((customer, i) => ({ customer, mark: markOf(customer), score: scores[i] ?? 0 }))
      return { customers, total, next: more ? { shown: (after?.shown ?? 0) + customers.length, thorough, last: last.slice(-lastNamed).reverse() } : null }
    },
    list: ({ limit, after, among, descending }) => {
      const standing = after?.last.filter(stands).map((l) => l.customer) ?? []
      const customers = list(index, { after: standing, offset: after ? after.shown - after.last.length : 0, limit: limit + 1, among, descending })
      const page = customers.slice(0, limit)
      const last = page.slice(-lastNamed).reverse()
      const next = { shown: (after?.shown ?? 0) + page.length, last: last.map((customer) => ({ customer, mark: markOf(customer) })) }
      return { customers: page, next: customers.length > limit ? next : null }
    },
    size: () => stats(index).customers,
    ready: () => filled,
    follow: () => alone(followOnce),
    refill: () => void fill().catch((error) => deps.log.error({ err: error }, 'the search index could not be filled')),
    save: () => {
      if (filled) writeSaved(deps, index, mark)
    },
    close: () => {
      closed = true
      if (filled) writeSaved(deps, index, mark)
      index = createIndex()
    },
  }
}

async function snapshotNow(db: Db<CustomerTables>): Promise<string> {
  const rows = await sql<{ snapshot: string }>`select pg_current_snapshot()::text as snapshot`.execute(db)
  return rows.rows[0]?.snapshot ?? ''
}

/**
 * Customers touched by transactions that are visible now and were not visible in the marked snapshot. (Batch numbers alone
 * would lose a transaction that took its number early and committed late.)
 */
async function changesSince(db: Db<CustomerTables>, mark: Mark): Promise<{ customers: number[]; snapshot: string }> {
  const rows = await sql<{ batch: number; customers: number[] | null; snapshot: string }>`
    with now as (select pg_current_snapshot() as s)
    select c.batch, case when 'derived' = any(c.what) then c.customers else '{}' end as customers, now.s::text as snapshot
    from now left join fact.change c on c.xid >= pg_snapshot_xmin(${mark.snapshot}::pg_snapshot) and not pg_visible_in_snapshot(c.xid, ${mark.snapshot}::pg_snapshot)`.execute(
    db,
  )
  const customers = new Set<number>()
  for (const row of rows.rows) {
    if (row.customers) for (const customer of row.customers) customers.add(Number(customer))
    else if (row.batch !== null) for (const customer of await customersOfBatch(db, row.batch)) customers.add(customer)
  }
  return { customers: [...customers], snapshot: rows.rows[0]?.snapshot ?? mark.snapshot }
}

async function customersOfBatch(db: Db<CustomerTables>, batch: number): Promise<number[]> {
  const rows = await sql<{ customer_id: number }>`select customer_id from fact.derived where batch = ${batch}`.execute(db)
  return rows.rows.map((r) => r.customer_id)
}

/** Opens what these customers are found by and puts it into the index; who is anonymous, merged away or erased leaves it. */
async function refresh(deps: Deps, index: SearchIndex, customers: readonly number[]): Promise<void> {
  const rows = await sql<{ customer_id: number; root: number; status: string }>`
    select c.customer_id, coalesce(c.merged_into, c.customer_id) as root, case when r.trashed_at is null then r.status else 'trashed' end as status from keep.customer c
    join keep.customer r on r.customer_id = coalesce(c.merged_into, c.customer_id) where c.customer_id = any(${[...customers]}::bigint[])`.execute(deps.db)
  const roots = [...new Set(rows.rows.filter((r) => r.status === 'known').map((r) => r.root))]
  const shown = new Set(roots)
  for (const customer of customers) if (!shown.has(customer)) remove(index, customer)
  const groups = await groupsOf(deps.db, roots)
  const searched = [...(await ownFields(deps.db)).values()].filter((f) => f.searched && !f.retired).map((f) => f.code)
  const [fields, identifiers, alone] = await Promise.all([
    openFieldsOf(deps, groups, [...nameFields, ...searched]),
    openIdentifiersOf(deps, groups),
    namesAlone(
      deps,
      [...groups.values()].filter((members) => members.length > 1),
    ),
  ])
  for (const customer of roots) {
    const held = fields.get(customer)
    const points = identifiers.get(customer) ?? []
    const valuesOf = (kind: string) => points.filter((p) => p.kind === kind && p.value).map((p) => p.value ?? '')
    put(index, {
      customer,
      names: nameFields.map((f) => held?.get(f)?.value ?? '').filter(Boolean),
      phones: valuesOf('phone'),
      emails: valuesOf('email'),
      other: [
        ...points.filter((p) => spoken.has(p.kind)).map((p) => p.value ?? ''),
        ...(alone.get(customer) ?? []),
        ...searched.map((f) => held?.get(f)?.value ?? ''),
      ],
      rank: deps.rankOf?.(customer),
    })
  }
}

/** What each of several ids of one person is called by itself: such a person is found by either name, whichever is shown. By root. */
async function namesAlone(deps: Deps, merged: readonly (readonly number[])[]): Promise<Map<number, string[]>> {
  if (merged.length === 0) return new Map()
  const fields = await openFieldsOf(deps, new Map(merged.flat().map((id) => [id, [id]])), nameFields)
  const namesOf = (id: number) => [...(fields.get(id)?.values() ?? [])].map((f) => f.value)
  return new Map(merged.map((members) => [members[0] ?? 0, [...new Set(members.flatMap(namesOf))]]))
}

function readSaved(deps: Deps): { index: SearchIndex; mark: Mark } | undefined {
  // Changes are kept for a week: a file from before may have missed some, an erasure among them.
  if (!existsSync(deps.file) || statSync(deps.file).mtimeMs < deps.now.getTime() - freshMs) return undefined
  const plain = unsealBytes(deps.keyring.own('search'), place, readFileSync(deps.file))
  if (!plain) return undefined
  const end = plain.indexOf(10)
  const index = unseal(plain.subarray(end + 1))
  return index ? { index, mark: { snapshot: plain.subarray(0, end).toString('latin1') } } : undefined
}

function writeSaved(deps: Deps, index: SearchIndex, mark: Mark): void {
  mkdirSync(dirname(deps.file), { recursive: true, mode: 0o700 })
  const half = `${deps.file}.new`
  const handle = openSync(half, 'w', 0o600)
  writeSync(handle, sealBytes(deps.keyring.own('search'), place, Buffer.concat([Buffer.from(`${mark.snapshot}\n`, 'latin1'), seal(index)])))
  fsyncSync(handle)
  closeSync(handle)
  renameSync(half, deps.file)
}
