import { request as httpRequest } from 'node:http'
import { z } from 'zod'
import { AppError, statusOf } from '../../../platform/errors.ts'
import { type ImportView, importView } from '../contract.ts'

/** Sends a request to a keep, wherever it is, and gives the answer. */
export type Send = (method: string, path: string, body: AsyncIterable<Uint8Array> | string | undefined) => Promise<{ status: number; body: Buffer }>

/** The endpoints of imports as the command line uses them; a problem becomes an AppError with its sentence. */
export type Client = {
  upload(from: AsyncIterable<Uint8Array>, query: { [name: string]: string | undefined }): Promise<ImportView>
  map(id: string, mapping: unknown): Promise<ImportView>
  act(id: string, verb: 'dry-run' | 'run' | 'stop' | 'resume' | 'undo'): Promise<ImportView>
  get(id: string): Promise<ImportView>
  /** As it came: in the encoding of the uploaded file. */
  rejected(id: string): Promise<Buffer>
}

export function clientOf(send: Send): Client {
  const view = async (method: string, path: string, body?: AsyncIterable<Uint8Array> | string) =>
    importView.parse(JSON.parse((await good(send, method, path, body)).toString('utf8')))
  return {
    upload: (from, query) =>
      view('POST', `/v1/imports?${new URLSearchParams(Object.entries(query).flatMap(([k, v]) => (v === undefined ? [] : [[k, v]])))}`, from),
    map: (id, mapping) => view('PUT', `/v1/imports/${id}/mapping`, JSON.stringify(mapping)),
    act: (id, verb) => view('POST', `/v1/imports/${id}/${verb}`),
    get: (id) => view('GET', `/v1/imports/${id}`),
    rejected: (id) => good(send, 'GET', `/v1/imports/${id}/rejected.csv`),
  }
}

async function good(send: Send, method: string, path: string, body?: AsyncIterable<Uint8Array> | string): Promise<Buffer> {
  const answer = await send(method, path, body)
  if (answer.status < 400) return answer.body
  throw problemIn(answer.status, answer.body.toString('utf8'))
}

const problem = z.object({ detail: z.string(), place: z.string().optional() })
const codes = ['bad_input', 'unauthenticated', 'forbidden', 'not_found', 'conflict', 'too_large', 'too_many', 'unavailable'] as const

function problemIn(status: number, text: string): AppError {
  const code = codes.find((c) => statusOf[c] === status) ?? 'unavailable'
  const said = problem.safeParse(parsed(text))
  return new AppError(code, said.success ? said.data.detail : `The keep answered ${status}.`, { place: said.success ? said.data.place : undefined })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Over the keep's own socket; answers come in `language`. */
export function overSocket(socketPath: string, key: string, language: 'en' | 'ru' = 'en'): Send {
  return (method, path, body) =>
    new Promise((resolve, reject) => {
      const headers = {
        authorization: `Bearer ${key}`,
        host: 'localhost',
        'accept-language': language,
        ...(typeof body === 'string' ? { 'content-type': 'application/json' } : {}),
      }
      const request = httpRequest({ socketPath, method, path, headers }, (answer) => {
        const parts: Buffer[] = []
        answer.on('data', (part: Buffer) => parts.push(part))
        answer.once('end', () => resolve({ status: answer.statusCode ?? 502, body: Buffer.concat(parts) }))
        answer.once('error', reject)
      })
      request.once('error', reject)
      void write(request, body).catch(() => {})
    })
}

async function write(request: ReturnType<typeof httpRequest>, body: AsyncIterable<Uint8Array> | string | undefined): Promise<void> {
  if (typeof body === 'string') request.write(body)
  else if (body) {
    for await (const part of body) {
      if (!request.write(part)) await new Promise((resolve) => request.once('drain', resolve))
    }
  }
  request.end()
}

/** In this process. */
export function inProcess(fetch: (request: Request) => Response | Promise<Response>, key: string, language: 'en' | 'ru'): Send {
  return async (method, path, body) => {
    const headers = { authorization: `Bearer ${key}`, 'accept-language': language, ...(typeof body === 'string' ? { 'content-type': 'application/json' } : {}) }
    const answer = await fetch(new Request(`http://localhost${path}`, { method, headers, ...bodyOf(body) }))
    return { status: answer.status, body: Buffer.from(await answer.arrayBuffer()) }
  }
}

function bodyOf(body: AsyncIterable<Uint8Array> | string | undefined): RequestInit {
  if (body === undefined || typeof body === 'string') return body === undefined ? {} : { body }
  const pieces = body[Symbol.asyncIterator]()
  const stream = new ReadableStream<Uint8Array>({
    async pull(to) {
      const next = await pieces.next()
      if (next.done) to.close()
      else to.enqueue(next.value)
    },
  })
  const streamed = { body: stream, duplex: 'half' }
  return streamed
}
