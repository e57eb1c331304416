import { contentPlace } from '../customers/index.ts'
import { unseal } from '../keyring/index.ts'
import { closedAmong, closedKinds } from './closed.ts'
import type { Checked, Text } from './contract.ts'
import type { Asker, DoorDeps } from './deps.ts'
import { type Sight, sightOf } from './sight.ts'
import { keyOf, type SealedText, type TextItem } from './together.ts'
import { noteUse } from './uses.ts'

/** What was said and written, opened for a purpose; what it does not cover comes back as hidden, with the purposes that would. */
export async function texts(deps: DoorDeps, asker: Asker, input: Checked<'texts'>): Promise<Text[]> {
  const customers = [...new Set(input.items.map((i) => i.customer))]
  const people = customers.filter((c) => c > 0)
  const [sight, found] = await Promise.all([sightOf(deps, asker, input.purpose, people, deps.clock.now()), deps.together.texts(input.items)])
  if (!sight) return []
  const closed = await closedKinds(deps, input.purpose)
  const kept = await closedAmong(
    deps,
    closed,
    input.items.filter((i) => i.kind === 'interaction'),
  )
  const keptFor = (i: { kind: string; customer: number; id: number }) => (i.kind === 'interaction' ? kept.get(`${i.customer} ${i.id}`) : undefined)
  const rows = found.filter((r) => keptFor(r) === undefined && (r.customer > 0 ? sight.standing(r.customer) !== undefined : mayReadOfTheHouse(asker)))
  // What was said belongs to the card it is read on: both fall under one receipt.
  const opened = [...new Set(rows.filter((r) => hiddenBy(sight, r) === undefined && r.customer > 0).map((r) => r.customer))]
  const noted = noteUse(deps, asker, {
    sight,
    customers: opened,
    reason: input.reason,
    ...(input.reason.kind === 'card' ? { deed: 'card', categories: [...sight.purpose.categories] } : { deed: 'texts', categories: ['content'] }),
  })
  await Promise.all([noted, ...textKeys(sight, rows).map((keys) => deps.together.fetchKeys(keys))])
  const shown = await openTexts(deps, sight, input.items, rows)
  return shown.map((text): Text => {
    if (text.customer > 0 && !sight.standing(text.customer)) return text
    const purposes = keptFor(text) ?? closed.get(sealedKindOf(text) ?? '')
    return purposes && !text.hidden ? { ...text, content: null, hidden: { reason: 'kind_not_covered', purposes: [...purposes] } } : text
  })
}

/** Texts about nobody are the house's own: for staff, and for programs that serve customers as they do. */
function mayReadOfTheHouse(asker: Asker): boolean {
  return asker.actor.kind !== 'customer' && (asker.purposes.length === 0 || asker.purposes.includes('service'))
}

/** Of a sensitive record the kind too is sealed: it is known only now. */
function sealedKindOf({ content }: Text): string | undefined {
  const sealed = content?.['sealed']
  return typeof sealed === 'object' && sealed !== null && 'kind' in sealed && typeof sealed.kind === 'string' ? sealed.kind : undefined
}

/** Opens texts under a sight whose use has been noted. */
export async function openTexts(deps: DoorDeps, sight: Sight, items: readonly TextItem[], rows: readonly SealedText[]): Promise<Text[]> {
  const byKey = new Map(rows.map((r) => [keyOf(r), r]))
  const found = await Promise.all(
    textKeys(sight, rows).map(async ({ category, customers }) => [category, await deps.keyring.existingKeys(customers, category)] as const),
  )
  const keys = new Map(found)
  const others = [...sight.purposes.values()]
  return items.map((item): Text => {
    const row = byKey.get(keyOf(item))
    const at = { kind: item.kind, customer: item.customer, id: item.id }
    if (!row) return { ...at, content: null, hidden: null }
    const hidden = hiddenBy(sight, row)
    if (hidden)
      return {
        ...at,
        content: null,
        hidden: {
          reason: hidden,
          purposes: hidden === 'role_not_covered' ? [] : others.filter((p) => p.categories.includes(row.category)).map((p) => p.purpose),
        },
      }
    const dataKey = keys.get(row.category)?.get(row.customer)
    const plain = dataKey && unseal(dataKey, contentPlace(row.customer, row.kind, row.id), row.sealed)
    return plain ? { ...at, content: parse(plain), hidden: null } : { ...at, content: null, hidden: { reason: 'erased', purposes: [] } }
  })
}

/** Whose keys open what this sight covers, by category. */
function textKeys(sight: Sight, rows: readonly SealedText[]): { category: SealedText['category']; customers: number[] }[] {
  const open = Map.groupBy(
    rows.filter((r) => hiddenBy(sight, r) === undefined),
    (r) => r.category,
  )
  return [...open].map(([category, some]) => ({ category, customers: [...new Set(some.map((r) => r.customer))] }))
}

// Texts about nobody (customer 0) are the house's own: tasks without a customer.
function hiddenBy(sight: Sight, row: SealedText): string | undefined {
  if (row.customer === 0) return undefined
  return sight.refusal(row.customer) ?? sight.uncovered(row.category)
}

function parse(plain: Buffer): { [part: string]: unknown } {
  const value: unknown = JSON.parse(plain.toString('utf8'))
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.fromEntries(Object.entries(value)) : { text: String(value) }
}
