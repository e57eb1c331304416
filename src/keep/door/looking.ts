import type { LettersLook } from '../channels/index.ts'
import { isCode } from '../receipts/index.ts'
import type { LookAtRights, LookToDecide, Weighing } from '../rights/index.ts'
import { categoryIn, closedField } from './closed.ts'
import type { Asker, DoorDeps } from './deps.ts'
import { preview } from './previews.ts'
import { type Sight, sightOf } from './sight.ts'
import { noteRefusals, noteUse } from './uses.ts'

/** A look at the content of one customer, decided and ready to be noted: for what the keep serves itself, past the office. */
export async function lookAtContent(deps: DoorDeps, asker: Asker, purpose: string, customer: number) {
  const sight = await sightOf(deps, asker, purpose, [customer], deps.clock.now())
  const refusal = sight ? (sight.refusal(customer) ?? sight.uncovered('content')) : 'unknown_purpose'
  return {
    members: sight?.members(customer) ?? [],
    /** Whether the role of whoever looks changes what was said and written, too. */
    mayChange: sight?.changes('content') ?? false,
    refusal,
    async note(use: { deed: 'card' | 'file' | 'attach'; file?: number }): Promise<void> {
      if (!sight) return
      await noteUse(deps, asker, {
        sight,
        customers: [customer],
        reason: use.deed === 'card' ? { kind: 'card' } : { kind: 'file', ...(use.file === undefined ? {} : { id: use.file }) },
        deed: use.deed,
        // What is listed on the card belongs to the card.
        categories: use.deed === 'card' ? [...sight.purpose.categories] : ['content'],
        ...(refusal === undefined ? {} : { refused: refusal }),
      })
    },
  }
}

/** A look at somebody who may be erased: for service, also in the trash, and also when that was asked for already. */
export async function lookToErase(deps: DoorDeps, asker: Asker, customer: number) {
  const sight = await sightOf(deps, asker, 'service', [customer], deps.clock.now(), [], { inTrash: true })
  const refused = sight ? sight.refusal(customer) : 'unknown_purpose'
  const refusal = refused === 'restricted' ? undefined : refused
  return {
    members: sight?.members(customer) ?? [],
    refusal,
    async note(deed: 'erasure' | 'erase'): Promise<void> {
      if (!sight) return
      await noteUse(deps, asker, {
        sight,
        customers: [customer],
        reason: { kind: 'edit' },
        deed,
        categories: ['record'],
        ...(refusal === undefined ? {} : { refused: refusal }),
      })
    },
  }
}

/** A look at letters to these customers, as the built-in mailbox caught them: for service, which the purpose must cover as a whole. */
export async function lookAtLetters(deps: DoorDeps, asker: Asker, customers: readonly number[]): Promise<LettersLook> {
  const sight = await sightOf(deps, asker, 'service', customers, deps.clock.now())
  const uncovered = sight?.uncovered('contact') ?? sight?.uncovered('content')
  return {
    refusal: (customer) => (sight ? (sight.refusal(customer) ?? uncovered) : 'unknown_purpose'),
    async note(use) {
      if (!sight) return
      await noteUse(deps, asker, { sight, reason: { kind: 'mailbox' }, categories: ['contact', 'content'], ...use })
    },
  }
}

/** For what somebody's rights are looked at: to fulfil them; or, by whoever takes a call or a paper and by whoever reads a card, to serve. */
const purposesOfRights = { desk: 'own_view', own: 'own_view', counter: 'service', beside: 'service' } as const

/** A look at somebody who uses a right. Who is restricted, or in the trash, uses them too: also by phone. */
export async function lookAtRights(deps: DoorDeps, asker: Asker, customer: number, as: keyof typeof purposesOfRights): Promise<LookAtRights> {
  const sight = await sightOf(deps, asker, purposesOfRights[as], [customer], deps.clock.now(), [], { inTrash: true })
  const refused = sight ? sight.refusal(customer) : 'unknown_purpose'
  const refusal = as === 'counter' && refused === 'restricted' ? undefined : refused
  const [named] = as === 'desk' && refusal === undefined ? await preview(deps, asker, { ...previewed, customers: [customer], fields: [] }) : []
  return {
    members: sight?.members(customer) ?? [],
    refusal,
    name: named?.name?.full ?? null,
    writes: (field) => as === 'own' || (sight !== undefined && changesField(deps, sight, field)),
    async note(deed, fields = []) {
      if (!sight) return
      await noteUse(deps, asker, {
        sight,
        customers: [customer],
        reason: { kind: as === 'own' ? 'portal' : 'case' },
        deed,
        categories: as === 'own' ? [...sight.purpose.categories] : ['content', 'record'],
        fields,
        ...(refusal === undefined ? {} : { refused: refusal }),
      })
    },
  }
}

function changesField(deps: DoorDeps, sight: Sight, field: string | null): boolean {
  const category = field === null ? 'content' : categoryIn(deps, field)
  return sight.changes(category) && sight.covers(category, field ?? undefined) && (field === null || !closedField(deps, sight.purpose.purpose, field))
}

/** A look at somebody of whom a decision that weighs is recorded: by its own purpose, from what it used. */
export async function lookToDecide(deps: DoorDeps, asker: Asker, customer: number, { purpose, contexts, categories, fields }: Weighing): Promise<LookToDecide> {
  const used = { contexts, categories, ...(fields.length > 0 ? { fields } : {}) }
  const sight = await sightOf(deps, asker, purpose, [customer], deps.clock.now(), [], used)
  const refusal = sight ? sight.refusal(customer) : 'unknown_purpose'
  return {
    members: sight?.members(customer) ?? [],
    refusal,
    async note(names) {
      if (!sight) return
      await noteUse(deps, asker, {
        sight,
        customers: [customer],
        reason: { kind: 'case' },
        deed: 'decide',
        categories,
        fields: names.filter(isCode),
        ...(refusal === undefined ? {} : { refused: refusal }),
      })
    },
  }
}

const previewed = { purpose: 'own_view', reason: { kind: 'case' }, beyond: 'hide' } as const

/** Names for the desk, of those whom the asker may look at. */
export async function namesOnDesk(deps: DoorDeps, asker: Asker, customers: readonly number[]): Promise<Map<number, string>> {
  const named = customers.length > 0 ? await preview(deps, asker, { ...previewed, customers: [...customers], fields: [] }) : []
  return new Map(named.flatMap(({ customer, name }) => (name ? [[customer, name.full] as const] : [])))
}

/** A look at these customers as those whose data was used or refused: for security, by opaque ids, with no field opened. */
export async function lookAtTouched(deps: DoorDeps, asker: Asker, customers: readonly number[]) {
  const sight = await sightOf(deps, asker, 'security', customers, deps.clock.now())
  return {
    refusal: (customer: number) => (sight ? sight.refusal(customer) : 'unknown_purpose'),
    async note(): Promise<void> {
      if (!sight) return
      const use = { sight, reason: { kind: 'list' as const }, deed: 'touched' as const, categories: ['record'] }
      await noteRefusals(deps, asker, { ...use, customers })
      await noteUse(deps, asker, { ...use, customers: customers.filter((customer) => sight.refusal(customer) === undefined) })
    },
  }
}

/** A few people by name, to serve them: those the asker may look at, each with a receipt; of the others nothing but that there is somebody. */
export async function namesOfSample(deps: DoorDeps, asker: Asker, customers: readonly number[]): Promise<{ customer: number; name: string | null }[]> {
  if (customers.length === 0) return []
  const named = await preview(deps, asker, { purpose: 'service', reason: { kind: 'list' }, beyond: 'hide', customers: [...customers], fields: [] })
  const names = new Map(named.map(({ customer, name }) => [customer, name?.full ?? null]))
  return customers.map((customer) => ({ customer, name: names.get(customer) ?? null }))
}
