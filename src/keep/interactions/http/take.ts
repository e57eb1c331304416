import type { IncomingMessage } from 'node:http'
import { AppError } from '../../../platform/errors.ts'
import type { CheckedInteraction, Outcome } from '../event.ts'
import type { Ready } from '../record/prepare.ts'
import { merged, prepareAll } from '../record/record.ts'
import type { Caller } from './caller.ts'
import type { RouteDeps } from './deps.ts'
import { type Claim, underKey } from './idempotency.ts'

/** What one call brought, and how one of its parts becomes an event (throws bad input with the place in it). */
export type Brought = { body: Buffer; inputs: readonly unknown[]; toEvent(input: unknown, n: number): CheckedInteraction }

/** A call that is ready to be written. Nothing of the body as it came hangs on this: many calls wait at a time. */
export type Accepted = {
  caller: Caller
  now: Date
  bytes: number
  ready: Ready[]
  /** Of each part in order: refused already, or open. */
  outcomes: (Outcome | undefined)[]
  claim: Claim | undefined
}

/** Checks every part and prepares those that are well. A part that is not well is refused by itself. */
export async function accept(deps: RouteDeps, request: IncomingMessage, caller: Caller, now: Date, brought: Brought): Promise<Accepted> {
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
  return { caller, now, bytes: brought.body.length, ready, outcomes: filled(checked, outcomes), claim: keyed.claim }
}

/** Joins an accepted call into the next transaction; gives the outcome of each part, in order, once they are on disk. */
export async function record(deps: RouteDeps, call: Accepted): Promise<Outcome[]> {
  const { ready, bytes, now, claim } = call
  if (ready.length === 0) return merged(call.outcomes, [])
  await claim?.()
  return merged(call.outcomes, await deps.queue.join({ ready, bytes, now }))
}

function filled(outcomes: readonly (Outcome | undefined)[], open: readonly (Outcome | undefined)[]): (Outcome | undefined)[] {
  let next = 0
  return outcomes.map((outcome) => outcome ?? open[next++])
}

export const refusals = (outcomes: readonly Outcome[]) => outcomes.flatMap((o) => (o.status === 'refused' ? [{ place: o.place, detail: o.detail }] : []))
