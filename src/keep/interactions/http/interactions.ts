import type { IncomingMessage, ServerResponse } from 'node:http'
import { AppError, badInput } from '../../../platform/errors.ts'
import { checkInteraction } from '../check.ts'
import type { Outcome } from '../event.ts'
import { answerJson, answerProblem } from './answer.ts'
import { readBody } from './body.ts'
import { type Caller, callerOf, secretOf, sellerOf } from './caller.ts'
import type { RouteDeps } from './deps.ts'
import { type Accepted, accept, record, refusals } from './take.ts'

export const largestCall = { bytes: 4 * 1024 * 1024, events: 1_000 } as const

/**
 * POST /v1/interactions: a list of interactions, or `{ interactions: [...] }`, or one. The answer says of each what became
 * of it; when none could be taken it is a problem. With `?ids=true` a secret key also learns the ids.
 */
export async function takeInteractions(deps: RouteDeps, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const call = await acceptInteractions(deps, request)
  await answer(deps, request, response, call.caller, await record(deps, call))
}

async function acceptInteractions(deps: RouteDeps, request: IncomingMessage): Promise<Accepted> {
  const now = deps.clock.now()
  const secret = secretOf(request, undefined)
  const caller = (secret === undefined ? await sellerOf(deps, request) : undefined) ?? (await callerOf(deps, secret))
  const { bytes, json } = await readBody(request, largestCall.bytes)
  const { inputs, root } = listOf(json)
  if (inputs.length > largestCall.events) throw new AppError('too_large', `One call brings at most ${largestCall.events} interactions.`, { place: root })
  const header = request.headers['x-user-signature']
  const signature = typeof header === 'string' ? header : undefined
  const toEvent = (input: unknown, n: number) => {
    const event = checkInteraction(input, `${root}[${n}]`, caller.sender, signature)
    caller.mayRecord?.(event)
    return event
  }
  return accept(deps, request, caller, now, { body: bytes, inputs, toEvent })
}

function listOf(json: unknown): { inputs: readonly unknown[]; root: string } {
  if (Array.isArray(json)) return { inputs: json, root: 'interactions' }
  if (typeof json !== 'object' || json === null) throw badInput('The body must be a list of interactions.', 'body')
  if (!('interactions' in json)) return { inputs: [json], root: 'interactions' }
  if (!Array.isArray(json.interactions)) throw badInput('interactions: must be a list', 'interactions')
  return { inputs: json.interactions, root: 'interactions' }
}

async function answer(deps: RouteDeps, request: IncomingMessage, response: ServerResponse, caller: Caller, outcomes: readonly Outcome[]): Promise<void> {
  const refused = refusals(outcomes)
  const [first] = refused
  if (first && refused.length === outcomes.length) return answerProblem(request, response, badInput(first.detail, first.place), deps.log, refused)
  const withIds = caller.sender.trust === 'secret' && /[?&]ids=true/.test(request.url ?? '')
  const items = outcomes.map((o) => itemOf(deps, o, caller, withIds))
  const count = (status: string) => items.filter((i) => i.status === status).length
  answerJson(response, JSON.stringify({ recorded: count('recorded'), repeated: count('repeated'), refused: refused.length, items }))
}

/** A page's key learns neither who it wrote to nor whether anything was there before. */
function itemOf(deps: RouteDeps, outcome: Outcome, caller: Caller, withIds: boolean) {
  if (outcome.status === 'refused' || caller.sender.trust === 'public') return outcome.status === 'refused' ? outcome : { status: 'recorded' }
  const { status, moved } = outcome
  const ids = withIds ? { id: deps.ids.show('interaction', outcome.id), customer: deps.ids.show('customer', outcome.customer) } : {}
  return { status, ...ids, ...(moved > 0 ? { moved_to_content: moved } : {}) }
}
