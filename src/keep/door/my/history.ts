import { categoryOf, earlierValuesOf } from '../../customers/index.ts'
import type { Checked, Outputs } from '../contract.ts'
import type { Asker, DoorDeps } from '../deps.ts'
import { changesShown } from '../identifiers.ts'
import { sightOf } from '../sight.ts'
import { openTexts } from '../texts.ts'
import { byLinkOnly, onlyByMessage, ownId } from './asker.ts'
import { ownSight } from './own.ts'

// What was known of a customer before, and what was said, for themselves.

/** What was done to the addresses of the customer who asks, removed ones among them; by whom, but not by name. */
export async function myIdentifierHistory(deps: DoorDeps, asker: Asker, input: Checked<'myIdentifierHistory'>): Promise<Outputs['myIdentifierHistory']> {
  if (byLinkOnly(asker)) throw onlyByMessage()
  const own = await ownSight(deps, asker)
  if (!own?.sight.covers('contact')) return { items: [], next: null }
  const { items, next } = await changesShown(deps, own.standing.members, input)
  return { items: items.map((change) => ({ ...change, by: { ...change.by, id: 0, name: null } })), next }
}

/** What any field was before, by whom, but not by name. Of a field the company declared for other purposes it is their own to see all the same. */
export async function myEarlierValues(deps: DoorDeps, asker: Asker, input: Checked<'myEarlierValues'>): Promise<Outputs['myEarlierValues']> {
  if (byLinkOnly(asker)) throw onlyByMessage()
  const own = await ownSight(deps, asker)
  if (!own) return { items: [], next: null }
  const page = { after: input.after ? { ...input.after, at: new Date(input.after.at) } : undefined, limit: input.limit + 1 }
  const found = await earlierValuesOf({ db: deps.db.$pickTables(), keyring: deps.keyring }, own.standing.members, page)
  const rows = found.slice(0, input.limit)
  const last = found.length > input.limit ? rows.at(-1) : undefined
  return {
    items: rows
      .filter(({ field }) => own.sight.covers(categoryOf(field), field))
      .map(({ field, value, source, at, by_kind }) => {
        const own = deps.record.registry.field(field)
        return { field, title: own?.title ?? null, type: own?.type ?? null, value, source, from: at.toISOString(), by: by_kind }
      }),
    next: last ? { at: last.at.toISOString(), customer: last.customer, version: last.version } : null,
  }
}

export async function myTexts(deps: DoorDeps, asker: Asker, input: Checked<'myTexts'>): Promise<Outputs['myTexts']> {
  const customer = ownId(asker)
  if (byLinkOnly(asker)) return input.items.map((i) => ({ ...i, content: null, hidden: { reason: 'message_only', purposes: ['own_view'] } }))
  // What a child said, wrote and was told is between them and the company.
  if (asker.guardian) return input.items.map((i) => ({ ...i, content: null, hidden: { reason: 'confided', purposes: [] } }))
  const sight = await sightOf(deps, asker, 'own_view', [customer], deps.clock.now())
  if (!sight) return []
  const own = new Set(sight.members(customer))
  const items = input.items.filter((i) => own.has(i.customer))
  const all = await sightOf(deps, asker, 'own_view', [...own], deps.clock.now())
  return all ? openTexts(deps, all, items, await deps.together.texts(items)) : []
}
