import { Hono } from 'hono'
import { AppError, notFound } from '../../platform/errors.ts'
import { type Mounting, mount } from '../../platform/http/index.ts'
import { keyTitles, type Session, staffNames } from '../access/index.ts'
import { attentionNow } from './attention.ts'
import * as contract from './contract.ts'
import type { DeskDeps } from './deps.ts'
import { peopleOf } from './people.ts'
import { refusalsIn, refusedIn } from './refusals.ts'
import { registerNow } from './register.ts'
import { type Span, sharedIn } from './spans.ts'
import { touchedIn } from './touched.ts'

/** The desk's endpoints, on the keep's own listener. */
export function deskRoutes(deps: DeskDeps): Hono {
  const app = new Hono()
  const on: Mounting<Session> = {
    log: deps.log,
    now: deps.clock.now,
    authenticate: async (request, who, now) => {
      const session = await deps.authenticate(request, who, now)
      if (!session?.staff) throw new AppError('unauthenticated', 'Sign in first.')
      return session
    },
  }
  mount(app, on, contract.readDesk, ({ now }) => attentionNow(deps.db, now))
  mount(app, on, contract.readRegister, ({ now }) => registerNow(deps, now))

  mount(app, on, contract.readTouched, async ({ query }) => touchedIn(deps, await spanOf(deps, query)))
  mount(app, on, contract.listTouched, async ({ caller, query: { cursor, limit, ...asked } }) => {
    const span = await spanOf(deps, asked)
    const shared = (await sharedIn(deps.db, span)).filter(({ decision }) => decision === 'allow')
    return peopleOf(deps, caller, { span, shared, list: `touched ${JSON.stringify(asked)}`, cursor, limit })
  })
  mount(app, on, contract.readRefusals, async ({ query: { from, until, ...wish } }) => refusalsIn(deps, await spanOf(deps, { from, until }), wish))
  mount(app, on, contract.listRefused, async ({ caller, query: { cursor, limit, ...asked } }) => {
    const { from, until, ...wish } = asked
    const span = await spanOf(deps, { from, until })
    return peopleOf(deps, caller, { span, shared: await refusedIn(deps, span, wish), list: `refused ${JSON.stringify(asked)}`, cursor, limit })
  })
  return app
}

/** Throws not_found for whoever is no colleague and no key, now or before. */
async function spanOf(deps: DeskDeps, { from, until, by }: { from: string; until: string; by?: string | undefined }): Promise<Span> {
  const span = { from: new Date(from), until: new Date(until) }
  if (by === undefined) return span
  const [staff, key] = [deps.ids.read('staff', by), deps.ids.read('key', by)]
  if (staff !== undefined && (await staffNames({ db: deps.db.$pickTables(), keyring: deps.keyring }, [staff])).has(staff))
    return { ...span, by: { kind: 'staff', id: staff } }
  if (key !== undefined && (await keyTitles({ db: deps.db.$pickTables() }, [key])).has(key)) return { ...span, by: { kind: 'api', id: key } }
  throw notFound()
}
