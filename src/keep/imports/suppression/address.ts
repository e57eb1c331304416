import { byteaArray, inTransaction, sql } from '../../../platform/db/index.ts'
import { normaliseIdentifier } from '../../customers/index.ts'
import { suppress } from '../../terms/index.ts'
import type { ImportDeps } from '../deps.ts'
import type { Plan } from '../mapping/plan.ts'
import type { RowReader } from '../run/gather-rows.ts'
import type { Commit, Job } from '../run/job.ts'
import type { Chunk, Left, Reject } from '../run/preset.ts'
import { remark, type Tally } from '../run/tally.ts'

/** One row of a suppression list: addresses that must never be written to, whoever they belong to. */
export type Addresses = {
  line: number
  addresses: { kind: 'email' | 'phone'; value: string }[]
  /** Cells that are no address. The others of the row are listed all the same. */
  left: Left[]
  /** Addresses of a line that was rejected, and is counted as rejected. */
  salvaged: boolean
}

/** A suppression is never lost because of another cell, nor because its line has a cell too many. */
export function addressReader(plan: Plan): RowReader<Addresses> {
  const places = [
    ...plan.all('address').map((i) => ({ i, kind: undefined })),
    ...plan.all('email').map((i) => ({ i, kind: 'email' as const })),
    ...plan.all('phone').map((i) => ({ i, kind: 'phone' as const })),
  ]

  function read(line: number, cells: readonly string[]): Addresses | Reject {
    const addresses: Addresses['addresses'] = []
    const left: Left[] = []
    for (const { i, kind: said } of places) {
      const text = (cells[i] ?? '').trim()
      if (text === '') continue
      const kind = said ?? (text.includes('@') ? 'email' : 'phone')
      const normal = normaliseIdentifier(kind, text, plan.mapping.country)
      if ('problem' in normal) left.push({ reason: kind === 'email' ? 'bad_email' : 'bad_phone', detail: plan.names[i] ?? '' })
      else addresses.push({ kind, value: normal.value })
    }
    if (addresses.length > 0) return { line, addresses, left, salvaged: false }
    return { line, ...(left[0] ?? { reason: 'nobody', detail: '' }) }
  }

  function salvage(line: number, cells: readonly string[]): Addresses | undefined {
    const got = read(line, cells)
    return 'reason' in got ? undefined : { ...got, left: [], salvaged: true }
  }

  return { read, salvage }
}

/** By digest only: the list works for people who are not here yet, and names nobody. */
export async function storeAddresses(deps: ImportDeps, job: Job, chunk: Chunk<Addresses>, commit: Commit): Promise<void> {
  const listed = digestsOf(deps, chunk.things)
  await inTransaction(deps.db, async (tx) => {
    const isNew = await notListed(deps, listed, tx)
    await suppress(
      tx.$pickTables(),
      listed.map(({ kind, digest }) => ({ kind, digest, reason: 'import' as const, importId: job.id })),
      { actor: job.by, now: deps.clock.now() },
    )
    await commit(tx.$pickTables(), { tally: counted(chunk, isNew), rejects: chunk.rejects, parts: chunk.things, cursor: chunk.cursor })
  })
}

/** `short`: 48 bits of the digest, to remember many by. */
type Listed = { kind: 'email' | 'phone'; digest: Buffer; short: number; line: number }

/** Each address once, with the line that brought it. */
export function digestsOf(deps: Pick<ImportDeps, 'keyring'>, rows: readonly Addresses[]): Listed[] {
  const out = new Map<string, Listed>()
  for (const { line, addresses } of rows) {
    for (const { kind, value } of addresses) {
      const digest = deps.keyring.digest(kind, value)
      const key = digest.toString('latin1')
      if (!out.has(key)) out.set(key, { kind, digest, short: digest.readUIntBE(0, 6), line })
    }
  }
  return [...out.values()]
}

/** Lines that bring an address which is not on the list yet. */
export async function notListed(deps: Pick<ImportDeps, 'db'>, listed: readonly Listed[], tx: ImportDeps['db'] = deps.db): Promise<Set<number>> {
  const known = await sql<{ n: number }>`
    select q.n from unnest(${listed.map((l) => l.kind)}::text[], ${byteaArray(listed.map((l) => l.digest))}::bytea[]) with ordinality q(kind, digest, n)
    join keep.suppression s on s.kind = q.kind and s.digest = q.digest`.execute(tx)
  const there = new Set(known.rows.map((r) => r.n - 1))
  return new Set(listed.flatMap((l, i) => (there.has(i) ? [] : [l.line])))
}

export function counted(chunk: Chunk<Addresses>, isNew: ReadonlySet<number>): Tally {
  const tally: Tally = { ...chunk.tally, remarks: { ...chunk.tally.remarks } }
  for (const { line, left, salvaged } of chunk.things) {
    for (const { detail } of left) remark(tally, detail)
    if (!salvaged) tally[isNew.has(line) ? 'recorded' : 'repeated'] += 1
  }
  return tally
}
