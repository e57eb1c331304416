import { Hono } from 'hono'
import type { Clock } from '../../platform/clock.ts'
import { type Db, inTransaction, type Tx } from '../../platform/db/index.ts'
import { AppError, badInput } from '../../platform/errors.ts'
import { type Mounting, mount } from '../../platform/http/index.ts'
import type { Opaque } from '../../platform/ids/index.ts'
import type { Logger } from '../../platform/log.ts'
import { type Actor, noteAct } from '../access/index.ts'
import { registerUnit } from '../customers/index.ts'
import { type RecordTables, registerKind, registerProducts } from '../interactions/index.ts'
import * as contract from './contract.ts'
import { type Entered, enterConsents } from './enter.ts'
import { lastLeasePast } from './lease.ts'
import { purposesNow } from './purposes.ts'
import type { By, ConsentDeps } from './recordConsents.ts'
import { registerRoutes } from './register/routes.ts'
import type { TermsTables } from './tables.ts'
import { textRoutes } from './texts/routes.ts'
import { registerTopic } from './topics.ts'
import { unitRoutes } from './units/routes.ts'

type Caller = { actor: Actor; purposes?: readonly string[] }

export type TermsRoutesDeps = ConsentDeps & {
  db: Db<TermsTables & RecordTables>
  ids: Opaque
  clock: Clock
  log: Logger
  /** Keeps a receipt of each consent that was written down for somebody, in the same transaction. */
  noted(tx: Tx<TermsTables>, entered: readonly Entered[], by: By): Promise<void>
  /** Called after kinds or units were registered, so that recording knows them at once. */
  registered(now: Date): Promise<void>
  /** Names of colleagues, to say who wrote something. */
  staffNames(ids: readonly number[]): Promise<ReadonlyMap<number, string>>
  /** The company's, once it said who it is. */
  currency(): string | undefined
}

const nobody: Actor = { kind: 'service', id: 0, role: 'house' }

type EnteringDeps<C> = TermsRoutesDeps & {
  authenticate: Mounting<C | undefined>['authenticate']
  /** Those of these customers whom there is and whom the caller sees. */
  seen(caller: C, customers: readonly number[]): Promise<ReadonlySet<number>>
}

/** The registers and consents on paper, on the keep's own listener. */
export function termsRoutes<C extends Caller>(deps: EnteringDeps<C>): Hono {
  const app = new Hono()
  const { db, ids } = deps
  const on: Mounting<C | undefined> = { log: deps.log, now: deps.clock.now, authenticate: deps.authenticate }

  registerRoutes(app, on, deps)
  textRoutes(app, on, deps)
  unitRoutes(app, on, deps)

  mount(app, on, contract.register, async ({ caller, body, now }) => {
    const at = { actor: caller?.actor ?? nobody, now }
    const done = { units: body.units.length, topics: body.topics.length, kinds: body.kinds.length, products: body.products.length }
    const goods = body.products.map((one) => ({ ...one, currency: one.currency ?? deps.currency() ?? 'EUR' }))
    await inTransaction(db, async (tx) => {
      for (const unit of body.units) await registerUnit(tx.$pickTables(), unit, now)
      for (const topic of body.topics) await registerTopic(tx.$pickTables(), topic, at)
      for (const kind of body.kinds) await registerKind(tx.$pickTables(), kind)
      await registerProducts(tx.$pickTables(), goods, now)
      await noteAct(tx, { by: at.actor, act: 'register.others', facts: done, now })
    })
    await deps.registered(now)
    return done
  })

  mount(app, on, contract.enterConsents, async ({ caller, body, now }) => {
    const purposes = await purposesNow(db.$pickTables())
    const entered = body.consents.map((said, i) => {
      const place = `consents[${i}]`
      const customer = ids.read('customer', said.customer_id)
      if (customer === undefined) throw noSuchCustomer(`${place}.customer_id`)
      const purpose = purposes.get(said.purpose)
      if (caller?.purposes?.length && !caller.purposes.includes(said.purpose))
        throw new AppError('forbidden', `This key was made for other purposes than ${said.purpose}.`, { place: `${place}.purpose` })
      if (purpose?.legalBasis !== 'consent') throw badInput(`${place}.purpose: is not one that rests on consent`, `${place}.purpose`)
      if (said.channel !== '*' && !purpose.channels.includes(said.channel))
        throw badInput(`${place}.channel: this purpose does not use that channel`, `${place}.channel`)
      if (said.method === 'form' && said.state === 'given')
        throw badInput(`${place}.method: a tick in a form is a question until whoever has the address confirms it`, `${place}.method`)
      const at = said.at === undefined ? now : new Date(said.at)
      if (at > now) throw badInput(`${place}.at: lies in the future`, `${place}.at`)
      return {
        customer,
        purpose: said.purpose,
        channel: said.channel,
        topic: said.topic ?? '*',
        state: said.state,
        at,
        method: said.method,
        said: said.evidence,
        ...(said.shown ? { shown: said.shown } : {}),
      }
    })
    const customers = entered.map((e) => e.customer)
    const seen = caller ? await deps.seen(caller, customers) : new Set()
    for (const [i, customer] of customers.entries()) if (!seen.has(customer)) throw noSuchCustomer(`consents[${i}].customer_id`)
    const by = { actor: caller?.actor ?? nobody, now }
    const refused = await inTransaction(db, async (whole) => {
      const tx = whole.$pickTables<keyof TermsTables>()
      const no = await enterConsents(deps, tx, entered, by)
      await deps.noted(tx, entered, by)
      return no
    })
    await lastLeasePast(db.$pickTables(), refused, deps.clock)
    return { entered: entered.length }
  })
  return app
}

const noSuchCustomer = (place: string) => badInput(`${place}: there is no such customer`, place)
