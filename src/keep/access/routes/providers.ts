import type { z } from 'zod'
import { z as schema } from 'zod'
import { badInput, notFound } from '../../../platform/errors.ts'
import { mount, pagesOf } from '../../../platform/http/index.ts'
import * as contract from '../providers/contract.ts'
import { redirectOf } from '../providers/flow.ts'
import { discover, troubleOfSetUp } from '../providers/outside.ts'
import * as registry from '../providers/registry.ts'
import { mayAssign, mayManageAll } from '../roles/assign.ts'
import type { Giver, PurposesOfRoles } from '../roles/giving.ts'
import type { House } from './caller.ts'
import { deciding } from './deciding.ts'

type Body = z.output<NonNullable<typeof contract.changeProvider.body>>
const perPage = 20

/** Providers that the staff sign in by, and how each is set up. */
export function providerRoutes(house: House): void {
  const { app, on, deps } = house
  const { ids } = deps
  const idOf = (shown: string): number => {
    const id = ids.read('provider', shown)
    if (id === undefined) throw notFound()
    return id
  }
  const shown = (row: registry.Provider, people: number): z.input<typeof contract.provider> => ({
    id: ids.show('provider', row.provider_id),
    code: row.code,
    title: row.title,
    issuer: row.issuer,
    client_id: row.client_id,
    domains: [...row.domains],
    newcomers: row.newcomers,
    groups_claim: row.groups_claim,
    group_roles: row.groups.map((group, i) => ({ group, role: row.group_roles[i] ?? '' })),
    own_factor: row.own_factor,
    paused: row.paused,
    redirect: redirectOf(deps, row.code),
    people,
    made_at: row.made_at.toISOString(),
    proven_at: row.proven_at?.toISOString() ?? null,
  })
  /** Its issuer is asked before anything is kept: what does not answer now will not sign anybody in. */
  async function answers(body: Body, secret: string): Promise<string> {
    if (body.groups_claim === null && body.group_roles.length > 0) throw badInput('groups_claim: say in which claim the groups stand', 'groups_claim')
    if (body.newcomers === 'admin')
      throw badInput('newcomers: nobody becomes an administrator by coming in for the first time; give that role by a group, or by hand', 'newcomers')
    const issuer = deps.outward.checked(body.issuer, 'issuer').replace(/\/$/, '')
    const exact = body.issuer.endsWith('/') ? `${issuer}/` : issuer
    if (exact.includes('/.well-known/')) throw badInput('issuer: leave out what begins with /.well-known', 'issuer')
    try {
      await discover(deps.ask, { issuer: exact, clientId: body.client_id, secret })
    } catch (error) {
      throw troubleOfSetUp(error)
    }
    return exact
  }
  const said = (body: Body, issuer: string): registry.Said => ({
    title: body.title,
    issuer,
    client_id: body.client_id,
    domains: [...new Set(body.domains)],
    newcomers: body.newcomers,
    groups_claim: body.groups_claim,
    groups: body.group_roles.map((one) => one.group),
    group_roles: body.group_roles.map((one) => one.role),
    own_factor: body.own_factor,
    paused: body.paused,
  })
  /** Nobody gives by a provider what they could not give by hand; and who a provider says somebody is, they are: whoever they are. */
  async function mayGiveAll({ newcomers, group_roles }: Body, at: { tx: Parameters<typeof mayAssign>[0]; giver: Giver; purposes: PurposesOfRoles }) {
    await mayManageAll(at.tx, at.giver, at.purposes)
    const roles = new Set([...(newcomers === null ? [] : [newcomers]), ...group_roles.map((one) => one.role)])
    for (const role of roles) await mayAssign(at.tx, at.giver, role, at.purposes)
  }

  mount(app, on, contract.listProviders, async ({ query: { cursor, limit = perPage } }) => {
    const pages = pagesOf(ids, 'providers', schema.int())
    const after = pages.after(cursor) ?? -1
    const all = (await registry.providersNow(deps)).filter((row) => row.provider_id > after)
    const { rows, next_cursor } = pages.page(all.slice(0, limit + 1), limit, (row) => row.provider_id)
    const people = await registry.peopleOf(deps)
    return { items: rows.map((row) => shown(row, people.get(row.provider_id) ?? 0)), next_cursor }
  })
  mount(app, on, contract.addProvider, async (call) => {
    const { code, secret, ...body } = call.body
    const issuer = await answers(body, secret)
    return deciding(house, call, 'staff.manage', async ({ tx, within, giver, side }) => {
      await mayGiveAll(body, { tx, giver, purposes: await side.ofRoles() })
      const row = await registry.addProvider(within, { ...said(body, issuer), code, secret }, { staff: giver.id, now: call.now })
      const facts = { provider: code, newcomers: row.newcomers ?? 'none', own_factor: row.own_factor }
      return { answer: shown(row, 0), act: 'signin.provider_added', subject: { kind: 'provider', id: row.provider_id }, facts }
    })
  })
  mount(app, on, contract.changeProvider, async (call) => {
    const id = idOf(call.params.provider_id)
    const before = (await registry.providersNow(deps)).find((row) => row.provider_id === id)
    if (!before) throw notFound()
    const issuer = await answers(call.body, call.body.secret ?? registry.clientOf(deps, before).secret)
    return deciding(house, call, 'staff.manage', async ({ tx, within, giver, side }) => {
      await mayGiveAll(call.body, { tx, giver, purposes: await side.ofRoles() })
      const given = { ...said(call.body, issuer), ...(call.body.secret === undefined ? {} : { secret: call.body.secret }) }
      const row = await registry.changeProvider(within, id, given, { staff: giver.id, now: call.now })
      const facts = {
        provider: row.code,
        newcomers: row.newcomers ?? 'none',
        own_factor: row.own_factor,
        paused: row.paused,
        secret: call.body.secret !== undefined,
      }
      const people = (await registry.peopleOf(within)).get(id) ?? 0
      return { answer: shown(row, people), act: 'signin.provider_changed', subject: { kind: 'provider', id }, facts }
    })
  })
  mount(app, on, contract.removeProvider, (call) =>
    deciding(house, call, 'staff.manage', async ({ tx, within, giver, side }) => {
      const id = idOf(call.params.provider_id)
      await mayManageAll(tx, giver, await side.ofRoles())
      await registry.removeProvider(within, id, call.now)
      return { answer: { done: true as const }, act: 'signin.provider_removed', subject: { kind: 'provider', id } }
    }),
  )
}
