import type { Hono } from 'hono'
import { z } from 'zod'
import { inTransaction } from '../../../platform/db/index.ts'
import { notFound } from '../../../platform/errors.ts'
import { type Mounting, mount, pagesOf } from '../../../platform/http/index.ts'
import { type Actor, noteAct } from '../../access/index.ts'
import { allUnits, putUnitUnder, registerUnit, setUnitRetired, type Unit } from '../../customers/index.ts'
import type { TermsRoutesDeps } from '../routes.ts'
import * as contract from './contract.ts'

const perPage = 200
const nobody: Actor = { kind: 'service', id: 0, role: 'house' }

/** Mounts the register of units. */
export function unitRoutes(app: Hono, on: Mounting<{ actor: Actor } | undefined>, { db, ids, registered }: TermsRoutesDeps): void {
  const shown = (u: Unit): z.input<typeof contract.unit> => ({
    code: u.code,
    title: u.title,
    kind: u.kind,
    parent: u.parent,
    retired: u.retiredAt !== null,
    made_at: u.madeAt.toISOString(),
    people: u.people,
  })
  const unitNow = async (code: string) => {
    const found = (await allUnits(db.$pickTables())).find((u) => u.code === code)
    if (!found) throw notFound()
    return shown(found)
  }

  mount(app, on, contract.listUnits, async ({ query: { cursor, limit = perPage, retired } }) => {
    const pages = pagesOf(ids, `units ${retired}`, z.string())
    const after = pages.after(cursor)
    const all = (await allUnits(db.$pickTables())).filter((u) => (retired === 'true' || u.retiredAt === null) && (after === undefined || u.code > after))
    const { rows, next_cursor } = pages.page(all, limit, (u) => u.code)
    return { items: rows.map(shown), next_cursor }
  })
  mount(app, on, contract.saveUnit, async ({ caller, params, body, now }) => {
    await inTransaction(db, async (tx) => {
      const { parent, ...said } = body
      await registerUnit(tx.$pickTables(), { code: params.unit, ...said }, now)
      if (parent !== undefined) await putUnitUnder(tx.$pickTables(), params.unit, parent)
      await noteAct(tx, { by: caller?.actor ?? nobody, act: 'register.unit', facts: { code: params.unit }, now })
    })
    await registered(now)
    return unitNow(params.unit)
  })
  mount(app, on, contract.retireUnit, async ({ caller, params: { unit: code }, now }) => {
    await inTransaction(db, async (tx) => {
      const changed = await setUnitRetired(tx.$pickTables(), code, now)
      if (changed) await noteAct(tx, { by: caller?.actor ?? nobody, act: 'register.unit_retired', facts: { code }, now })
    })
    return unitNow(code)
  })
  mount(app, on, contract.restoreUnit, async ({ caller, params: { unit: code }, now }) => {
    await inTransaction(db, async (tx) => {
      const changed = await setUnitRetired(tx.$pickTables(), code, null)
      if (changed) await noteAct(tx, { by: caller?.actor ?? nobody, act: 'register.unit_restored', facts: { code }, now })
    })
    return unitNow(code)
  })
}
