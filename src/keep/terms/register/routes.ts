import type { Hono } from 'hono'
import { z } from 'zod'
import { type Db, inTransaction, sql, type Tx } from '../../../platform/db/index.ts'
import { AppError, badInput } from '../../../platform/errors.ts'
import { type Mounting, mount, pagesOf } from '../../../platform/http/index.ts'
import type { paging } from '../../../platform/http/shapes.ts'
import { type Actor, type Noted, noteAct } from '../../access/index.ts'
import { type CustomerTables, dpvOf, isDelicate, type NewOwnField, ownFields, registerOwnField, retireOwnField } from '../../customers/index.ts'
import { type Attributes, type RecordTables, registerKind, retireKind } from '../../interactions/index.ts'
import { allPurposes, legalBasisIri, type Purpose, partsOf, purposesNow, registerPurpose, retirePurpose } from '../purposes.ts'
import { reachSoon } from '../reachAnew.ts'
import { rolesThatAre } from '../rolePurposes.ts'
import type { TermsRoutesDeps } from '../routes.ts'
import type { TermsTables } from '../tables.ts'
import * as contract from './contract.ts'
import { purposeSaid } from './validPurpose.ts'

type Caller = { actor: Actor } | undefined
type Shown = z.input<typeof contract.purpose>
const perPage = 200
const nobody: Actor = { kind: 'service', id: 0, role: 'house' }

/** Mounts the registers of purposes, kinds and fields. */
export function registerRoutes(app: Hono, on: Mounting<Caller>, deps: TermsRoutesDeps): void {
  const { db } = deps
  const terms: Db<TermsTables> = db.$pickTables()
  /** Changes a register and notes it, both or neither; what changed nothing is not noted. */
  const noting = <T>(
    { by = nobody, ...deed }: Omit<Noted, 'by'> & { by: Actor | undefined },
    work: (tx: Tx<TermsTables & RecordTables>) => Promise<T>,
  ): Promise<T> =>
    inTransaction(db, async (tx) => {
      const done = await work(tx)
      if (done !== false) await noteAct(tx, { ...deed, by })
      return done
    })
  const byCode = <R extends { code: string }>(list: string, all: readonly R[], { cursor, limit = perPage }: z.output<typeof paging>) => {
    const pages = pagesOf(deps.ids, list, z.string())
    const after = pages.after(cursor)
    const rest = all.filter((r) => after === undefined || r.code > after).sort((a, b) => (a.code < b.code ? -1 : 1))
    const { rows, next_cursor } = pages.page(rest, limit, (r) => r.code)
    return { items: rows, next_cursor }
  }

  mount(app, on, contract.listPurposes, async ({ query }) => {
    const all = await allPurposes(terms)
    const last = [...new Map(all.map((p) => [p.purpose, p])).values()]
    return byCode(`purposes ${query.retired}`, last.filter((p) => query.retired === 'true' || !p.retired).map(shown), query)
  })
  mount(app, on, contract.readPurpose, async ({ params, query: { cursor, limit = perPage } }) => {
    const pages = pagesOf(deps.ids, `versions ${params.purpose}`, z.int())
    const below = pages.after(cursor)
    const versions = (await allPurposes(terms)).filter((p) => p.purpose === params.purpose)
    if (versions.length === 0) throw new AppError('not_found', `There is no purpose "${params.purpose}".`)
    const older = versions.filter((p) => below === undefined || p.version < below).reverse()
    const { rows, next_cursor } = pages.page(older, limit, (p) => p.version)
    return { versions: rows.map(shown), next_cursor }
  })
  mount(app, on, contract.registerPurpose, async ({ caller, body, now }) => {
    const held = { purposes: await purposesNow(db.$pickTables()), ownFields: new Set((await ownFields(db.$pickTables())).keys()) }
    const said = purposeSaid(body, held)
    await rolesThatAre(terms, said.roles, held.purposes.get(said.purpose)?.roles ?? [])
    const version = await inTransaction(db, async (tx) => {
      const made = await registerPurpose(tx.$pickTables(), said, { actor: caller?.actor ?? nobody, now })
      if (held.purposes.get(said.purpose)?.version === made) return made
      for (const code of [said.purpose, ...partsOf(held.purposes, said.purpose)]) await reachSoon(tx.$pickTables(), code)
      await noteAct(tx, { by: caller?.actor ?? nobody, act: 'register.purpose', facts: { code: said.purpose, version: made }, now })
      return made
    })
    const made = (await allPurposes(terms)).filter((p) => p.purpose === body.code).at(-1)
    if (!made) throw new AppError('not_found', `There is no purpose "${body.code}".`)
    return { ...shown(made), changed: held.purposes.get(body.code)?.version !== version }
  })
  mount(app, on, contract.retirePurpose, async ({ caller, params, now }) => {
    if (contract.neededPurposes.includes(params.purpose))
      throw new AppError('conflict', 'This purpose cannot be retired: people are served and see their own data by it.')
    const last = (await allPurposes(terms)).filter((p) => p.purpose === params.purpose).at(-1)
    if (last?.retired) return { changed: false }
    await inTransaction(db, async (tx) => {
      await retirePurpose(tx.$pickTables(), params.purpose, { actor: caller?.actor ?? nobody, now })
      await reachSoon(tx.$pickTables(), params.purpose)
      await noteAct(tx, { by: caller?.actor ?? nobody, act: 'register.purpose_retired', facts: { code: params.purpose }, now })
    })
    return { changed: true }
  })

  mount(app, on, contract.listKinds, async ({ query }) => byCode('kinds', await kindsOf(db), query))
  mount(app, on, contract.registerKind, async ({ caller, body, now }) => {
    await inUse(db, body.purposes)
    const version = await noting({ by: caller?.actor, act: 'register.kind', facts: { code: body.code }, now }, (tx) => registerKind(tx.$pickTables(), body))
    await deps.registered(now)
    return { version }
  })
  mount(app, on, contract.retireKind, async ({ caller, params, now }) => {
    const changed = await noting({ by: caller?.actor, act: 'register.kind_retired', facts: { code: params.kind }, now }, (tx) =>
      retireKind(tx.$pickTables(), params.kind, now),
    )
    await deps.registered(now)
    return { changed }
  })

  mount(app, on, contract.listFields, async ({ query }) => {
    const fields = [...(await ownFields(db.$pickTables())).values()]
    return byCode(
      'fields',
      fields.map((f) => ({ ...f, purposes: [...f.purposes], codes: f.codes && [...f.codes], dpv: dpvOf(f.about) })),
      query,
    )
  })
  mount(app, on, contract.registerField, async ({ caller, body, now }) => {
    if ((body.type === 'code') !== (body.codes !== null)) throw badInput('codes: a field of type code needs its list of codes, and no other has one', 'codes')
    if (body.currency !== null && body.type !== 'money') throw badInput('currency: only a field of type money has a currency', 'currency')
    if (body.searched && body.type !== 'text') throw badInput('searched: only text is searched; by the others one filters', 'searched')
    await inUse(db, body.purposes)
    if (isDelicate(body.about)) await mayBeDelicate(db, body)
    const made = await noting({ by: caller?.actor, act: 'register.field', facts: { code: body.code }, now }, async (tx) =>
      registerOwnField(tx.$pickTables(), { ...body, currency: await currencyFor(tx.$pickTables(), body, deps.currency()) }, now),
    )
    await deps.registered(now)
    return made
  })
  mount(app, on, contract.retireField, async ({ caller, params, now }) => {
    const changed = await noting({ by: caller?.actor, act: 'register.field_retired', facts: { code: params.field }, now }, (tx) =>
      retireOwnField(tx.$pickTables(), params.field, now),
    )
    await deps.registered(now)
    return { changed }
  })
}

/** The one that money of this field is in: as said, as it is, or the company's. */
async function currencyFor(db: Db<CustomerTables>, { code, type, currency }: Pick<NewOwnField, 'code' | 'type' | 'currency'>, company: string | undefined) {
  if (type !== 'money') return null
  const found = currency ?? (await ownFields(db)).get(code)?.currency ?? company
  if (found === undefined) throw badInput('currency: say which, for the company has none yet', 'currency')
  return found
}

function shown(p: Purpose & { retired: boolean }): Shown {
  return {
    code: p.purpose,
    version: p.version,
    title: p.title,
    description: p.explanation,
    parent: p.parent,
    above: [...p.above],
    dpv: p.dpv,
    legal_basis: { code: p.legalBasis, dpv: legalBasisIri[p.legalBasis][1] },
    channels: [...p.channels],
    categories: [...p.categories],
    fields: [...p.fields],
    checks: [...p.checks],
    retention: p.retention,
    notice: p.notice,
    consent_for: p.consentFor,
    ask_again: p.askAgain,
    recipients: [...p.recipients],
    needs: [...p.needs],
    context: p.context,
    weighs: p.weighs,
    roles: [...p.roles],
    registered_at: p.registeredAt.toISOString(),
    retired: p.retired,
  }
}

type KindRow = {
  code: string
  version: number
  title: { [language: string]: string }
  about: string | null
  sensitive: boolean
  attributes: Attributes
  purposes: string[]
  retired: boolean
}

async function kindsOf(db: TermsRoutesDeps['db']) {
  const { rows } = await sql<KindRow>`
    select distinct on (code) code, version, title, about, sensitive, attributes, purposes, retired_at is not null as retired
    from keep.event_type order by code, version desc`.execute(db)
  return rows.map((k) => ({
    ...k,
    dpv: dpvOf(k.about),
    attributes: Object.fromEntries(Object.entries(k.attributes).map(([name, a]) => [name, attributeShown(a)])),
  }))
}

function attributeShown({ type, codes, title }: Attributes[string]): z.input<typeof contract.attribute> {
  const named = title ? { title } : {}
  return type === 'code' ? { type, ...(codes ? { codes: [...codes] } : {}), ...named } : { type, ...named }
}

/** What is delicate is kept for purposes that name such data, and the search does not know it. */
async function mayBeDelicate(db: TermsRoutesDeps['db'], { purposes, searched }: { purposes: readonly string[]; searched: boolean }): Promise<void> {
  if (searched) throw badInput('searched: nobody is searched for by what is delicate', 'searched')
  const now = await purposesNow(db.$pickTables())
  const not = purposes.find((code) => !now.get(code)?.categories.includes('sensitive'))
  if (not !== undefined) throw badInput(`purposes: "${not}" does not name delicate data; choose a purpose that does, or say so in that one first`, 'purposes')
}

/** What is kept is kept for purposes that stand in the register. */
async function inUse(db: TermsRoutesDeps['db'], purposes: readonly string[]): Promise<void> {
  const known = await purposesNow(db.$pickTables())
  for (const purpose of purposes) if (!known.has(purpose)) throw badInput(`purposes: there is no purpose "${purpose}" in use`, 'purposes')
}
