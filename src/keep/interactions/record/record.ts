import { AppError } from '../../../platform/errors.ts'
import type { CheckedInteraction, Outcome, Trust } from '../event.ts'
import type { RecordDeps } from './deps.ts'
import { type Origin, prepare, type Ready } from './prepare.ts'
import type { NamedProducts } from './products.ts'
import { type Alongside, storeBatch } from './store.ts'

export type RecordOptions = {
  now: Date
  source: string
  trust: Trust
  /** Unit that the sender speaks for, when an event names none. */
  unit?: string | undefined
  importId?: number | undefined
  /** Written in the same transaction, such as how far an import has come. */
  alongside?: Alongside | undefined
  /** What this sender named in its earlier batches, for one that sends many. */
  products?: NamedProducts | undefined
}

/** The most events one call may bring. */
export const largestBatch = 20_000

/**
 * Records events in one durable transaction, in their order, and gives the outcome of each: recorded, repeated (the same
 * source and id was here before) or refused with a sentence and a place. Throws `unavailable` when nothing was stored.
 */
export async function recordBatch(deps: RecordDeps, events: readonly CheckedInteraction[], options: RecordOptions): Promise<Outcome[]> {
  if (events.length > largestBatch) throw new AppError('too_large', `One call records at most ${largestBatch} events.`)
  const { ready, outcomes } = await prepareAll(deps, events, options, options.now)
  const stored = await storeBatch(deps, ready, options)
  return merged(outcomes, stored)
}

/** Prepares what can be; `outcomes` holds the refusals at their places and leaves the rest open. */
export async function prepareAll(
  deps: RecordDeps,
  events: readonly CheckedInteraction[],
  origin: Origin,
  now: Date,
): Promise<{ ready: Ready[]; outcomes: (Outcome | undefined)[] }> {
  await makeReady(deps, events, origin, now)
  const with_ = { digest: deps.keyring.digestText, registry: deps.registry }
  const ready: Ready[] = []
  const outcomes = events.map((event): Outcome | undefined => {
    try {
      ready.push(prepare(event, origin, with_))
      return undefined
    } catch (error) {
      if (error instanceof AppError) return { status: 'refused', place: error.place ?? event.place, detail: error.message }
      throw error
    }
  })
  return { ready, outcomes }
}

/** Kinds and units that are not known yet are looked for (and kinds added) before any event is sorted by them. */
async function makeReady(deps: RecordDeps, events: readonly CheckedInteraction[], origin: Origin, now: Date): Promise<void> {
  const kinds = new Map<string, { code: string; title: string; trust: Trust }>()
  const units = new Set<string>()
  for (const event of events) {
    if (!deps.registry.kind(event.kind)) kinds.set(event.kind, { code: event.kind, title: event.title ?? event.kind, trust: origin.trust })
    const unit = event.unit ?? origin.unit
    if (unit !== undefined) units.add(unit)
  }
  await deps.registry.prepare([...kinds.values()], [...units], now)
}

/** The stored outcomes in the gaps that the refusals left. */
export function merged(outcomes: readonly (Outcome | undefined)[], stored: readonly Outcome[]): Outcome[] {
  let next = 0
  return outcomes.map((refused) => refused ?? stored[next++] ?? { status: 'refused', place: '', detail: 'This event was not stored.' })
}
