import { type Db, sql } from '../../../platform/db/index.ts'
import { badInput } from '../../../platform/errors.ts'
import { ownFields } from '../../customers/index.ts'
import type { Purpose } from '../../terms/index.ts'
import type { UsedTables } from '../deps.ts'
import { guesses } from '../shapes.ts'
import type { Datum } from './shapes.ts'

// From which context data came: that of the purposes it is kept for (docs/decisions/0850). What is kept for purposes of two contexts came from
// neither alone, and what is kept for none of a context came from nowhere that anybody said: a decision that weighs uses neither.

type Words = { [language: string]: string }
export type Known = { fields: ReadonlyMap<string, Named>; kinds: ReadonlyMap<string, Named> }
type Named = { title: Words; purposes: readonly string[]; category: string }

/** What the registers say of fields of the company's own and of kinds of entries. */
export async function dataKnown(db: Db<UsedTables>): Promise<Known> {
  const [fields, kinds] = await Promise.all([
    ownFields(db.$pickTables()),
    sql<{ code: string; title: Words; purposes: string[]; sensitive: boolean }>`
      select distinct on (code) code, title, purposes, sensitive from keep.event_type order by code, version desc`.execute(db),
  ])
  return {
    fields: new Map([...fields].map(([code, { title, purposes, category }]) => [code, { title, purposes, category }])),
    kinds: new Map(kinds.rows.map(({ code, title, purposes, sensitive }) => [code, { title, purposes, category: sensitive ? 'sensitive' : 'record' }])),
  }
}

/** Guesses are worked out for this purpose. */
const guessed: Named = { title: {}, purposes: ['analysis'], category: 'record' }

/** What is named, as the registers know it; throws for what is not there, with its place. */
export function namedOf(known: Known, { kind, name }: Datum, place: string): Named {
  if (kind === 'guess') {
    if (guesses.some((one) => one === name)) return guessed
    throw badInput(`${place}.name: there is no guess "${name}"`, `${place}.name`)
  }
  const found = (kind === 'field' ? known.fields : known.kinds).get(name)
  if (found) return found
  if (kind === 'field')
    throw badInput(`${place}.name: there is no field of your own called "${name}"; a decision is made from what is declared`, `${place}.name`)
  throw badInput(`${place}.name: there is no kind of entries called "${name}"; a decision is made from what is declared`, `${place}.name`)
}

/** The contexts of the purposes something is kept for. */
export const contextsOf = ({ purposes }: Pick<Named, 'purposes'>, all: ReadonlyMap<string, Purpose>): string[] =>
  [...new Set(purposes.flatMap((code) => all.get(code)?.context ?? []))].toSorted()

/** One sentence on data that a decision of this context cannot use; undefined where it can. */
export function whyNot(said: Datum & { contexts: readonly string[] }, { purpose, context }: Pick<Purpose, 'purpose' | 'context'>): string | undefined {
  const [only, other] = said.contexts
  if (only === context && other === undefined) return undefined
  const what = { field: 'the field', entries: 'entries of the kind', guess: 'the guess' }[said.kind]
  const one = said.kind === 'entries' ? 'come' : 'comes'
  const rule = `decisions for "${purpose}" use data of the context "${context}" alone`
  if (only === undefined) return `${what} "${said.name}" ${one} from no context that anybody declared; ${rule}`
  return `${what} "${said.name}" ${one} from the context ${said.contexts.map((each) => `"${each}"`).join(' and ')}; ${rule}`
}
