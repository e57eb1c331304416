import { Hono } from 'hono'
import { problemResponse, readBytes } from '../../platform/http/index.ts'
import type { Logger } from '../../platform/log.ts'
import { type StopWish, stopByLink, stopPage, stoppedPage } from './link/stop.ts'
import { openWhy, whyPage } from './link/why.ts'
import type { Channels } from './open.ts'
import { languageOf } from './page.ts'

export type ChannelRoutesDeps = {
  channels: Channels
  log: Logger
  /** The installation is reached by https. */
  secure: boolean
}

/** The links of messages, on the keep's own listener. */
export function channelRoutes(deps: ChannelRoutesDeps): Hono {
  const app = new Hono()
  const { channels, log } = deps
  const guarded =
    (handle: (request: Request, parameter: string) => Promise<Response>) => async (c: { req: { raw: Request; param(name: string): string | undefined } }) => {
      try {
        return await handle(c.req.raw, c.req.param('key') ?? '')
      } catch (error) {
        return problemResponse(error, log)
      }
    }

  // GET answers HEAD too; neither looks the token up.
  app.get(
    '/u/:key',
    guarded(async (request) => stopPage(languageOf(request))),
  )
  app.post(
    '/u/:key',
    guarded(async (request, token) => {
      await stopByLink(channels.deps, token, await wishOf(request))
      return stoppedPage(languageOf(request))
    }),
  )
  app.get(
    '/m/:key',
    guarded(async (request) => whyPage(languageOf(request))),
  )
  app.post(
    '/m/:key',
    guarded((request, token) => openWhy(channels.deps, token, { request, language: languageOf(request), secure: deps.secure })),
  )
  return app
}

const mostBodyBytes = 10_000

/** What the form says; a mail client's own body means the channel. */
async function wishOf(request: Request): Promise<StopWish> {
  const body = new URLSearchParams(Buffer.from(await readBytes(request, mostBodyBytes)).toString('utf8'))
  const said = body.get('stop')
  return said === 'topic' || said === 'all' ? said : 'channel'
}
