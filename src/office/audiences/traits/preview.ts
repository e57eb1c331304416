import { type Db, sql } from '../../../platform/db/index.ts'
import type { Asking } from '../asking.ts'
import { askStore } from '../choosing.ts'
import { type Engine, inCopy, inStore, type Sql } from '../compile/engines.ts'
import { ago } from '../compile/parts.ts'
import { askCopy, type Counting } from '../counting.ts'
import { type ComputedTrait, typeOf } from './definition.ts'
import { questionAbout } from './values.ts'

// How the values of a trait are spread over everybody, without telling of anybody: no group of fewer than twenty, and no figure of one person.

export const leastGroup = 20

/** `from` up to before `to` (days: up to and with), or a code; a group without a name is all the rest. */
export type Group = { from: number | null; to: number | null; said: string | null; count: number }
/** Null: fewer than twenty, or such a group could be worked out with it. */
export type Spread = { have: number | null; none: number | null; groups: Group[] }

const mostCodes = 12
const mostBins = 16
/** Whole days that went by: under a week, under a month, and so on. */
const dayEdges = [0, 7, 30, 60, 90, 180, 365, 730] as const

/** Counts how the values are spread, in the copy where there is one, else in the store. */
export async function spreadOf<T>(at: Counting<T>, trait: ComputedTrait, asking: Asking): Promise<Spread> {
  const type = typeOf(trait.definition, asking.kinds)
  const ask = asks(at, trait, asking)
  const [first = []] = await ask((values, lets) => {
    const v = sql`(select v.* from w join ${values} v on v.person = w.person where ${lets}) v`
    return sql`select (select count(*) from w) as everybody, count(*) as have, min(v.number) as low, max(v.number) as high from ${v}`
  })
  const [everybody = 0, have = 0] = first.map(Number)
  const known = withheld(everybody, have)
  if (known.have === null || known.have === 0) return { ...known, groups: [] }
  if (type === 'code') return { ...known, groups: await codes(ask) }
  const edges = type === 'days' ? [...dayEdges] : edgesBetween(Number(first[2]), Number(first[3]))
  const inside = (i: number): Sql => {
    const [from, to] = [edges[i] ?? 0, edges[i + 1]]
    if (type === 'days')
      return to === undefined ? sql`v.last_at <= ${ago(asking.now, from)}` : sql`v.last_at <= ${ago(asking.now, from)} and v.last_at > ${ago(asking.now, to)}`
    const figure = (value: number) => sql`cast(${String(value)} as double precision)`
    return to === undefined ? sql`v.number >= ${figure(from)}` : sql`v.number >= ${figure(from)} and v.number < ${figure(to)}`
  }
  const bins = type === 'days' ? edges.length : edges.length - 1
  const [counts = []] = await ask((values, lets) => {
    const figures = Array.from({ length: bins }, (_, i) => sql`count(*) filter (where ${inside(i)}) as ${sql.raw(`f${i}`)}`)
    return sql`select ${sql.join(figures)} from (select v.* from w join ${values} v on v.person = w.person where ${lets}) v`
  })
  return { ...known, groups: together(counts.map((count, i) => ({ from: edges[i] ?? null, to: edges[i + 1] ?? null, said: null, count: Number(count) }))) }
}

/** Neither group under twenty is told, nor by the other one. */
function withheld(everybody: number, have: number): Pick<Spread, 'have' | 'none'> {
  const none = everybody - have
  const small = (count: number) => count > 0 && count < leastGroup
  if (small(have)) return { have: null, none: null }
  return { have, none: small(none) ? null : none }
}

/** Neighbours of which one has fewer than twenty are told as one. */
export function together(groups: readonly Group[]): Group[] {
  const told: Group[] = []
  for (const group of groups) {
    const last = told.at(-1)
    if (last && last.count < leastGroup) told[told.length - 1] = { ...last, to: group.to, count: last.count + group.count }
    else if (group.count > 0 || told.length > 0) told.push({ ...group })
  }
  const last = told.at(-1)
  const before = told.at(-2)
  if (last && before && last.count < leastGroup) told.splice(-2, 2, { ...before, to: last.to, count: before.count + last.count })
  return told
}

/** Round edges around all values, about sixteen: the smallest and the largest are somebody's own. */
export function edgesBetween(low: number, high: number): number[] {
  const width = (high - low || Math.abs(high) || 1) / (mostBins - 2)
  const scale = 10 ** Math.floor(Math.log10(width))
  const step = ([1, 2, 5, 10].find((each) => each * scale >= width) ?? 10) * scale
  const [first, last] = [Math.floor(low / step), Math.floor(high / step) + 1]
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)))
}

type Cells = readonly (readonly unknown[])[]
type Ask = (select: (values: Sql, lets: Sql) => Sql) => Promise<Cells>

const asks =
  <T>({ db, analyst }: Counting<T>, trait: ComputedTrait, asking: Asking): Ask =>
  async (select) => {
    const statement = (engine: Engine) => {
      const { question, values, lets } = questionAbout(engine, trait, asking)
      return question.statement(select(values, lets))
    }
    return (analyst && (await askCopy({ db, analyst }, statement(inCopy(new Map()))))) ?? stored(db, statement(inStore('everybody')))
  }

async function stored<T>(db: Db<T>, statement: Sql): Promise<Cells> {
  const rows = await askStore<T, { [column: string]: unknown }>(db, statement)
  return rows.map((row) => Object.values(row))
}

async function codes(ask: Ask): Promise<Group[]> {
  const rows = await ask(
    (values, lets) =>
      sql`select v.said, count(*) as n from w join ${values} v on v.person = w.person where ${lets} group by v.said order by n desc, md5(v.said)`,
  )
  const all = rows.map(([said, n]): Group => ({ from: null, to: null, said: String(said), count: Number(n) }))
  const told = all.filter(({ count }) => count >= leastGroup).slice(0, mostCodes)
  const rest = all.filter((one) => !told.includes(one)).reduce((sum, { count }) => sum + count, 0)
  const others: Group = { from: null, to: null, said: null, count: rest }
  if (rest === 0) return told
  if (rest >= leastGroup) return [...told, others]
  // With all other groups the small one could be worked out: the least of them goes with it.
  const last = told.pop()
  return last ? [...told, { ...others, count: rest + last.count }] : []
}
