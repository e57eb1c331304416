import { z } from 'zod'
import type { Tx } from '../../../platform/db/index.ts'
import { AppError, badInput, notFound } from '../../../platform/errors.ts'
import { mount, pagesOf } from '../../../platform/http/index.ts'
import { noteAct } from '../audit/note.ts'
import * as contract from '../contract.ts'
import { tellHolders } from '../endings.ts'
import { askNotice } from '../notices.ts'
import { changeStaff, changesOf } from '../roles/assign.ts'
import { noRights, type Rights } from '../roles/builtIn.ts'
import { customersSeen } from '../roles/contract.ts'
import { mayGive, type PurposesOfRoles } from '../roles/giving.ts'
import { allRoles, holdersOf, type Role, retireRole, saveRole, versionsOf } from '../roles/registry.ts'
import { staffNames } from '../staff.ts'
import type { AccessTables } from '../tables.ts'
import type { House } from './caller.ts'
import { deciding } from './deciding.ts'

const perPage = 200

/** Roles, what each may, and who has which. */
export function roleRoutes(house: House): void {
  const { app, on, deps } = house
  const { ids } = deps
  const staffId = (shown: string): number => {
    const id = ids.read('staff', shown)
    if (id === undefined) throw notFound()
    return id
  }
  const nameOf = (names: ReadonlyMap<number, string>, by: number | null) => (by === null ? null : { id: ids.show('staff', by), name: names.get(by) ?? '' })
  const namesOf = (by: readonly (number | null)[]) =>
    staffNames(
      deps,
      by.flatMap((one) => one ?? []),
    )
  const plain = (r: Role, names: ReadonlyMap<number, string>) => ({
    code: r.role,
    built_in: r.builtIn,
    version: r.version,
    title: r.title,
    retired: r.retired,
    made_at: r.madeAt?.toISOString() ?? null,
    made_by: nameOf(names, r.by),
    ...rightsShown(r),
  })
  const shown = (r: Role, purposes: PurposesOfRoles, names: ReadonlyMap<number, string>) => ({
    ...plain(r, names),
    purposes: [...(purposes.get(r.role) ?? [])],
    holders: r.holders,
  })
  async function roleNow(code: string): Promise<z.input<typeof contract.role>> {
    const found = (await allRoles(deps.db)).find((one) => one.role === code)
    if (!found) throw notFound()
    return shown(found, await deps.purposes.ofRoles(), await namesOf([found.by]))
  }

  mount(app, on, contract.listRoles, async ({ query: { cursor, limit = perPage, retired } }) => {
    const pages = pagesOf(ids, `roles ${retired}`, z.int())
    const all = (await allRoles(deps.db)).filter((one) => retired === 'true' || !one.retired)
    const from = (pages.after(cursor) ?? -1) + 1
    const { rows, next_cursor } = pages.page(all.map((r, i) => ({ r, i })).slice(from), limit, ({ i }) => i)
    const [purposes, names] = await Promise.all([deps.purposes.ofRoles(), namesOf(rows.map(({ r }) => r.by))])
    return { items: rows.map(({ r }) => shown(r, purposes, names)), next_cursor }
  })

  mount(app, on, contract.readRole, async ({ params, query: { cursor, limit = 50 } }) => {
    const pages = pagesOf(ids, `versions of role ${params.role}`, z.int())
    const found = await versionsOf(deps.db, params.role, { below: pages.after(cursor), limit: limit + 1 })
    const { rows, next_cursor } = pages.page(found, limit, (r) => r.version)
    const names = await namesOf(rows.map((r) => r.by))
    return { role: await roleNow(params.role), versions: rows.map((r) => plain(r, names)), next_cursor }
  })

  mount(app, on, contract.previewRole, async ({ params, body }) => {
    const before = (await allRoles(deps.db)).find((one) => one.role === params.role)
    const had = { rights: before ?? noRights, purposes: (await deps.purposes.ofRoles()).get(params.role) ?? [] }
    const has = { rights: body, purposes: body.purposes ?? had.purposes }
    return { people: before?.holders ?? 0, gained: more(has, had), lost: more(had, has) }
  })

  mount(app, on, contract.saveRole, async (call) => {
    const { params, body, now } = call
    await deciding(house, call, 'roles.manage', async ({ tx, giver, side }) => {
      if (giver.role === params.role) throw new AppError('conflict', 'You cannot change the role you have yourself. A colleague can.')
      const purposes = await side.ofRoles()
      const [had, before] = [purposes.get(params.role) ?? [], (await allRoles(tx)).find((one) => one.role === params.role)]
      const wanted = body.purposes ?? had
      if (before) mayGive(giver, { rights: before, purposes: had }, purposes)
      mayGive(giver, { rights: body, purposes: wanted }, purposes)
      await saveRole(tx, { ...body, role: params.role }, { staff: giver.id, now })
      await tellHolders({ db: tx }, params.role)
      if (!sameSet(had, wanted)) {
        if (!giver.rights.abilities.includes('registers.keep'))
          throw new AppError('forbidden', 'Which purposes a role acts for is changed by whoever keeps the registers.', { place: 'purposes' })
        await side.setOfRole(params.role, wanted, { actor: { kind: 'staff', id: giver.id, role: giver.role }, now })
      }
      return { answer: undefined, act: before ? 'role.changed' : 'role.made', facts: { code: params.role, version: body.from + 1 } }
    })
    return roleNow(params.role)
  })

  mount(app, on, contract.retireRole, (call) =>
    deciding(house, call, 'roles.manage', async ({ tx, giver, side }) => {
      const { role: code } = call.params
      const role = (await allRoles(tx)).find((one) => one.role === code)
      const purposes = await side.ofRoles()
      if (role && !role.builtIn) mayGive(giver, { rights: role, purposes: purposes.get(code) ?? [] }, purposes)
      const to = call.body.to
      if (to === code) throw badInput('to: must be another role', 'to')
      if (to !== undefined && role && !role.builtIn) {
        for (const staff of await holdersOf(tx, code)) {
          await changeStaff(tx, { giver, staff, change: { role: to }, purposes, rowIds: deps.rowIds }, call.now)
          const by = { kind: 'staff', id: giver.id, role: giver.role } as const
          await noteAct(tx, { by, act: 'staff.role_changed', subject: { kind: 'staff', id: staff }, facts: { from: code, to }, now: call.now })
          await tellRole(tx, { staff, by: giver.id, role: to })
        }
      }
      return { answer: { changed: await retireRole(tx, code, call.now) }, act: 'role.removed', facts: { code } }
    }),
  )

  mount(app, on, contract.changeStaff, (call) => {
    const staff = staffId(call.params.staff_id)
    return deciding(house, call, 'staff.manage', async ({ tx, giver, side }) => {
      const { before, after } = await changeStaff(tx, { giver, staff, change: call.body, purposes: await side.ofRoles(), rowIds: deps.rowIds }, call.now)
      const subject = { kind: 'staff', id: staff } as const
      const units = { units: after.units.join(',') }
      if (before.role !== after.role) await tellRole(tx, { staff, by: giver.id, role: after.role })
      return before.role === after.role
        ? { answer: { done: true as const }, act: 'staff.units_changed', subject, facts: units }
        : { answer: { done: true as const }, act: 'staff.role_changed', subject, facts: { from: before.role, to: after.role, ...units } }
    })
  })

  mount(app, on, contract.readStaffHistory, async ({ params, query: { cursor, limit = 50 } }) => {
    const staff = staffId(params.staff_id)
    const pages = pagesOf(ids, `history of ${staff}`, z.int())
    const found = await changesOf(deps.db, staff, { below: pages.after(cursor), limit: limit + 1 })
    const { rows, next_cursor } = pages.page(found, limit, (r) => r.change_id)
    const names = await namesOf(rows.map((r) => r.by_id))
    return { items: rows.map((r) => ({ at: r.at.toISOString(), role: r.role, units: r.units, status: r.status, by: nameOf(names, r.by_id) })), next_cursor }
  })
}

/** Whoever was given another role finds it told, wherever they are when it happens. */
const tellRole = (tx: Tx<AccessTables>, { staff, by, role }: { staff: number; by: number; role: string }) =>
  askNotice(tx, { to: [staff], kind: 'role_changed', by, facts: { role } })

const rightsShown = (r: Rights) => ({ abilities: [...r.abilities], sees: [...r.sees], changes: [...r.changes], scope: r.scope, customers: r.customers })
const sameSet = (a: readonly string[], b: readonly string[]) => a.length === b.length && a.every((one) => b.includes(one))

type Whole = { rights: Rights; purposes: readonly string[] }

/** What one has and another has not. */
function more(one: Whole, other: Whole): z.input<typeof contract.previewRole.output>['gained'] {
  const beyond = <T>(a: readonly T[], b: readonly T[]) => a.filter((x) => !b.includes(x))
  return {
    abilities: beyond(one.rights.abilities, other.rights.abilities),
    sees: beyond(one.rights.sees, other.rights.sees),
    changes: beyond(one.rights.changes, other.rights.changes),
    purposes: beyond(one.purposes, other.purposes),
    all_units: one.rights.scope === 'all' && other.rights.scope === 'own',
    customers: customersSeen.indexOf(one.rights.customers) < customersSeen.indexOf(other.rights.customers),
  }
}
