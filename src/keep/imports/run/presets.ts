import { type ByteSource, readTable, type TableForm } from '../../courier/index.ts'
import { contactReader } from '../contacts/contact.ts'
import { lookAtContacts, nothingSeen } from '../contacts/look.ts'
import { storeContacts } from '../contacts/store.ts'
import type { ImportDeps } from '../deps.ts'
import type { Plan } from '../mapping/plan.ts'
import { type Apart, apartFinder } from '../orders/apart.ts'
import { gatherOrders } from '../orders/gather.ts'
import { wholeNumber } from '../orders/head.ts'
import { lineReader } from '../orders/line.ts'
import { lookAtOrders, nobodyMet } from '../orders/look.ts'
import { storeOrders } from '../orders/store.ts'
import { listedReader } from '../people/person.ts'
import { lookAtListed, storeListed } from '../people/store.ts'
import { addressReader, counted, digestsOf, notListed, storeAddresses } from '../suppression/address.ts'
import { gatherRows } from './gather-rows.ts'
import type { Commit, Job, Looked } from './job.ts'
import type { Chunk, Cursor, Gathering } from './preset.ts'
import type { Tally } from './tally.ts'

/** What a preset does with one file. `look` counts what `store` would do. */
export type Work<T> = {
  gathering: Gathering<T>
  store(job: Job, chunk: Chunk<T>, commit: Commit): Promise<void>
  look(chunk: Chunk<T>): Promise<Looked>
  /** Of a dry run, once all chunks were looked at. */
  met(): Pick<Tally, 'customers_new' | 'customers_known'>
  rows: number | undefined
}

const enoughContacts = 1_000
const enoughAddresses = 5_000
const enoughListed = 2_000

/** What a first pass over a file found, for the run that follows a dry run: the latest one only. */
export type FirstPass = { key: string; apart: Apart } | undefined

export type PassAt = { plan: Plan; file: ByteSource; form: TableForm; cursor: Cursor; here: { lastPass: FirstPass }; passKey: string }

/** Sets up the preset of a plan for one pass over a file and hands it to `use`. */
export async function withPreset<R>(deps: ImportDeps, at: PassAt, use: <T>(work: Work<T>) => Promise<R>): Promise<R> {
  const { plan, cursor } = at
  switch (plan.mapping.preset) {
    case 'order-lines': {
      await deps.record.registry.prepare([], [''], deps.clock.now())
      const { here, passKey } = at
      const apart = here.lastPass?.key === passKey ? here.lastPass.apart : await findApart(deps, at)
      here.lastPass = { key: passKey, apart }
      const met = nobodyMet()
      return use({
        gathering: gatherOrders(
          plan,
          lineReader(plan, (code) => deps.record.registry.unit(code) !== undefined),
          apart,
          cursor,
        ),
        store: (job, chunk, commit) => storeOrders(deps, job, chunk, commit),
        look: (chunk) => lookAtOrders(deps, plan, chunk, met),
        met: () => ({ customers_new: met.fresh.size, customers_known: met.known.size }),
        rows: apart.rows,
      })
    }
    case 'contacts': {
      await deps.record.registry.prepare([], [''], deps.clock.now())
      const memory = nothingSeen()
      const { field: own, unit } = deps.record.registry
      return use({
        gathering: gatherRows(plan, cursor, enoughContacts, contactReader(plan, deps.clock.now(), { own, isUnit: (code) => unit(code) !== undefined })),
        store: (job, chunk, commit) => storeContacts(deps, job, chunk, commit),
        look: (chunk) => lookAtContacts(deps, plan, chunk, memory),
        met: () => ({ customers_new: 0, customers_known: memory.known.size }),
        rows: undefined,
      })
    }
    case 'suppression': {
      const seen = new Set<number>()
      return use({
        gathering: gatherRows(plan, cursor, enoughAddresses, addressReader(plan)),
        store: (job, chunk, commit) => storeAddresses(deps, job, chunk, commit),
        look: async (chunk) => {
          const first = digestsOf(deps, chunk.things).filter((l) => !seen.has(l.short))
          for (const { short } of first) seen.add(short)
          return { tally: counted(chunk, await notListed(deps, first)), rejects: chunk.rejects, parts: chunk.things }
        },
        met: () => ({ customers_new: 0, customers_known: 0 }),
        rows: undefined,
      })
    }
    case 'list': {
      const seen = new Set<number>()
      return use({
        gathering: gatherRows(plan, cursor, enoughListed, listedReader(plan)),
        store: (job, chunk, commit) => storeListed(deps, job, chunk, commit),
        look: (chunk) => lookAtListed(deps, chunk, seen),
        met: () => ({ customers_new: 0, customers_known: seen.size }),
        rows: undefined,
      })
    }
  }
}

/** The first pass: which orders have lines that stand apart. Only the column of the order's number is read. */
async function findApart(deps: ImportDeps, { plan, file, form }: PassAt): Promise<Apart> {
  const finder = apartFinder()
  const column = plan.columns[plan.at('order_id')] ?? 0
  for await (const { rows, lines, troubles } of readTable(deps.courier, file, { form, columns: [column], width: plan.header.names.length })) {
    for (let i = 0; i < rows.length; i++) {
      const line = lines[i] ?? 0
      if (line > plan.header.line) finder.see(wholeNumber(rows[i]?.[0] ?? ''), line)
    }
    for (const { line, cells } of troubles) if (line > plan.header.line) finder.lose(wholeNumber(cells[0] ?? ''), line)
  }
  return finder.done()
}
