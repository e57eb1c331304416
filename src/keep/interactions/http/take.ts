import type { IncomingMessage } from 'node:http'
import { AppError } from '../../../platform/errors.ts'
import type { CheckedInteraction, Outcome } from '../event.ts'
import { merged, prepareAll } from '../record/record.ts'
import type { Caller } from './caller.ts'
import type { RouteDeps } from './deps.ts'
import { underKey } from './idempotency.ts'

/** What one call brought, and how one of its parts becomes an event (throws bad input with the place in it). */
export type Brought = { body: Buffer; inputs: readonly unknown[]; toEvent(input: unknown, n: number): CheckedInteraction }

/**
 * Checks every part, joins those that are well into the next transaction, and gives the outcome of each in order once they
 * are on disk. A part that is not well is refused by itself.
 */
export async function take(deps: RouteDeps, request: IncomingMessage, caller: Caller, now: Date, brought: Brought): Promise<Outcome[]> {
  const events: CheckedInteraction[] = []
  const checked = brought.inputs.map((input, n): Outcome | undefined => {
    try {
      events.push(brought.toEvent(input, n))
      return undefined
    } catch (error) {
      if (error instanceof AppError) return { status: 'refused', place: error.place ?? '', detail: error.message }
      throw error
    }
  })
  const keyed = await underKey(deps.recording, request, brought.body, events, { source: caller.origin.source, now })
  const { ready, outcomes } = await prepareAll(deps.recording, keyed.events, caller.origin, now)
  const stored = ready.length > 0 ? await deps.queue.join({ ready, bytes: brought.body.length, now, alongside: keyed.alongside }) : []
  return merged(checked, merged(outcomes, stored))
}

export const refusals = (outcomes: readonly Outcome[]) => outcomes.flatMap((o) => (o.status === 'refused' ? [{ place: o.place, detail: o.detail }] : []))
