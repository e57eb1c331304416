import type { IncomingMessage, ServerResponse } from 'node:http'
import { AppError, badInput } from '../../../platform/errors.ts'
import { fromMessage } from '../segment/event.ts'
import type { MessageType } from '../segment/message.ts'
import { ownFieldOf } from '../segment/traits.ts'
import { answerJson, answerProblem } from './answer.ts'
import { readBody } from './body.ts'
import { callerOf, secretOf } from './caller.ts'
import type { RouteDeps } from './deps.ts'
import { type Accepted, accept, record, refusals } from './take.ts'

/** Segment says 500 KB a batch and 32 KB an event; its libraries keep to that, so 1 MiB is room enough. */
export const largestSegmentCall = { bytes: 1024 * 1024, events: 2_500 } as const

const taken = JSON.stringify({ success: true })

/**
 * A call of Segment's API: one message, or a batch of them. 2xx: on disk. Its libraries send again what is answered 429 or
 * 5xx and drop what is answered 4xx, all of it; so a batch with some messages at fault is answered 200, with those listed
 * under `refused`, and 400 only when nothing in it could be taken.
 */
export async function takeSegment(deps: RouteDeps, request: IncomingMessage, response: ServerResponse, type: MessageType | 'batch'): Promise<void> {
  const outcomes = await record(deps, await acceptSegment(deps, request, type))
  const refused = refusals(outcomes)
  const [first] = refused
  if (!first) answerJson(response, taken)
  else if (refused.length < outcomes.length) answerJson(response, JSON.stringify({ success: true, refused }))
  else await answerProblem(request, response, badInput(first.detail, first.place), deps.log, refused)
}

async function acceptSegment(deps: RouteDeps, request: IncomingMessage, type: MessageType | 'batch'): Promise<Accepted> {
  const now = deps.clock.now()
  const { bytes, json } = await readBody(request, largestSegmentCall.bytes)
  const caller = await callerOf(deps, secretOf(request, json))
  if (typeof json !== 'object' || json === null || Array.isArray(json)) throw badInput('The body must be an object.', 'body')
  const inputs = type === 'batch' ? batchOf(json) : [{ ...json, type }]
  const header = request.headers['x-user-signature']
  const call = {
    sender: caller.sender,
    now,
    sentAt: 'sentAt' in json ? json.sentAt : undefined,
    signature: typeof header === 'string' ? header : undefined,
    currency: deps.currency ?? 'USD',
    ownField: ownFieldOf((code) => deps.recording.registry.field(code) !== undefined),
  }
  const toEvent = (input: unknown, n: number) => fromMessage(input, type === 'batch' ? `batch[${n}]` : '', call)
  return accept(deps, request, caller, now, { body: bytes, inputs, toEvent })
}

function batchOf(json: object): readonly unknown[] {
  const batch = 'batch' in json ? json.batch : undefined
  if (!Array.isArray(batch)) throw badInput('batch: must be a list of messages', 'batch')
  if (batch.length > largestSegmentCall.events)
    throw new AppError('too_large', `One call brings at most ${largestSegmentCall.events} messages.`, { place: 'batch' })
  return batch
}
