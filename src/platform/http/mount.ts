import { createHash } from 'node:crypto'
import type { Hono } from 'hono'
import type { z } from 'zod'
import { AppError, assert, badInput } from '../errors.ts'
import type { Logger } from '../log.ts'
import type { AnyEndpoint, Endpoint, Who } from './contract.ts'
import { deepestJson, nestsTooDeep } from './json-depth.ts'
import { placeOfJsonError } from './json-place.ts'
import { checked, problemResponse } from './problem.ts'
import { unlessStalled } from './stalled.ts'
import { refuseUnknown } from './unknown-query.ts'

export type Call<C, P, Q, B> = {
  caller: C
  params: P
  query: Q
  body: B
  now: Date
  request: Request
}

export type Mounting<C> = {
  log: Logger
  now(): Date
  /** Says who calls, or throws unauthenticated/forbidden. Called before input is read. */
  authenticate(request: Request, who: Who, now: Date): Promise<C>
  bodyLimit?: number
}

type Output<O extends z.ZodType> = z.input<O> | Response

/**
 * Mounts one declared endpoint: caller first, then input against the schemas, then the handler, then the answer as JSON
 * (output is checked against its schema, so an undeclared field never leaves). A handler may give a Response itself.
 */
export function mount<C, P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, O extends z.ZodType>(
  app: Hono,
  on: Mounting<C>,
  declared: Endpoint<P, Q, B, O>,
  handle: (call: Call<C, z.output<P>, z.output<Q>, z.output<B>>) => Promise<Output<O>>,
): void {
  app.on(declared.method, declared.path, async (context) => {
    try {
      const now = on.now()
      const request = context.req.raw
      const caller = await on.authenticate(request, declared.who, now)
      refuseUnknown(declared, context.req.queries())
      const params = input(declared.params, context.req.param(), 'path')
      const query = input(declared.query, context.req.query(), 'query')
      const body = declared.body ? input(declared.body, await readJson(request, on.bodyLimit ?? 1_000_000), '') : undefined
      const output = await handle({ caller, params, query, body: body as z.output<B>, now, request })
      if (output instanceof Response) return output
      if (declared.status === 204) return new Response(null, { status: 204 })
      const text = JSON.stringify(outputOf(declared, output))
      return declared.method === 'GET' ? unlessSeen(request, text) : json(text, declared.status ?? 200)
    } catch (error) {
      return problemResponse(error, on.log)
    }
  })
}

const json = (text: string, status: number, etag?: string) =>
  new Response(text, { status, headers: { 'content-type': 'application/json', 'cache-control': 'no-store', ...(etag && { etag }) } })

/**
 * What is read has an entity tag made of what it says (RFC 9110 section 8.8.3), and who has it already is told just that (304,
 * section 13.1.2). Nothing is stored on the way: names must not lie in caches.
 */
function unlessSeen(request: Request, text: string): Response {
  const etag = `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`
  const known = (request.headers.get('if-none-match') ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''))
  if (!known.includes(etag) && !known.includes('*')) return json(text, 200, etag)
  return new Response(null, { status: 304, headers: { etag, 'cache-control': 'no-store' } })
}

/** An answer that does not keep its contract is our bug; thrown as it is, it would pass for the caller's bad input. */
function outputOf(declared: AnyEndpoint, output: unknown): unknown {
  const result = declared.output.safeParse(output)
  const place = result.error?.issues[0]?.path.join('.') ?? ''
  assert(result.success, `${declared.method} ${declared.path} answers what its contract does not declare${place ? `, at ${place}` : ''}`)
  return result.data
}

function input<S extends z.ZodType>(schema: S | undefined, value: unknown, root: string): z.output<S> {
  const said = schema ? checked(schema, value, root) : undefined
  const place = unkeepable(said, root)
  if (place !== undefined) throw badInput(`${place}: must not hold control characters`, place || undefined)
  return said as z.output<S>
}

/** Where a text stands that PostgreSQL cannot take, or that is another one once it was written as UTF-8: the names of an object too. */
function unkeepable(said: unknown, root: string): string | undefined {
  const rest = [{ value: said, place: root }]
  for (let one = rest.pop(); one; one = rest.pop()) {
    const { value, place } = one
    if (typeof value === 'string' && !isKeepable(value)) return place
    if (typeof value !== 'object' || value === null) continue
    for (const [name, each] of Object.entries(value)) {
      if (!isKeepable(name)) return place
      rest.push({ value: each, place: Array.isArray(value) ? `${place}[${name}]` : place ? `${place}.${name}` : name })
    }
  }
  return undefined
}

const isKeepable = (text: string) => !text.includes('\0') && text.isWellFormed()

/** A JSON body of at most `limit` bytes; says line and column where it stops being JSON. */
export async function readJson(request: Request, limit: number): Promise<unknown> {
  const bytes = await readBytes(request, limit)
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw badInput('The body is not valid UTF-8.', 'body')
  }
  return parseJson(text)
}

export function parseJson(text: string): unknown {
  if (text === '') throw badInput('The body is empty; JSON was expected.', 'body')
  if (nestsTooDeep(text)) throw badInput(`The body nests deeper than ${deepestJson} levels.`, 'body')
  try {
    return JSON.parse(text)
  } catch {
    const at = placeOfJsonError(text)
    throw badInput(at ? `The body is not JSON: it breaks at line ${at.line}, column ${at.column}.` : 'The body is not JSON.', 'body')
  }
}

/** Reads a body up to `limit` bytes; more is refused without reading on. */
export async function readBytes(request: Request, limit: number, patienceMs?: number): Promise<Uint8Array> {
  const declared = Number(request.headers.get('content-length') ?? 0)
  if (declared > limit) throw tooLarge(limit)
  if (!request.body) return new Uint8Array()
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of unlessStalled(request.body, patienceMs)) {
    size += part.byteLength
    if (size > limit) throw tooLarge(limit)
    parts.push(part)
  }
  return Buffer.concat(parts)
}

/** Reads what a form of a page sent, up to `limit` bytes; another kind of body is refused. */
export async function readForm(request: Request, limit: number): Promise<URLSearchParams> {
  if (!(request.headers.get('content-type') ?? '').startsWith('application/x-www-form-urlencoded')) throw badInput('The body is not that of a form.', 'body')
  return new URLSearchParams(Buffer.from(await readBytes(request, limit)).toString('utf8'))
}

function tooLarge(limit: number): AppError {
  return new AppError('too_large', `The body is larger than ${Math.floor(limit / 1000)} kB, which is the most this address takes.`)
}

export type Contract = Record<string, AnyEndpoint>
