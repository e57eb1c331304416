import {
  type FieldValue,
  type Groups,
  identifierId,
  newestFirst,
  type OpenIdentifier,
  type OwnField,
  openSealedFields,
  openSealedIdentifiers,
  type SealedField,
  type SealedIdentifier,
} from '../customers/index.ts'
import { closedField } from './closed.ts'
import { type Field, type Identifier, typedKinds } from './contract.ts'
import type { DoorDeps } from './deps.ts'
import type { Sight } from './sight.ts'

// Fields and identifiers: read as they are kept, sealed, while the look at them is being noted, and opened once that stands.
// What the purpose does not cover is never unsealed.

export type Sealed = { customer: number; fields: readonly SealedField[]; identifiers: readonly SealedIdentifier[] }

/** Reads what the sight's purpose will open of one customer, and brings its keys near. Opens nothing. */
export async function readSealed(deps: DoorDeps, sight: Sight, customer: number): Promise<Sealed> {
  const members = sight.members(customer)
  const [fields, identifiers] = await Promise.all([deps.together.fields(members), sight.covers('contact') ? deps.together.identifiers(members) : []])
  const opens = opensFor(deps, sight)
  const categories = new Set(fields.filter((f) => opens(f.category, f.field)).map((f) => f.category))
  if (identifiers.length > 0) categories.add('contact')
  await Promise.all([...categories].map((category) => deps.together.fetchKeys({ customers: members, category })))
  return { customer, fields, identifiers }
}

/** Whether a field of this category is opened under this sight: the purpose covers it, and it is not kept for others only. */
const opensFor = (deps: DoorDeps, sight: Sight) => (category: string, field: string) =>
  sight.covers(category, field) && closedField(deps, sight.purpose.purpose, field) === undefined

/** Current fields that the purpose covers, with how many versions each has had; and the company's own fields kept for other purposes. */
export async function openFields(deps: DoorDeps, sight: Sight, sealed: Sealed): Promise<{ fields: Field[]; closed: readonly OwnField[] }> {
  const opened = await openSealedFields(deps.keyring, new Map([[sealed.customer, sealed.fields]]), opensFor(deps, sight))
  const closed = [...newestFirst(sealed.fields).values()].flatMap(([newest]) =>
    newest && newest.sealed !== null && sight.covers(newest.category, newest.field) ? (closedField(deps, sight.purpose.purpose, newest.field) ?? []) : [],
  )
  const fields = [...(opened.get(sealed.customer)?.values() ?? [])].map((v): Field => {
    const own = deps.record.registry.field(v.field)
    return {
      field: v.field,
      category: v.category,
      title: own?.title ?? null,
      value: v.value,
      source: v.source,
      changed_at: v.at.toISOString(),
      version: v.version,
      versions: v.versions,
      own: own
        ? { type: own.type, codes: own.codes && [...own.codes], currency: own.currency, purposes: [...own.purposes], about: own.about, retired: own.retired }
        : null,
    }
  })
  // The order in which the store gives rows is that of its plan, which may change between two looks.
  return { fields: fields.sort((a, b) => (a.field < b.field ? -1 : 1)), closed }
}

/** What points at the customer. What has no value of its own (a cookie) or is only ours is left out. */
export async function openIdentifiers(deps: DoorDeps, sight: Sight, sealed: Sealed): Promise<Identifier[]> {
  if (!sight.covers('contact')) return []
  const held = await openSealedIdentifiers(deps.keyring, new Map([[sealed.customer, sealed.identifiers]]))
  return (held.get(sealed.customer) ?? [])
    .filter((i) => i.value !== null && !(i.kind === 'external' && /^hand:\d+$/.test(i.value)))
    .slice(0, mostShown)
    .map((i) => shownIdentifier(deps, i))
}

const mostShown = 200
const typed: readonly string[] = typedKinds

export function shownIdentifier(deps: Pick<DoorDeps, 'keyring'>, i: OpenIdentifier): Identifier {
  return {
    id: identifierId(deps.keyring, i),
    kind: i.kind,
    shown: i.value,
    verified: i.verified,
    shared: i.shared,
    preferred: i.preferred,
    editable: typed.includes(i.kind),
    source: i.source,
    first_seen_at: i.first_seen.toISOString(),
    last_seen_at: i.last_seen.toISOString(),
  }
}

/** Covered fields of several persons whose look has been noted; each person is all ids given for it. */
export async function openCovered(deps: DoorDeps, sight: Sight, groups: Groups): Promise<Map<number, Map<string, FieldValue>>> {
  const held = Map.groupBy(await deps.together.fields([...new Set([...groups.values()].flat())]), (f) => f.customer)
  const sealed = new Map([...groups].map(([asked, ids]): [number, SealedField[]] => [asked, ids.flatMap((id) => held.get(id) ?? [])]))
  return openSealedFields(deps.keyring, sealed, opensFor(deps, sight))
}
