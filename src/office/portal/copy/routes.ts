import { Hono } from 'hono'
import { pipes } from '../../../keep/door/contract.ts'
import { AppError } from '../../../platform/errors.ts'
import { askOnward, forChildHeader, mount, rateLimit, streamed } from '../../../platform/http/index.ts'
import type { Caller } from '../../caller.ts'
import type { House } from '../../house.ts'
import { readMyReceipts } from '../contract.ts'
import { mustBeWhole, own } from '../customer.ts'
import { makeMyCopy } from './contract.ts'
import { type CopySources, makeCopy } from './make.ts'

/**
 * Mounts the copy that customers take along. It is read through the portal's own endpoints (`mountAll` puts them onto an app of this one
 * caller) and through the keep's, with the caller's own cookie: it can hold nothing that they do not see.
 */
export function copyRoutes(house: House, mountAll: (house: House) => void): void {
  // Each takes the machine for seconds, and nobody needs a fourth within an hour.
  const copies = rateLimit({ perSecond: 1 / betweenS, burst: 3 })

  function spend(customer: string): void {
    try {
      copies.spend(customer, house.clock.monotonic())
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      throw new AppError('too_many', 'You have made three copies within the hour. Please make the next one a little later.', { retryAfterSeconds: betweenS })
    }
  }

  /** Whoever is asked first to show that it is them has made none yet. */
  async function begin(caller: Caller) {
    try {
      return await house.door.ask(caller.as, 'myBeginCopy', {})
    } catch (error) {
      copies.giveBack(String(own(caller)))
      throw error
    }
  }

  mount(house.app, house.on, makeMyCopy, async ({ caller, query: { language }, request, now }) => {
    mustBeWhole(caller)
    spend(String(own(caller)))
    const { company, url } = await begin(caller)
    const about = { company, url, at: now, language, guardian: caller.person.guardian }
    return streamed(makeCopy(sourcesOf(house, caller, request, mountAll), about), {
      'content-type': 'application/zip',
      'content-disposition': `attachment; filename="rapport-copy-${now.toISOString().slice(0, 10)}.zip"`,
      'cache-control': 'no-store',
    })
  })
}

const betweenS = 20 * 60

const notNow = () => new AppError('unavailable', 'Your copy could not be made just now. Please try again in a minute.')

function sourcesOf(house: House, caller: Caller, request: Request, mountAll: (house: House) => void): CopySources {
  const inside = new Hono()
  mountAll({ ...house, app: inside, on: { ...house.on, authenticate: async () => caller } })
  const child = request.headers.get(forChildHeader)
  const headers = { cookie: request.headers.get('cookie') ?? '', ...(child !== null && { [forChildHeader]: child }) }
  const fromKeep = async (path: string) => {
    const answer = await askOnward(house.keepHttp, { path, headers })
    if (answer.statusCode === 200) return answer
    answer.resume()
    throw notNow()
  }
  return {
    async read(path, query) {
      const asked = Object.keys(query).length > 0 ? `${path}?${new URLSearchParams(query)}` : path
      if (pipes('GET', asked)) {
        const pieces: Buffer[] = []
        for await (const piece of await fromKeep(asked)) pieces.push(piece)
        return JSON.parse(Buffer.concat(pieces).toString('utf8'))
      }
      const answer = await inside.request(asked)
      // No receipt is under a checkpoint yet: the copy says so, and lacks nothing else.
      if (answer.status === 503 && path === readMyReceipts.path) return undefined
      if (answer.status !== 200) throw notNow()
      return answer.json()
    },
    file: (id) => fromKeep(`/v1/my/files/${encodeURIComponent(id)}`),
    sign: (files) => house.door.ask(caller.as, 'mySignCopy', { files: [...files] }),
  }
}
