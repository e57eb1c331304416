// @ts-check
import { endpoints } from './generated/endpoints.js'

const tries = 4
const longestWaitMs = 60_000

/** A refusal, or no answer at all (status 0). */
export class RapportError extends Error {
  /** @param {number} status @param {{ detail?: string, place?: string, id?: string }} said */
  constructor(status, said) {
    super(said.detail ?? (status === 0 ? 'The server did not answer.' : `The server answered ${status}.`))
    this.name = 'RapportError'
    this.status = status
    this.detail = this.message
    this.place = said.place
    this.id = said.id
  }
}

/** @param {import('./index.d.ts').Options} options @returns {import('./index.d.ts').Rapport} */
export function connect({ url, key, fetch = globalThis.fetch, timeoutMs = 30_000 }) {
  const base = new URL(url.endsWith('/') ? url : `${url}/`)

  /** @param {readonly [string, string]} endpoint @param {import('./index.d.ts').AnyInput} input */
  async function call([method, path], input = {}) {
    const address = addressOf(base, path, input)
    const body = input.raw ?? (input.body === undefined ? undefined : JSON.stringify(input.body))
    const headers = {
      accept: 'application/json',
      authorization: `Bearer ${key}`,
      ...(input.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...input.headers,
    }
    for (let turn = 1; ; turn++) {
      const again = turn < tries && !(input.raw instanceof ReadableStream)
      const answer = await ask(address, { method, headers, body, signal: signalOf(input.signal) }, again && method !== 'POST')
      if (answer && (answer.ok || answer.status === 304)) return read(answer)
      const mayRepeat = again && (answer === undefined || answer.status === 429 || (answer.status === 503 && method !== 'POST'))
      if (!mayRepeat && answer) throw new RapportError(answer.status, await answer.json().catch(() => ({})))
      await answer?.body?.cancel()
      await pause(Number(answer?.headers.get('retry-after') ?? 0) * 1000 || 250 * 2 ** turn, input.signal)
    }
  }

  /** @param {AbortSignal | undefined} given */
  const signalOf = (given) => AbortSignal.any([AbortSignal.timeout(timeoutMs), ...(given ? [given] : [])])

  /**
   * Gives nothing when nobody answered and it may be asked again.
   * @param {URL} address @param {RequestInit} request @param {boolean} again
   */
  async function ask(address, request, again) {
    try {
      return await fetch(address, request)
    } catch (error) {
      const gaveUp = error instanceof DOMException && error.name === 'AbortError'
      if (gaveUp) throw error
      if (!again) throw new RapportError(0, {})
      return undefined
    }
  }

  /** @param {any} list @param {any} input */
  async function* each(list, input = {}) {
    /** @type {string | undefined} */
    let cursor
    do {
      /** @type {{ items: unknown[], next_cursor: string | null }} */
      const page = await list({ ...input, query: { ...input.query, ...(cursor === undefined ? {} : { cursor }) } })
      yield* page.items
      cursor = page.next_cursor ?? undefined
    } while (cursor !== undefined)
  }

  const slices = Object.entries(endpoints).map(([slice, calls]) => [
    slice,
    Object.fromEntries(Object.entries(calls).map(([name, endpoint]) => [name, (/** @type {any} */ input) => call(endpoint, input)])),
  ])
  return { ...Object.fromEntries(slices), each }
}

/** @param {URL} base @param {string} path @param {import('./index.d.ts').AnyInput} input */
function addressOf(base, path, { params = {}, query = {} }) {
  const filled = path.replaceAll(/:(\w+)/g, (_, name) => {
    if (params[name] === undefined) throw new TypeError(`params.${name} is missing`)
    return encodeURIComponent(String(params[name]))
  })
  const address = new URL(filled.slice(1), base)
  for (const [name, value] of Object.entries(query)) if (value !== undefined) address.searchParams.set(name, String(value))
  return address
}

/** @param {Response} answer */
async function read(answer) {
  if (answer.status === 204 || answer.status === 304) return undefined
  return (answer.headers.get('content-type') ?? '').includes('json') ? answer.json() : answer.text()
}

/** @param {number} ms @param {AbortSignal | undefined} signal */
function pause(ms, signal) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, Math.min(ms, longestWaitMs))
    signal?.addEventListener('abort', () => {
      clearTimeout(timer)
      reject(signal.reason)
    })
  })
}
