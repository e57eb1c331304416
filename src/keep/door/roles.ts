import { inTransaction } from '../../platform/db/index.ts'
import { notFound } from '../../platform/errors.ts'
import { staffNames } from '../access/index.ts'
import { changeLanguage, changeRole, newBatch, publishDerived, type RowField, rootsOf, rowChanges, rowFields } from '../customers/index.ts'
import { tellOfCorrected } from '../rights/index.ts'
import { lockPersons } from '../terms/index.ts'
import { holdStill, noteChange, sightToChange } from './changing.ts'
import type { Checked, Outputs } from './contract.ts'
import type { Asker, DoorDeps } from './deps.ts'
import { sightOf } from './sight.ts'
import { noteUse } from './uses.ts'

type Said = Checked<'describe'>

/** Says that somebody is a customer now, or a lead again, or which language they are spoken to in. Saying what is so changes nothing. */
export async function describe(deps: DoorDeps, asker: Asker, said: Said): Promise<Outputs['describe']> {
  const { customer, role, language } = said
  const fields = rowFields.filter((field) => said[field] !== undefined)
  if (fields.length === 0) return { changed: false, stale: [] }
  const touch = { customers: [customer], categories: ['record'], deed: 'write' as const, fields }
  await noteChange(deps, asker, await sightToChange(deps, asker, touch, () => true), touch)
  const by = { actor: asker.actor, now: deps.clock.now() }
  return inTransaction(deps.db, async (tx) => {
    await lockPersons(tx.$pickTables(), [customer])
    await holdStill(tx, [customer])
    const root = (await rootsOf(tx.$pickTables(), [customer])).get(customer) ?? customer
    const standing = await tx.selectFrom('keep.customer').select(['role', 'language']).where('customer_id', '=', root).executeTakeFirst()
    if (!standing) throw notFound()
    const isStale = (field: RowField) => said.was[field] !== undefined && standing[field] !== said.was[field] && standing[field] !== said[field]
    const stale = fields.filter(isStale).map((field) => ({ field, value: standing[field] }))
    if (stale.length > 0) return { changed: false, stale }
    const done = [
      role !== undefined && (await changeRole(deps, tx.$pickTables(), { root, role }, by)) !== role,
      language !== undefined && (await changeLanguage(deps, tx.$pickTables(), { root, language }, by)),
    ]
    if (!done.includes(true)) return { changed: false, stale: [] }
    const corrected = fields.filter((field) => standing[field] !== said[field]).map((field) => ({ customer: root, field, was: standing[field] }))
    await tellOfCorrected(deps, tx.$pickTables(), corrected, by)
    await publishDerived({ keyring: deps.keyring }, tx.$pickTables(), [root], { batch: await newBatch(tx), now: by.now })
    return { changed: true, stale: [] }
  })
}

/** What somebody's role or language was, each with who changed it; a look like any other. */
export async function rowHistory(
  deps: DoorDeps,
  asker: Asker,
  { customer, field, reason, after, limit }: Checked<'history'> & { field: RowField },
): Promise<Outputs['history']> {
  const sight = await sightOf(deps, asker, 'service', [customer], deps.clock.now())
  if (!sight || sight.refusal(customer) !== undefined || !sight.covers('record')) throw notFound()
  await noteUse(deps, asker, { sight, customers: [customer], reason, deed: 'read', categories: ['record'], fields: [field] })
  const found = await rowChanges(deps.db.$pickTables(), sight.members(customer), field, { below: after?.version, limit: limit + 1 })
  const changes = found.slice(0, limit)
  const colleagues = changes.filter((c) => c.by_kind === 'staff').map((c) => c.by_id)
  const names = await staffNames({ db: deps.db.$pickTables(), keyring: deps.keyring }, colleagues)
  const last = found.length > limit ? changes.at(-1) : undefined
  return {
    items: changes.map(({ value, version, at, by_kind, by_id }) => ({
      value,
      version,
      from: at.toISOString(),
      source: by_kind === 'staff' ? 'console' : by_kind,
      by: { kind: by_kind, id: by_id, name: by_kind === 'staff' ? (names.get(by_id) ?? null) : null },
    })),
    next: last ? { at: last.at.toISOString(), customer, version: last.version } : null,
  }
}
