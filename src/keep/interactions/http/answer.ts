import type { IncomingMessage, ServerResponse } from 'node:http'
import { problemResponse, throwAwayRest } from '../../../platform/http/index.ts'
import type { Logger } from '../../../platform/log.ts'

// Pages of any site may call these paths: what they may do depends on the key, never on a cookie.
const cors = { 'access-control-allow-origin': '*', 'access-control-max-age': '86400', 'cache-control': 'no-store' } as const
const preflight = {
  ...cors,
  'access-control-allow-methods': 'GET, POST, OPTIONS',
  'access-control-allow-headers': 'authorization, content-type, content-encoding, idempotency-key, x-retry-count, x-user-signature',
} as const

export function answerPreflight(response: ServerResponse): void {
  response.writeHead(204, preflight).end()
}

export function answerJson(response: ServerResponse, body: string, status = 200): void {
  response.writeHead(status, { ...cors, 'content-type': 'application/json; charset=utf-8', 'content-length': Buffer.byteLength(body) })
  response.end(body)
}

export type Refusal = { place: string; detail: string }

/**
 * A problem (RFC 9457). `refused` lists the events at fault when none of a batch could be taken. A sender that is still
 * writing its body is heard out first, so that the answer reaches it.
 */
export async function answerProblem(
  request: IncomingMessage,
  response: ServerResponse,
  error: unknown,
  log: Logger,
  refused?: readonly Refusal[],
): Promise<void> {
  if (response.headersSent || response.destroyed) return
  const problem = problemResponse(error, log)
  const body = refused ? JSON.stringify({ ...(await problem.json()), refused }) : await problem.text()
  const headers: { [name: string]: string } = { ...Object.fromEntries(problem.headers), ...cors, 'content-length': String(Buffer.byteLength(body)) }
  await throwAwayRest(request)
  if (response.destroyed) return
  response.writeHead(problem.status, headers)
  response.end(body)
}
