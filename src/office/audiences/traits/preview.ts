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

/** `from` up to before `to`, without the smallest and the largest value of all, which are somebody’s own; or a code. Without any: all the rest. */
export type Group = { from: number | null; to: number | null; said: string | null; count: number }
/** Null: fewer than twenty, or such a group could be worked out with it. */
export type Spread = { have: number | null; none: number | null; groups: Group[] }

const mostCodes = 12
const mostGroups = 10
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
  const groups = type === 'days' ? await byDays(ask, asking.now) : await byFigures(ask, stepOf(Number(first[2]), Number(first[3])))
  return { ...known, groups: together(groups, Math.max(leastGroup, have / mostGroups)) }
}

/** Values in so small steps that neighbours of few can be told together wherever most of them lie. */
async function byFigures(ask: Ask, step: number): Promise<Group[]> {
  const by = sql`cast(${String(step)} as double precision)`
  const rows = await ask(
    (values, lets) =>
      sql`select g.place, count(*) as n from (select floor(v.number / ${by}) as place from w join ${values} v on v.person = w.person where ${lets}) g group by g.place`,
  )
  const found = rows.map(([place, n]) => ({ place: Number(place), count: Number(n) })).sort((a, b) => a.place - b.place)
  const edge = (place: number) => Number((place * step).toPrecision(12))
  return found.map(({ place, count }, i) => ({
    from: i === 0 ? null : edge(place),
    to: i === found.length - 1 ? null : edge(found[i + 1]?.place ?? place + 1),
    said: null,
    count,
  }))
}

async function byDays(ask: Ask, now: Date): Promise<Group[]> {
  const [counts = []] = await ask((values, lets) => {
    const figures = dayEdges.map((from, i) => {
      const to = dayEdges[i + 1]
      const before = to === undefined ? sql`true` : sql`v.last_at > ${ago(now, to)}`
      return sql`count(*) filter (where v.last_at <= ${ago(now, from)} and ${before}) as ${sql.raw(`f${i}`)}`
    })
    return sql`select ${sql.join(figures)} from (select v.* from w join ${values} v on v.person = w.person where ${lets}) v`
  })
  return counts.map((count, i) => ({ from: dayEdges[i] ?? null, to: dayEdges[i + 1] ?? null, said: null, count: Number(count) }))
}

/** Neither group under twenty is told, nor by the other one. */
function withheld(everybody: number, have: number): Pick<Spread, 'have' | 'none'> {
  const none = everybody - have
  const small = (count: number) => count > 0 && count < leastGroup
  if (small(have)) return { have: null, none: null }
  return { have, none: small(none) ? null : none }
}

/** Neighbours are told as one until they are so many; none has fewer than twenty. */
export function together(groups: readonly Group[], wanted: number): Group[] {
  const told: Group[] = []
  const end = groups.findLastIndex(({ count }) => count > 0) + 1
  for (const group of groups.slice(0, end)) {
    const last = told.at(-1)
    if (last && last.count < wanted) told[told.length - 1] = { ...last, to: group.to, count: last.count + group.count }
    else if (group.count > 0 || told.length > 0) told.push({ ...group })
  }
  const last = told.at(-1)
  const before = told.at(-2)
  if (last && before && last.count < leastGroup) told.splice(-2, 2, { ...before, to: last.to, count: before.count + last.count })
  return told
}

const fine = 1_000

/** A round step of which about a thousand lie between the smallest and the largest value. */
export function stepOf(low: number, high: number): number {
  const width = (high - low || Math.abs(high) || 1) / fine
  const scale = 10 ** Math.floor(Math.log10(width))
  const step = ([1, 2, 5, 10].find((each) => each * scale >= width) ?? 10) * scale
  return Number(step.toPrecision(1))
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
  if (told.length === 0) return []
  if (rest >= leastGroup) return [...told, others]
  // With all other groups the small one could be worked out: the least of them goes with it.
  const last = told.pop()
  return last && told.length > 0 ? [...told, { ...others, count: rest + last.count }] : []
}
