import type { AnyEndpoint } from '../../src/platform/http/index.ts'
import type { As } from '../product.ts'
import { askers, type Cast } from './people.ts'
import { type Answered, nameOf, type Row } from './table.ts'
import type { Things } from './things.ts'

const atOnce = 6

/** Ends the session or signs in anew: whoever calls them is nobody, so that the others stay who they are. */
const isPublic = (endpoint: AnyEndpoint) => endpoint.who === 'public'

/** Calls these endpoints as each who is asked for, a few at a time, and says what became of each call. */
export async function askAll(
  cast: Cast,
  things: Things,
  endpoints: readonly AnyEndpoint[],
  asks: (name: string, asker: (typeof askers)[number]) => boolean,
): Promise<Row[]> {
  const rows = new Map<string, Row>(endpoints.map((endpoint) => [nameOf(endpoint), { endpoint: nameOf(endpoint), answers: {} }]))
  const calls = endpoints.flatMap((endpoint) =>
    askers.filter((asker) => (asker === 'nobody' || !isPublic(endpoint)) && asks(nameOf(endpoint), asker)).map((asker) => ({ endpoint, asker })),
  )
  // What is read is there still: whoever may remove it comes after all who look at it. Who stops looking through a colleague's eyes is
  // another asker from then on, so that comes last.
  const turn = ({ endpoint: { method, path } }: (typeof calls)[number]) => (method === 'GET' ? 0 : method === 'DELETE' && path === '/v1/session/seeing' ? 2 : 1)
  for (const now of [0, 1, 2]) {
    const some = calls.filter((call) => turn(call) === now)
    let next = 0
    const work = async () => {
      for (let call = some[next++]; call; call = some[next++]) {
        const row = rows.get(nameOf(call.endpoint))
        if (row) row.answers[call.asker] = await becameOf(cast, things, call.endpoint, cast.as[call.asker])
      }
    }
    await Promise.all(Array.from({ length: atOnce }, work))
  }
  return [...rows.values()]
}

async function becameOf(cast: Cast, { params, bodies, queries, apart }: Things, endpoint: AnyEndpoint, as: As): Promise<Answered> {
  const path = endpoint.path.replace(/:([a-z_]+)/g, (_, name: string) => apart[nameOf(endpoint)] ?? params[name] ?? 'none') + (queries[nameOf(endpoint)] ?? '')
  const body = endpoint.method === 'GET' ? undefined : (bodies[nameOf(endpoint)] ?? {})
  // An answer that goes on (events as they come) is told by its head.
  const ending = new AbortController()
  const response = await fetch(new URL(path, cast.product.url), {
    method: endpoint.method,
    redirect: 'manual',
    signal: ending.signal,
    headers: {
      origin: cast.product.url,
      ...(as.cookie ? { cookie: as.cookie } : {}),
      ...(as.key ? { authorization: `Bearer ${as.key}` } : {}),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const { status } = response
  ending.abort()
  // 503: let in, and the machine is busy.
  if (status >= 500 && status !== 503) throw new Error(`${nameOf(endpoint)} answers ${status}`)
  if (status === 429) throw new Error(`${nameOf(endpoint)}: the test asks faster than the house allows`)
  return status === 401 ? '!' : status === 403 ? '-' : '+'
}
