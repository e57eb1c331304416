import type { z } from 'zod'
import { keyTitles, staffNames } from '../access/index.ts'
import { deedOf } from '../receipts/index.ts'
import { allPurposes, type Words } from '../terms/index.ts'
import type { DeskDeps } from './deps.ts'
import { categoriesIn, deedsIn, leftBy } from './marks.ts'
import type { touched } from './shapes.ts'
import { actorsIn, countPersons, type Shared, type Span, sharedIn } from './spans.ts'

type Touched = z.input<typeof touched>
const mostFields = 50
const mostActors = 50

/** Whose data was touched, counted: a refusal touched nobody's. */
export async function touchedIn(deps: Pick<DeskDeps, 'db' | 'keyring' | 'ids'>, span: Span): Promise<Touched> {
  const { db } = deps
  const [all, actors, titles] = await Promise.all([sharedIn(db, span), actorsIn(db, span), purposeTitles(deps)])
  const used = all.filter(({ decision }) => decision === 'allow')
  const groups = await countPersons(db, span, used)
  const personsWhere = (fits: (group: (typeof groups)[number]) => boolean) => groups.reduce((sum, group) => (fits(group) ? sum + group.persons : sum), 0)
  const times = used.flatMap(({ first, last }) => [first.getTime(), last.getTime()])
  const by = await whoOf(deps, actors.slice(0, mostActors))
  return {
    who: span.by ? ((await whoOf(deps, [{ ...span.by, role: '', uses: 0 }]))[0]?.who ?? null) : null,
    persons: personsWhere(() => true),
    uses: sum(used),
    refused: sum(all) - sum(used),
    first: times.length > 0 ? new Date(Math.min(...times)).toISOString() : null,
    last: times.length > 0 ? new Date(Math.max(...times)).toISOString() : null,
    categories: [...new Set(groups.flatMap(({ marks }) => categoriesIn(marks)))].map((category) => ({
      category,
      persons: personsWhere(({ marks }) => categoriesIn(marks).includes(category)),
    })),
    purposes: counted(used, ({ purpose }) => [purpose]).map(([code, uses]) => ({ purpose: { code, title: titles.get(code) ?? { en: code, ru: code } }, uses })),
    deeds: [...Map.groupBy(used, deedOf)]
      .map(([deed, of]) => ({ deed, uses: sum(of), persons: personsWhere(({ deeds }) => deedsIn(deeds).includes(deed)) }))
      .sort((a, b) => b.uses - a.uses),
    fields: counted(used, ({ fields }) => fields)
      .slice(0, mostFields)
      .map(([field, uses]) => ({ field, uses })),
    left: {
      persons: personsWhere(({ marks }) => leftBy(marks, 'file') || leftBy(marks, 'program')),
      files: personsWhere(({ marks }) => leftBy(marks, 'file')),
      messages: personsWhere(({ marks }) => leftBy(marks, 'message')),
      programs: counted(used, ({ recipients }) => recipients).map(([source, uses]) => ({ source, uses })),
    },
    by,
    more_by: Math.max(0, actors.length - mostActors),
  }
}

export async function purposeTitles({ db }: Pick<DeskDeps, 'db'>): Promise<Map<string, Words>> {
  return new Map((await allPurposes(db.$pickTables())).map((p) => [p.purpose, p.title]))
}

type Acting = Awaited<ReturnType<typeof actorsIn>>[number]

async function whoOf(deps: Pick<DeskDeps, 'db' | 'keyring' | 'ids'>, actors: readonly Acting[]): Promise<Touched['by']> {
  const of = (kind: string) => actors.filter((actor) => actor.kind === kind).map(({ id }) => id)
  const [staff, keys] = await Promise.all([
    staffNames({ db: deps.db.$pickTables(), keyring: deps.keyring }, of('staff')),
    keyTitles({ db: deps.db.$pickTables() }, of('api')),
  ])
  const shown = ({ kind, id }: Acting) => {
    if (kind === 'staff') return { kind, id: deps.ids.show('staff', id), name: staff.get(id) ?? null }
    if (kind === 'api') return { kind, id: deps.ids.show('key', id), name: keys.get(id) ?? null }
    return { kind, id: null, name: null }
  }
  return actors.map((actor) => ({ who: shown(actor), role: actor.role, uses: actor.uses }))
}

const sum = (of: readonly Shared[]) => of.reduce((all, { uses }) => all + uses, 0)

/** How often each of some codes stands in it, the most first. */
export function counted(of: readonly Shared[], codes: (one: Shared) => readonly string[]): [code: string, uses: number][] {
  const uses = new Map<string, number>()
  for (const one of of) for (const code of codes(one)) uses.set(code, (uses.get(code) ?? 0) + one.uses)
  return [...uses].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
}
