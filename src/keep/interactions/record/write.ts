import { type CopyValue, copyRows, type Tx } from '../../../platform/db/index.ts'
import { assert } from '../../../platform/errors.ts'
import { interactionId } from '../../../platform/ids/index.ts'
import { contentPlace } from '../../customers/index.ts'
import { sealText } from '../../keyring/index.ts'
import type { Outcome } from '../event.ts'
import type { Profile } from '../identity/graph.ts'
import type { RecordTables } from '../tables.ts'
import { writeChange } from './change.ts'
import { beginBatch, type RecordDeps } from './deps.ts'
import { writeDerived } from './derived.ts'
import { detailsOf, writeDetails } from './details.ts'
import { writePeople } from './people.ts'
import type { Ready } from './prepare.ts'
import { type NamedProducts, writeProducts } from './products.ts'
import { type SeenBefore, seenBefore, settle } from './resolve.ts'
import { contentColumns, interactionColumns, itemColumns, seenColumns } from './rows.ts'
import type { Turn } from './turns.ts'

/** An event on its way to the tables: whose it is and which id it got. */
type Placed = { event: Ready; target: Profile; id: number }

/** `products`: what the sender named in batches before this one. */
export type WriteAt = { now: Date; products?: NamedProducts | undefined }

/**
 * Writes one joined batch inside `tx` and gives the outcome of each event, in order. What a batch costs is a fixed number
 * of statements, however many events it holds.
 */
export async function writeBatch(deps: RecordDeps, tx: Tx<RecordTables>, turn: Turn, events: readonly Ready[], at: WriteAt): Promise<Outcome[]> {
  const { now } = at
  if (at.products) at.products.pending = [] // what a try before this one would have named
  const batch = await beginBatch(tx)
  const { first, targets, settled } = await resolve(deps, tx, turn, events)
  newcomersOnly(first.fresh, targets)
  const details = detailsOf(first.fresh, targets)
  const changed = await writePeople(deps, tx, settled, details, now)
  const placed = await place(deps, first.fresh, targets)
  await writeSeen(tx, placed)
  const made = new Set(settled.fresh.map((p) => p.id))
  for (const id of await writeDetails(deps, tx, details, now)) if (!made.has(id)) changed.add(id)
  const what = await writeFacts(deps, tx, placed, { batch, products: at.products })
  await writeDerived(deps, tx, { settled, details, changed }, now)
  if (what.length > 0) await writeChange(tx, { batch, now, what, customers: placed.map((p) => p.target.id) })
  return outcomes(events, first.repeats, first.fresh, placed)
}

/** Thrown when what was entered by hand leads to somebody known: nothing of the batch is stored, and they stay as they are. */
export class KnownAlready extends Error {
  override name = 'KnownAlready'
  readonly customer: number
  constructor(customer: number) {
    super('This customer is known already.')
    this.customer = customer
  }
}

function newcomersOnly(events: readonly Ready[], targets: readonly Profile[]): void {
  for (const [i, event] of events.entries()) {
    const target = targets[i]
    if (event.entry && target && !target.fresh && target.status !== 'erased') throw new KnownAlready(target.id)
  }
}

/** What is new in a batch and whose it is, once no other transaction of this process is making the same. */
async function resolve(deps: RecordDeps, tx: Tx<RecordTables>, turn: Turn, events: readonly Ready[]) {
  for (;;) {
    turn.look()
    const first = firstOfEach(events, await seenBefore(tx, events))
    const { targets, settled } = await settle(tx, first.fresh, deps.keyring)
    const other = turn.hold([...first.fresh.flatMap((e) => e.seen ?? []), ...settled.pointers.map((p) => p.key)])
    if (!other) return { first, targets, settled }
    await other
  }
}

/** The same source and id, whether in the store or earlier in this batch, is one row. */
function firstOfEach(events: readonly Ready[], before: Map<string, SeenBefore>): { fresh: Ready[]; repeats: Map<Ready, SeenBefore | Ready> } {
  const fresh: Ready[] = []
  const repeats = new Map<Ready, SeenBefore | Ready>()
  const here = new Map<string, Ready>()
  for (const event of events) {
    const earlier = event.seen && (before.get(event.seen) ?? here.get(event.seen))
    if (earlier) repeats.set(event, earlier)
    else {
      fresh.push(event)
      if (event.seen) here.set(event.seen, event)
    }
  }
  return { fresh, repeats }
}

async function place(deps: RecordDeps, events: readonly Ready[], targets: readonly Profile[]): Promise<Placed[]> {
  const living = events.flatMap((event, i) => {
    const target = targets[i]
    assert(target, 'an event without a profile')
    return target.status === 'erased' ? [] : [{ event, target }]
  })
  const numbers = living.length > 0 ? await deps.rowIds.next(living.length) : []
  const placed = living.map((one, i) => ({ ...one, id: interactionId(new Date(one.event.at), numbers[i] ?? 0) }))
  return placed.sort((a, b) => a.target.id - b.target.id || a.id - b.id)
}

async function writeSeen(tx: Tx<RecordTables>, placed: readonly Placed[]): Promise<void> {
  const rows: [seen: string, ...CopyValue[]][] = []
  for (const { event, target, id } of placed) if (event.seen) rows.push([event.seen, target.id, id, event.from.importId])
  if (rows.length === 0) return
  rows.sort(([a], [b]) => (a < b ? -1 : 1))
  await copyRows(tx, 'keep.seen', seenColumns, rows)
}

async function writeFacts(
  deps: RecordDeps,
  tx: Tx<RecordTables>,
  placed: readonly Placed[],
  at: { batch: number; products: NamedProducts | undefined },
): Promise<string[]> {
  const { batch } = at
  if (placed.length === 0) return []
  await writeContent(deps, tx, placed)
  await copyRows(tx, 'fact.interaction', interactionColumns, factRows(placed, batch))
  const lines = placed.some((p) => p.event.items.length > 0)
  if (lines) await copyRows(tx, 'fact.interaction_item', itemColumns, itemRows(placed, batch))
  const products =
    lines &&
    (await writeProducts(
      tx,
      placed.map((p) => p.event),
      batch,
      at.products,
    ))
  return ['interaction', ...(lines ? ['interaction_item'] : []), ...(products ? ['product'] : [])]
}

function* factRows(placed: readonly Placed[], batch: number): Iterable<CopyValue[]> {
  for (const { event: e, target, id } of placed) {
    yield [
      target.id,
      id,
      batch,
      e.at,
      e.kind,
      e.channel,
      e.direction,
      e.source,
      e.unit,
      e.amount,
      e.currency,
      e.duration,
      e.outcome,
      e.attrs,
      e.sealed,
      e.from.importId,
    ]
  }
}

function* itemRows(placed: readonly Placed[], batch: number): Iterable<CopyValue[]> {
  for (const { event, target, id } of placed) {
    for (const [line, item] of event.items.entries()) yield [target.id, id, line + 1, batch, item.sku, item.quantity, item.price_minor, item.amount_minor]
  }
}

async function writeContent(deps: RecordDeps, tx: Tx<RecordTables>, placed: readonly Placed[]): Promise<void> {
  const worded = placed.filter((p) => p.event.content !== undefined)
  if (worded.length === 0) return
  const categoryOf = (p: Placed) => (p.event.sealed ? 'sensitive' : 'content')
  const ownersOf = (category: 'content' | 'sensitive') => [...new Set(worded.filter((p) => categoryOf(p) === category).map((p) => p.target.id))]
  const keys = {
    content: await deps.keyring.keysFor(ownersOf('content'), 'content'),
    sensitive: await deps.keyring.keysFor(ownersOf('sensitive'), 'sensitive'),
  }
  function* rows(): Iterable<CopyValue[]> {
    for (const p of worded) {
      const category = categoryOf(p)
      const key = keys[category].get(p.target.id)
      assert(key, 'a customer without a content key')
      yield [p.target.id, 'interaction', p.id, category, sealText(key, contentPlace(p.target.id, 'interaction', p.id), p.event.content ?? '')]
    }
  }
  await copyRows(tx, 'keep.content', contentColumns, rows())
}

function outcomes(events: readonly Ready[], repeats: Map<Ready, SeenBefore | Ready>, fresh: readonly Ready[], placed: readonly Placed[]): Outcome[] {
  const byEvent = new Map(placed.map((p) => [p.event, p]))
  const recorded = (event: Ready, status: 'recorded' | 'repeated'): Outcome => {
    const p = byEvent.get(event)
    return p
      ? { status, customer: p.target.id, id: p.id, moved: event.moved }
      : { status: 'refused', place: event.place, detail: 'There is no such customer, or they were erased; nothing about them is recorded.' }
  }
  assert(byEvent.size <= fresh.length, 'more events placed than there were')
  return events.map((event) => {
    const earlier = repeats.get(event)
    if (!earlier) return recorded(event, 'recorded')
    if ('keyed' in earlier) return recorded(earlier, 'repeated')
    return { status: 'repeated', customer: earlier.customer, id: earlier.id, moved: 0 }
  })
}
