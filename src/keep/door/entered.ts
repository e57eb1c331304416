import { inTransaction } from '../../platform/db/index.ts'
import { AppError, badInput, notFound } from '../../platform/errors.ts'
import { receiptsOfSaying } from '../receipts/index.ts'
import { findProof, lastLeasePast, proves, wordsWith } from '../terms/index.ts'
import { writer } from './changing.ts'
import type { Checked, Outputs } from './contract.ts'
import type { Asker, DoorDeps } from './deps.ts'
import { hear, onlyTakesAway, receiptSays } from './heard.ts'
import { termsFor } from './my/terms.ts'
import { sightOf } from './sight.ts'
import { noteUse } from './uses.ts'

// What customers tell a colleague of being contacted: by telephone, at the counter, on paper. A no acts at once and needs no proof; a yes, or
// a rule that lets more through than the one that stands, needs one, and counts only when it is newer than their no.

/** What one customer allows and wants, as it stands. A look at the card, with its receipt. */
export async function terms(deps: DoorDeps, asker: Asker, { customer }: Checked<'terms'>): Promise<Outputs['terms']> {
  const sight = await sightOf(deps, asker, 'service', [customer], deps.clock.now())
  if (!sight?.standing(customer)) throw notFound()
  const refused = sight.refusal(customer)
  const look = { sight, customers: [customer], reason: { kind: 'card' as const }, deed: 'card' as const, categories: ['record'], fields: ['terms'] }
  await noteUse(deps, asker, refused === undefined ? look : { ...look, refused })
  if (refused !== undefined) throw notFound()
  return termsFor(deps, customer, { proven: asker.rights.abilities.includes('consents.enter') })
}

/** Enters what a customer said; acknowledged when nothing that was refused can leave any more. All of it or nothing. */
export async function sayFor(deps: DoorDeps, asker: Asker, input: Checked<'sayFor'>): Promise<Outputs['sayFor']> {
  const { customer, said } = input
  writer(asker, 'consents.enter')
  const now = deps.clock.now()
  const at = input.at === null ? now : new Date(input.at)
  if (at > now) throw badInput('at: lies in the future', 'at')
  const sight = await sightOf(deps, asker, 'service', [customer], now)
  if (!sight?.standing(customer)) throw notFound()
  const use = { sight, customers: [customer], reason: { kind: 'edit' as const }, categories: ['record'] }
  const refused = sight.refusal(customer)
  const isNo = await inTransaction(deps.db, (tx) => onlyTakesAway(tx.$pickTables(), customer, said, now))
  // Whoever may not be looked at now may still be heard when they say no.
  if (refused !== undefined && !((refused === 'restricted' || refused === 'trashed') && isNo)) {
    await noteUse(deps, asker, { ...use, deed: 'terms', refused })
    throw refused === 'role_not_covered' ? notFound() : new AppError('forbidden', 'The use of this customer’s data is restricted, so only a no can be entered.')
  }
  const db = deps.db.$pickTables()
  const file = input.proof === null ? undefined : await findProof(deps, db, sight.members(customer), input.proof)
  if (input.proof !== null && !file) throw badInput('proof_id: there is no such file of this customer', 'proof_id')
  const words = wordsWith(input.words, file)
  const unproven = refused !== undefined || words === ''
  if (unproven && !isNo) throw badInput('words: write down their words, or add what proves a yes', 'words')
  const by = {
    actor: asker.actor,
    now,
    at,
    method: input.road,
    language: sight.standing(customer)?.language ?? 'en',
    told: true,
    ...(words === '' ? {} : { evidence: { words, keyring: deps.keyring } }),
  }
  await inTransaction(deps.db, async (tx) => {
    // What stands may have become narrower since it was looked at.
    if (unproven && !(await onlyTakesAway(tx.$pickTables(), customer, said, now)))
      throw new AppError('stale', 'The customer said something else meanwhile. Look at what stands, then enter it again.')
    for (const one of said) {
      const proven = await hear(deps, tx, customer, one, by)
      if (file) await proves(tx.$pickTables(), file, proven)
    }
    const { kind, id, role } = asker.actor
    const sayings = said.map((one) => ({ customer, road: { kind: 'entry' as const }, by: { kind, id, role }, ...receiptSays(one) }))
    await receiptsOfSaying(tx, sayings, now)
  })
  await lastLeasePast(db, [customer], deps.clock)
  return termsFor(deps, customer, { proven: true })
}
