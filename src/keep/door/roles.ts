import { inTransaction, type Tx } from '../../platform/db/index.ts'
import { notFound } from '../../platform/errors.ts'
import { staffNames } from '../access/index.ts'
import { changeLanguage, changeRole, newBatch, publishDerived, type RowField, rootsOf, rowChanges } from '../customers/index.ts'
import type { KeepTables } from '../tables.ts'
import { lockPersons } from '../terms/index.ts'
import { holdStill, noteChange, sightToChange } from './changing.ts'
import type { Checked, Outputs } from './contract.ts'
import type { Asker, DoorDeps } from './deps.ts'
import { sightOf } from './sight.ts'
import { noteUse } from './uses.ts'

type Write = (tx: Tx<KeepTables>, root: number, by: { actor: Asker['actor']; now: Date }) => Promise<boolean>

/** Says that somebody is a customer now, or a lead again. Saying what is so changes nothing. */
export async function setRole(deps: DoorDeps, asker: Asker, { customer, role }: Checked<'setRole'>): Promise<Outputs['setRole']> {
  return describe(deps, asker, { customer, field: 'role' }, async (tx, root, by) => {
    const was = await changeRole(deps, tx.$pickTables(), { root, role }, by)
    return was !== role
  })
}

/** Says which language somebody is spoken to in; null: not known. */
export async function setLanguage(deps: DoorDeps, asker: Asker, { customer, language }: Checked<'setLanguage'>): Promise<Outputs['setLanguage']> {
  return describe(deps, asker, { customer, field: 'language' }, (tx, root, by) => changeLanguage(deps, tx.$pickTables(), { root, language }, by))
}

async function describe(deps: DoorDeps, asker: Asker, { customer, field }: { customer: number; field: string }, write: Write): Promise<{ changed: boolean }> {
  const touch = { customers: [customer], categories: ['record'], fields: [field] }
  await noteChange(deps, asker, await sightToChange(deps, asker, touch, () => true), touch)
  const now = deps.clock.now()
  const changed = await inTransaction(deps.db, async (tx) => {
    await lockPersons(tx.$pickTables(), [customer])
    await holdStill(tx, [customer])
    const root = (await rootsOf(tx.$pickTables(), [customer])).get(customer) ?? customer
    if (!(await write(tx, root, { actor: asker.actor, now }))) return false
    await publishDerived({ keyring: deps.keyring }, tx.$pickTables(), [root], { batch: await newBatch(tx), now })
    return true
  })
  return { changed }
}

/** What somebody's role or language was, each with who changed it; a look like any other. */
export async function rowHistory(
  deps: DoorDeps,
  asker: Asker,
  { customer, field, reason, after, limit }: Checked<'history'> & { field: RowField },
): Promise<Outputs['history']> {
  const sight = await sightOf(deps, asker, 'service', [customer], deps.clock.now())
  if (!sight || sight.refusal(customer) !== undefined || !sight.covers('record')) throw notFound()
  await noteUse(deps, asker, { sight, customers: [customer], reason, operation: 'read', categories: ['record'], fields: [field] })
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
