import type { z } from 'zod'
import type { Endpoint } from '../../src/platform/http/contract.ts'
import { askAgain } from './again.ts'
import { doubtReach, noteReach } from './reach.ts'

// A client of one declared endpoint at a time. There is no type of the whole API, on purpose: it would take minutes to check.

/** What the server says when it says no: RFC 9457, one sentence, and an id to quote. */
export class ApiProblem extends Error {
  readonly status: number
  readonly detail: string
  readonly place: string | undefined
  readonly id: string | undefined
  /** The whole answer, for whoever knows of a member that not every problem has. */
  readonly said: unknown
  constructor(status: number, detail: string, place?: string, id?: string, said?: unknown) {
    super(detail)
    this.status = status
    this.detail = detail
    this.place = place
    this.id = id
    this.said = said
  }

  /** A problem as it came in the body of an answer. */
  static from(status: number, said: unknown): ApiProblem {
    return new ApiProblem(status, text(said, 'detail') ?? '', text(said, 'place'), text(said, 'id'), said)
  }
}

/** What the operator finds a fault by; a refusal says all there is to say by itself. */
export const idOf = (error: unknown): string | undefined => (error instanceof ApiProblem && error.status >= 500 ? error.id : undefined)

/** The server was not reached: nobody knows whether anything was done. */
export const isAway = (error: unknown): boolean => error instanceof ApiProblem && error.status === 0

let beside: (path: string) => Record<string, string> = () => ({})

/** What is sent with each call to such a path, by whoever does not ask as themselves. */
export function sayBeside(headers: (path: string) => Record<string, string>): void {
  beside = headers
}

type Given<S extends z.ZodType> = z.input<S> extends undefined ? undefined : z.input<S>
export type Input<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType> = {
  params?: Given<P>
  query?: Given<Q>
  body?: Given<B>
  /** Conditions such as if-match. */
  headers?: Record<string, string>
  signal?: AbortSignal
  /** The page asks by itself, and nobody does anything: no reason to let the session last longer. */
  still?: true
  /** Asked as themselves, also on a page where one acts for a child. */
  self?: true
  /** To be sent although the page is being closed. */
  keepalive?: true
}

/**
 * Calls an endpoint. Gives its declared output, or throws ApiProblem; status 0 means that the server was not reached. Where the server
 * wants to know once more who it is, the person is asked and the call is made again.
 */
export async function call<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, O extends z.ZodType>(
  declared: Endpoint<P, Q, B, O>,
  input: Input<P, Q, B> = {},
): Promise<z.output<O>> {
  try {
    return await once(declared, input)
  } catch (error) {
    const again = error instanceof ApiProblem && error.status === 403 && error.place === 'confirm'
    if (!again || !(await askAgain())) throw error
    return once(declared, input)
  }
}

async function once<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, O extends z.ZodType>(
  declared: Endpoint<P, Q, B, O>,
  input: Input<P, Q, B> = {},
): Promise<z.output<O>> {
  const response = await send(addressOf(declared.path, input.params, input.query), {
    method: declared.method,
    credentials: 'same-origin',
    headers: {
      accept: 'application/json',
      'accept-language': document.documentElement.lang,
      ...(input.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(input.still ? { 'x-still': '1' } : {}),
      ...(input.self ? {} : beside(declared.path)),
      ...input.headers,
    },
    ...(input.keepalive ? { keepalive: true } : {}),
    ...(input.body === undefined ? {} : { body: JSON.stringify(input.body) }),
    ...(input.signal ? { signal: input.signal } : {}),
  })
  return read(response, declared.output)
}

/** How long an answer to a look may not even begin: a connection that died without a word would keep the page waiting for minutes. */
/** Calls an endpoint that answers with a file; gives its bytes, or throws ApiProblem as `call` does. */
export async function callForFile<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, O extends z.ZodType>(
  declared: Endpoint<P, Q, B, O>,
  { params, query }: Pick<Input<P, Q, B>, 'params' | 'query'> = {},
): Promise<Blob> {
  const response = await send(addressOf(declared.path, params, query), {
    method: declared.method,
    headers: { 'accept-language': document.documentElement.lang, ...beside(declared.path) },
  })
  if (!response.ok) throw ApiProblem.from(response.status, await response.json().catch(() => null))
  return unbroken(() => response.blob())
}

const silenceMs = 20_000

async function send(address: string, request: RequestInit): Promise<Response> {
  const silence = new AbortController()
  // A look can be asked for again; of a write nobody knows then whether it was done.
  const timer = request.method === 'GET' ? setTimeout(() => silence.abort(), silenceMs) : undefined
  try {
    const answer = await fetch(address, { ...request, signal: AbortSignal.any([silence.signal, ...(request.signal ? [request.signal] : [])]) })
    noteReach()
    return answer
  } catch (error) {
    if (request.signal?.aborted) throw error
    doubtReach()
    throw new ApiProblem(0, '')
  } finally {
    clearTimeout(timer)
  }
}

async function read<O extends z.ZodType>(response: Response, output: O): Promise<z.output<O>> {
  if (!response.ok) throw ApiProblem.from(response.status, await response.json().catch(() => null))
  return output.parse(response.status === 204 ? undefined : await bodyOf(response))
}

const bodyOf = (response: Response): Promise<unknown> => unbroken(() => response.json())

async function unbroken<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read()
  } catch (error) {
    // The connection broke in the middle of an answer.
    if (!(error instanceof TypeError)) throw error
    doubtReach()
    throw new ApiProblem(0, '')
  }
}

function text(said: unknown, key: string): string | undefined {
  if (typeof said !== 'object' || said === null) return undefined
  const value: unknown = Reflect.get(said, key)
  return typeof value === 'string' ? value : undefined
}

function addressOf(path: string, params: unknown, query: unknown): string {
  const filled = path.replaceAll(/:(\w+)/g, (_all, name: string) => encodeURIComponent(String(entry(params, name))))
  const search = new URLSearchParams()
  if (typeof query === 'object' && query !== null) {
    for (const [key, value] of Object.entries(query)) {
      if (value !== undefined && value !== null && value !== '') search.set(key, String(value))
    }
  }
  return search.size > 0 ? `${filled}?${search}` : filled
}

function entry(from: unknown, key: string): unknown {
  return typeof from === 'object' && from !== null ? Reflect.get(from, key) : ''
}
