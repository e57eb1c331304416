import type { IncomingMessage, ServerResponse } from 'node:http'
import { AppError, notFound } from '../../../platform/errors.ts'
import { isRecordPath } from '../contract.ts'
import type { MessageType } from '../segment/message.ts'
import { settingsOf } from '../segment/settings.ts'
import { answerJson, answerPreflight, answerProblem } from './answer.ts'
import type { RouteDeps } from './deps.ts'
import { takeInteractions } from './interactions.ts'
import { takeSegment } from './segment.ts'

type Handler = (deps: RouteDeps, request: IncomingMessage, response: ServerResponse) => Promise<void>

const segment =
  (type: MessageType | 'batch'): Handler =>
  (deps, request, response) =>
    takeSegment(deps, request, response, type)

/** Figures of the library about itself: not ours to keep. */
const discard: Handler = async (_deps, request, response) => {
  request.resume()
  answerJson(response, '{"success":true}')
}

const posts: { [path: string]: Handler } = {
  '/v1/interactions': takeInteractions,
  '/v1/batch': segment('batch'),
  '/v1/b': segment('batch'),
  '/v1/import': segment('batch'),
  '/v1/track': segment('track'),
  '/v1/t': segment('track'),
  '/v1/identify': segment('identify'),
  '/v1/i': segment('identify'),
  '/v1/page': segment('page'),
  '/v1/p': segment('page'),
  '/v1/screen': segment('screen'),
  '/v1/s': segment('screen'),
  '/v1/group': segment('group'),
  '/v1/g': segment('group'),
  '/v1/alias': segment('alias'),
  '/v1/a': segment('alias'),
  '/v1/m': discard,
}

/**
 * The listener for everything that records, straight on node:http: a framework's request and response objects cost as much
 * as the parsing. Gives false, untouched, for a path that is not its own. A 2xx is sent only after the commit.
 */
export function recordRoutes(deps: RouteDeps): (request: IncomingMessage, response: ServerResponse) => boolean {
  return (request, response) => {
    const url = request.url ?? ''
    const question = url.indexOf('?')
    const path = question < 0 ? url : url.slice(0, question)
    if (!isRecordPath(path)) return false
    if (request.method === 'OPTIONS') {
      answerPreflight(response)
      return true
    }
    answerOf(deps, request, response, path).catch((error: unknown) => answerProblem(request, response, error, deps.log))
    return true
  }
}

async function answerOf(deps: RouteDeps, request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
  const handler = posts[path]
  if (handler && request.method === 'POST') {
    deps.mayRecord?.()
    return handler(deps, request, response)
  }
  if (!handler && (request.method === 'GET' || request.method === 'HEAD')) return answerSettings(deps, request, response, path)
  throw new AppError('bad_input', handler ? 'This address takes POST.' : 'This address takes GET.')
}

async function answerSettings(deps: RouteDeps, request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
  const key = path.split('/')[3] ?? ''
  const known = await deps.apiKeyOf(key)
  if (known?.kind !== 'write') throw notFound()
  const url = new URL(deps.publicUrl ?? `${request.headers['x-forwarded-proto'] === 'https' ? 'https' : 'http'}://${request.headers.host ?? 'localhost'}`)
  answerJson(response, settingsOf(key, { protocol: url.protocol === 'https:' ? 'https' : 'http', apiHost: `${url.host}/v1` }))
}
