import { Hono } from 'hono'
import type { Clock } from '../../platform/clock.ts'
import { type Db, inTransaction, sql, type Tx } from '../../platform/db/index.ts'
import { AppError, badInput, notFound } from '../../platform/errors.ts'
import { type Mounting, mount } from '../../platform/http/index.ts'
import type { Logger } from '../../platform/log.ts'
import { type Actor, noteAct } from '../access/index.ts'
import { agesNow, allUnits, lawfulAges, usualAge } from '../customers/index.ts'
import { channels } from '../interactions/contract.ts'
import type { KeepTables } from '../tables.ts'
import { spokenTimes, timesOf, topicsNow } from '../terms/index.ts'
import { capsNow, dropCap, setCap } from './caps.ts'
import { contactHoursNow, dropContactHours, setContactHours } from './contactHours.ts'
import * as contract from './contract.ts'

type Caller = { actor: Actor } | undefined
type Deps = { db: Db<KeepTables>; clock: Clock; log: Logger; authenticate: Mounting<Caller>['authenticate'] }

const nobody: Actor = { kind: 'service', id: 0, role: 'house' }
const dayS = 86_400

/** The company's own limits on contact, on the keep's own listener. */
export function gateRoutes(deps: Deps): Hono {
  const app = new Hono()
  const { db } = deps
  const on: Mounting<Caller> = { log: deps.log, now: deps.clock.now, authenticate: deps.authenticate }
  /** Changes one at a time and notes it, both or neither; what changed nothing is not noted. */
  const changing = async (
    act: 'cap' | 'cap_removed' | 'hours' | 'hours_removed',
    said: { code: string; by: Actor; now: Date },
    work: (tx: Tx<KeepTables>) => Promise<boolean>,
  ) => {
    await inTransaction(db, async (tx) => {
      await sql`select pg_advisory_xact_lock(hashtext('keep.contact_limits'))`.execute(tx)
      if (await work(tx)) await noteAct(tx, { by: said.by, act: `register.${act}`, facts: { code: said.code }, now: said.now })
    })
    return limitsOf(db)
  }

  mount(app, on, contract.readLimits, () => limitsOf(db))
  mount(app, on, contract.saveCap, async ({ caller, params, body, now }) => {
    const by = { actor: caller?.actor ?? nobody, now }
    if (body.scope === 'all' && body.key !== null) throw badInput('A cap over everything names no channel and no topic.', 'key')
    if (body.scope === 'household' && body.key !== null) throw badInput('A limit by post to one household names nothing: it is for every household.', 'key')
    if (body.scope === 'channel' && body.key !== null) known([body.key], 'key')
    if (body.scope === 'topic' && body.key !== null && !(await topicsNow(db.$pickTables())).has(body.key)) throw badInput('There is no such topic.', 'key')
    if (body.scope === 'unit' && body.key !== null) await knownBrand(db, body.key)
    return changing('cap', { code: params.cap, by: by.actor, now }, async (tx) => {
      const before = await capsNow(tx.$pickTables())
      if (before.length >= contract.mostLimits && !before.some((c) => c.cap === params.cap)) throw tooMany()
      const { contacts, days, scope, key } = body
      return setCap(tx.$pickTables(), { cap: params.cap, scope, key, contacts, windowS: days * dayS }, by)
    })
  })
  mount(app, on, contract.removeCap, ({ caller, params, now }) => {
    const by = { actor: caller?.actor ?? nobody, now }
    return changing('cap_removed', { code: params.cap, by: by.actor, now }, async (tx) => {
      if (!(await capsNow(tx.$pickTables())).some((c) => c.cap === params.cap)) throw notFound()
      await dropCap(tx.$pickTables(), params.cap, by)
      return true
    })
  })
  mount(app, on, contract.saveHours, ({ caller, params, body, now }) => {
    const by = { actor: caller?.actor ?? nobody, now }
    known(body.channels ?? [], 'channels')
    return changing('hours', { code: params.hours, by: by.actor, now }, async (tx) => {
      const before = await contactHoursNow(tx.$pickTables())
      const one = before.find((h) => h.hours === params.hours)
      if (one?.basis === 'law') throw new AppError('conflict', ofLaw, { place: 'hours' })
      if (before.length >= contract.mostLimits && !one) throw tooMany()
      const said = { hours: params.hours, country: body.country, channels: body.channels, open: timesOf(body.open) }
      return setContactHours(tx.$pickTables(), { ...said, basis: 'company', dpv: null, source: null, sourceUrl: null, validFrom: null }, by)
    })
  })
  mount(app, on, contract.removeHours, ({ caller, params, now }) => {
    const by = { actor: caller?.actor ?? nobody, now }
    return changing('hours_removed', { code: params.hours, by: by.actor, now }, async (tx) => {
      const one = (await contactHoursNow(tx.$pickTables())).find((h) => h.hours === params.hours)
      if (!one) throw notFound()
      if (one.basis === 'law') throw new AppError('conflict', ofLaw, { place: 'hours' })
      return dropContactHours(tx.$pickTables(), params.hours, by)
    })
  })
  return app
}

const ofLaw = 'These hours are the law’s: a company adds its own, it cannot take these away.'
const tooMany = () => badInput(`There are ${contract.mostLimits} of these, which is the most.`, 'hours')

/** A cap is a brand's: what is below it counts with it. */
async function knownBrand(db: Db<KeepTables>, code: string): Promise<void> {
  const unit = (await allUnits(db.$pickTables())).find((u) => u.code === code && u.retiredAt === null)
  if (!unit) throw badInput('There is no such unit.', 'key')
  if (unit.parent !== null) throw badInput('A limit is for a brand: the unit above this one.', 'key')
}

const channelCodes: ReadonlySet<string> = new Set(channels)

function known(codes: readonly string[], place: string): void {
  for (const code of codes) if (!channelCodes.has(code)) throw badInput('There is no such channel.', place)
}

async function limitsOf(db: Db<KeepTables>) {
  const [caps, hours, own] = await Promise.all([capsNow(db.$pickTables()), contactHoursNow(db.$pickTables()), agesNow(db)])
  return {
    ages: { usual: usualAge, law: Object.fromEntries(lawfulAges), own: Object.fromEntries(own) },
    caps: caps.map(({ cap, version, scope, key, contacts, windowS }) => ({
      cap,
      version,
      scope,
      key,
      contacts,
      days: Math.max(1, Math.round(windowS / dayS)),
    })),
    hours: hours.map((h) => ({
      hours: h.hours,
      version: h.version,
      basis: h.basis,
      country: h.country,
      dpv: h.dpv && [...h.dpv],
      channels: h.channels && [...h.channels],
      open: spokenTimes(h.open),
      source: h.source,
      source_url: h.sourceUrl,
      valid_from: h.validFrom,
    })),
  }
}
