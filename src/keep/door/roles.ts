import { inTransaction } from '../../platform/db/index.ts'
import { changeRole, newBatch, publishDerived, rootsOf } from '../customers/index.ts'
import { lockPersons } from '../terms/index.ts'
import { holdStill, noteChange, sightToChange } from './changing.ts'
import type { Checked, Outputs } from './contract.ts'
import type { Asker, DoorDeps } from './deps.ts'

/** Says that somebody is a customer now, or a lead again. Saying what is so changes nothing. */
export async function setRole(deps: DoorDeps, asker: Asker, input: Checked<'setRole'>): Promise<Outputs['setRole']> {
  const { customer, role } = input
  const touch = { customers: [customer], categories: ['record'], fields: ['role'] }
  await noteChange(deps, asker, await sightToChange(deps, asker, touch, () => true), touch)
  const now = deps.clock.now()
  const changed = await inTransaction(deps.db, async (tx) => {
    await lockPersons(tx.$pickTables(), [customer])
    await holdStill(tx, [customer])
    const root = (await rootsOf(tx.$pickTables(), [customer])).get(customer) ?? customer
    const was = await changeRole(deps, tx.$pickTables(), { root, role }, { actor: asker.actor, now })
    if (was === role) return false
    await publishDerived({ keyring: deps.keyring }, tx.$pickTables(), [root], { batch: await newBatch(tx), now })
    return true
  })
  return { changed }
}
