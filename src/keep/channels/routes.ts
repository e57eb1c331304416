import { Hono } from 'hono'
import type { Clock } from '../../platform/clock.ts'
import { sql } from '../../platform/db/index.ts'
import { AppError, notFound } from '../../platform/errors.ts'
import { type Mounting, mount, problemResponse, readBytes } from '../../platform/http/index.ts'
import type { Opaque } from '../../platform/ids/index.ts'
import type { Logger } from '../../platform/log.ts'
import { type AccessDeps, authenticate } from '../access/index.ts'
import * as contract from './contract.ts'
import { type StopWish, stopByLink, stopPage, stoppedPage } from './link/stop.ts'
import { openWhy, whyPage } from './link/why.ts'
import type { Caught } from './mailbox/caught.ts'
import { caughtHtml, caughtPage, mailboxPage, type Reader } from './mailbox/pages.ts'
import type { Channels } from './open.ts'
import { languageOf } from './page.ts'

export type ChannelRoutesDeps = {
  channels: Channels
  access: AccessDeps
  ids: Opaque
  clock: Clock
  log: Logger /** The installation is reached by https. */
  secure: boolean /** Anyone may read the mailbox. */
  demo: boolean
}

const perPage = 30

/** The links of messages and the built-in mailbox, on the keep's own listener. */
export function channelRoutes(deps: ChannelRoutesDeps): Hono {
  const app = new Hono()
  const { channels, ids, log } = deps
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

  const mayRead = async (request: Request) => {
    if (!deps.demo) await authenticate(deps.access, request, { staff: 'any' }, deps.clock.now())
  }
  const shown = (m: Caught) => ({ ...m, shown: ids.show('message', m.id) })
  const cursorOf = (text: string | undefined | null) => {
    if (!text) return undefined
    const before = ids.read('message', text)
    if (before === undefined) throw new AppError('bad_input', 'This cursor is not one of ours.', { place: 'cursor' })
    return before
  }
  const caught = async (text: string) => {
    const found = await channels.caught.find(ids.read('message', text) ?? -1)
    if (!found) throw notFound()
    return shown(found)
  }

  app.get(
    '/mailbox',
    guarded(async (request) => {
      await mayRead(request)
      const list = await channels.caught.list({ limit: perPage, before: cursorOf(new URL(request.url).searchParams.get('cursor')) })
      return mailboxPage(
        { items: list.items.map(shown), next: list.next === null ? null : ids.show('message', list.next) },
        await readerOf(channels.deps, request),
      )
    }),
  )
  app.get(
    '/mailbox/:key',
    guarded(async (request, id) => {
      await mayRead(request)
      return caughtPage(await caught(id), await readerOf(channels.deps, request))
    }),
  )
  app.get(
    '/mailbox/:key/html',
    guarded(async (request, id) => {
      await mayRead(request)
      return caughtHtml(await caught(id))
    }),
  )

  const on: Mounting<undefined> = { log, now: deps.clock.now, authenticate: async (request) => mayRead(request).then(() => undefined) }
  const row = (m: Caught) => ({ id: ids.show('message', m.id), at: m.at.toISOString(), from: m.from, to: m.to, subject: m.subject, size: m.size })
  mount(app, on, contract.listMailbox, async ({ query }) => {
    const list = await channels.caught.list({ limit: query.limit ?? perPage, before: cursorOf(query.cursor) })
    return { items: list.items.map(row), next_cursor: list.next === null ? null : ids.show('message', list.next) }
  })
  mount(app, on, contract.readMailboxMessage, async ({ params }) => {
    const mail = await caught(params.id)
    return { ...row(mail), headers: mail.headers.map(([name, value]) => ({ name, value })), text: mail.text, html: mail.html }
  })
  return app
}

const mostBodyBytes = 10_000

/** What the form says; a mail client's own body means the channel. */
async function wishOf(request: Request): Promise<StopWish> {
  const body = new URLSearchParams(Buffer.from(await readBytes(request, mostBodyBytes)).toString('utf8'))
  const said = body.get('stop')
  return said === 'topic' || said === 'all' ? said : 'channel'
}

async function readerOf(deps: Channels['deps'], request: Request): Promise<Reader> {
  const company = await sql<{ time_zone: string }>`select time_zone from keep.company`.execute(deps.db)
  return { language: languageOf(request), timeZone: company.rows[0]?.time_zone ?? 'UTC' }
}
