import { inTransaction } from '../../../platform/db/index.ts'
import { AppError, notFound } from '../../../platform/errors.ts'
import { groupsOf, openFieldsOf } from '../../customers/index.ts'
import { receiptsOfSaying } from '../../receipts/index.ts'
import { allowForChild, childOf, lastLeasePast, mayAllow, purposesNow, termsOf, type Ward, wardsOf } from '../../terms/index.ts'
import type { Checked, Outputs } from '../contract.ts'
import { type Asker, type DoorDeps, guardianRole } from '../deps.ts'
import { receiptSays } from '../heard.ts'
import { type Sight, sightOf } from '../sight.ts'
import { noteUse } from '../uses.ts'
import { byLinkOnly, onlyByMessage, ownId } from './asker.ts'

// What a guardian sees and says of a child: as themselves, by their own session, and only of what is theirs to allow. Each look and each word stands
// in the child's journal, by the guardian on behalf of the child.

/** The children of whoever asks, each with what is allowed for them; nothing of whoever came of age. */
export async function myWards(deps: DoorDeps, asker: Asker, _: Checked<'myWards'>): Promise<Outputs['myWards']> {
  const wards = await wardsOf(deps.db.$pickTables(), await guardianIds(deps, asker), deps.clock.now())
  const shown: Outputs['myWards']['wards'] = []
  for (const ward of wards) {
    const sight = await sightFor(deps, asker, ward)
    if (sight) shown.push(await wardShown(deps, asker, ward, sight))
  }
  return { wards: shown }
}

/** Says what may be used for a child. Throws not_found for whoever is no child of theirs (any more), forbidden for what a guardian cannot say. */
export async function sayForWard(deps: DoorDeps, asker: Asker, input: Checked<'sayForWard'>): Promise<Outputs['sayForWard']> {
  const guardians = await guardianIds(deps, asker)
  const now = deps.clock.now()
  const by = { actor: { ...asker.actor, role: guardianRole }, now, method: 'portal' }
  const known = async (tx: Parameters<typeof wardsOf>[0]) => (await wardsOf(tx, guardians, now)).find(({ person }) => person === input.ward)
  const ward = await known(deps.db.$pickTables())
  const sight = ward && (await sightFor(deps, asker, ward))
  if (!ward || !sight) throw notFound()
  await inTransaction(deps.db, async (tx) => {
    for (const one of input.said) {
      if (!('ward' in one))
        throw new AppError('forbidden', 'A guardian says what data may be used for. Everything else, and their own yes, the child says on their own page.')
      await allowForChild(deps, tx.$pickTables(), { customer: ward.person, ...one.ward, guardians }, by)
    }
    // The lock on the child is held since: whoever was taken off the card meanwhile has said nothing.
    if (!(await known(tx.$pickTables()))) throw notFound()
    const { kind, id, role } = by.actor
    const sayings = input.said.map((one) => ({
      customer: ward.person,
      road: { kind: 'portal' as const },
      by: { kind, id, role },
      behalf: true as const,
      ...receiptSays(one),
    }))
    await receiptsOfSaying(tx, sayings, now)
  })
  await lastLeasePast(deps.db.$pickTables(), [ward.person], deps.clock)
  return wardShown(deps, asker, ward, sight)
}

/** All ids of whoever asks; by the link of a message nobody acts for anybody. */
async function guardianIds(deps: DoorDeps, asker: Asker): Promise<readonly number[]> {
  const own = ownId(asker)
  if (byLinkOnly(asker)) throw onlyByMessage()
  return (await groupsOf(deps.db.$pickTables(), [own])).get(own) ?? [own]
}

const actingFor = (asker: Asker, { person }: Ward): Asker => ({ ...asker, customer: person, actor: { ...asker.actor, role: guardianRole } })

/** Undefined where there is no page of the child's. */
async function sightFor(deps: DoorDeps, asker: Asker, ward: Ward): Promise<Sight | undefined> {
  const sight = await sightOf(deps, actingFor(asker, ward), 'own_view', [ward.person], deps.clock.now())
  return sight?.refusal(ward.person) === undefined ? sight : undefined
}

async function wardShown(deps: DoorDeps, asker: Asker, ward: Ward, sight: Sight): Promise<Outputs['sayForWard']> {
  const { person } = ward
  const db = deps.db.$pickTables()
  const look = { sight, customers: [person], reason: { kind: 'portal' as const }, deed: 'page' as const, categories: ['contact', 'record'], fields: ['name'] }
  await noteUse(deps, actingFor(asker, ward), look)
  const now = deps.clock.now()
  const members = new Map([[person, sight.members(person)]])
  const [terms, child, purposes, opened] = await Promise.all([
    termsOf(db, person, now),
    childOf(db, sight.members(person), now),
    purposesNow(db),
    openFieldsOf({ db, keyring: deps.keyring }, members, ['name']),
  ])
  const given = new Set(terms.items.flatMap((t) => (t.allowed ? [t.purpose] : [])))
  return {
    ward: person,
    name: opened.get(person)?.get('name')?.value ?? null,
    until: ward.until,
    stopped: terms.stoppedAt !== null,
    purposes: [...purposes.values()]
      .filter((p) => p.checks.has('prohibition'))
      .map((p) => ({
        code: p.purpose,
        title: p.title,
        allowed: mayAllow(p) && (child?.allowed.includes(p.purpose) ?? false),
        may: mayAllow(p),
        own: p.legalBasis !== 'consent' ? null : given.has(p.purpose) ? ('given' as const) : ('not_given' as const),
      })),
  }
}
