import type { z } from 'zod'
import type { Endpoint } from '../../../src/platform/http/contract.ts'

/** Somebody with a browser: keeps cookies, follows nothing by itself, and says what the server said when it refused. */
export type Visitor = {
  url: string
  cookies: Map<string, string>
  fetch(path: string, init?: RequestInit): Promise<Response>
}

export function visitor(url: string): Visitor {
  const cookies = new Map<string, string>()
  return {
    url,
    cookies,
    async fetch(path, init = {}) {
      const headers = new Headers(init.headers)
      if (cookies.size > 0) headers.set('cookie', [...cookies].map(([name, value]) => `${name}=${value}`).join('; '))
      const response = await fetch(new URL(path, url), { redirect: 'manual', ...init, headers })
      for (const line of response.headers.getSetCookie()) keep(cookies, line)
      return response
    },
  }
}

function keep(cookies: Map<string, string>, line: string): void {
  const [pair = ''] = line.split(';')
  const at = pair.indexOf('=')
  const [name, value] = [pair.slice(0, at), pair.slice(at + 1)]
  if (value === '') cookies.delete(name)
  else cookies.set(name, value)
}

/** Calls a declared endpoint and gives what its contract promises; anything else is an error with the server's own sentence. */
export async function ask<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, O extends z.ZodType>(
  who: Visitor,
  endpoint: Endpoint<P, Q, B, O>,
  given: { params?: z.input<P>; query?: z.input<Q>; body?: z.input<B> } = {},
): Promise<z.output<O>> {
  const params = new Map(entries(given.params))
  const path = endpoint.path.replace(/:([a-z_]+)/g, (_, name: string) => encodeURIComponent(params.get(name) ?? ''))
  const query = new URLSearchParams(entries(given.query))
  const response = await who.fetch(query.size > 0 ? `${path}?${query}` : path, {
    method: endpoint.method,
    ...(given.body !== undefined && { body: JSON.stringify(given.body), headers: { 'content-type': 'application/json' } }),
  })
  if (!response.ok) throw new Error(`${endpoint.method} ${path}: ${response.status} ${await sentence(response)}`)
  return endpoint.output.parse(await response.json())
}

function entries(given: unknown): [string, string][] {
  return typeof given === 'object' && given !== null ? Object.entries(given).map(([name, value]) => [name, String(value)]) : []
}

/** What a problem (RFC 9457) says, or the beginning of whatever came instead. */
export async function sentence(response: Response): Promise<string> {
  const text = await response.text()
  try {
    const problem: unknown = JSON.parse(text)
    if (typeof problem === 'object' && problem !== null && 'detail' in problem && typeof problem.detail === 'string') return problem.detail
  } catch {
    // Not a problem document: the text itself has to do.
  }
  return text.slice(0, 200)
}
