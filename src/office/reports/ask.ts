import { z } from 'zod'
import { type Db, type RawBuilder, sql } from '../../platform/db/index.ts'
import { AppError, badInput } from '../../platform/errors.ts'
import type { Opaque } from '../../platform/ids/index.ts'
import type { WeekStart } from '../account/index.ts'
import type { Analyst } from '../analyst/index.ts'
import {
  type Asking,
  type AudienceTables,
  checkRule,
  findAudiences,
  membersOf,
  type Rule,
  refuseContradiction,
  rule,
  withAudiences,
} from '../audiences/index.ts'
import { classStands, type InsightTables } from '../insight/index.ts'
import { checkFigures, mustBeKind } from './check.ts'
import type { Answer } from './contract.ts'
import { funnelSql, retentionSql } from './courses.ts'
import { type Classes, figuresSql, isOnce, isTime } from './figures.ts'
import type { Before } from './nearness.ts'
import { peopleIn, permittedAs, type Who } from './relations.ts'
import { type FiguresAsked, type FunnelAsked, fewest, type Question, type RetentionAsked } from './shapes.ts'
import { bucketsOf, type Calendar, type Days, daysOf, startOf } from './time.ts'
import { titlesOf } from './titles.ts'
import { shownOf } from './withhold.ts'

export type Reader = {
  db: Db<AudienceTables & InsightTables>
  analyst: Pick<Analyst, 'ask'>
  ids: Pick<Opaque, 'read' | 'show'>
  /** The codes of units, by their numbers. */
  unitCodes(units: readonly number[]): Promise<ReadonlyMap<number, string>>
  /** Read for analysis: what the company declared, the moment and the zone. */
  asking: Asking
  weekStart: WeekStart
  /** Who asks, and what they were answered about before. */
  asker: { staff: number; before: Before }
}

const limitMs = 10_000
const mostCells = 20_000
const mostRows = 1_000
const mostPersons = 1_000_000

/** Answers a report. Throws bad_input with the place of what means nothing here. */
export async function askFor(reader: Reader, asked: Question): Promise<Answer> {
  if ('measure' in asked) checkFigures(asked, reader.asking)
  else if ('funnel' in asked) asked.funnel.forEach((kind, i) => void mustBeKind(kind, reader.asking, `question.funnel[${i}]`))
  else for (const part of ['first', 'then'] as const) mustBeKind(asked[part], reader.asking, `question.${part}`)
  const days = daysOf(asked.span, calendarOf(reader))
  const who = await whoOf(reader, asked)
  if ('measure' in asked) return figures(reader, { asked, days, who })
  return 'funnel' in asked ? funnel(reader, { asked, days, who }) : retention(reader, { asked, days, who })
}

type Given<Q> = { asked: Q; days: Days; who: Who }

const figureRow = z.tuple([z.string().nullable(), z.string().nullable(), z.string().nullable(), z.coerce.number(), z.coerce.number(), z.coerce.number()])

async function figures(reader: Reader, { asked, days, who }: Given<FiguresAsked>): Promise<Answer> {
  const { measure, by } = asked
  const { zone } = reader.asking
  const time = by.find(isTime)
  const always = measure === 'customers'
  const meant = {
    measure,
    by,
    who,
    within: always ? null : { from: startOf(days.from, zone), until: startOf(days.until, zone) },
    buckets: time ? bucketsOf(days, time, calendarOf(reader)) : null,
    classes: by.includes('value_class') ? await classesNow(reader) : null,
  }
  const found = z.array(figureRow).parse(await ask(reader, figuresSql(meant, mostCells + 1)))
  if (found.length > mostCells) throw badInput(`There would be more than ${mostCells} rows: split it by less.`, 'question.by')
  const cells = found.map(([k1, k2, currency, people, value, whole]) => ({ key: [k1, k2].slice(0, by.length), currency, people, value, whole: whole > 0 }))
  const parts = by.length === 0 ? [] : cells.filter((cell) => !cell.whole)
  const once = isOnce(meant)
  const shown = [...Map.groupBy(parts, (cell) => cell.currency).values()].flatMap((some) => shownOf(some, once))
  const rows = shown.toSorted((a, b) => (time ? order(a.key[by.indexOf(time)], b.key[by.indexOf(time)]) : 0) || b.value - a.value)
  const wholes = cells.filter((cell) => (by.length === 0 || cell.whole) && cell.people >= fewest)
  const totals = [...new Map(wholes.map(({ currency, value, people }) => [currency, { currency, value, people }])).values()]
  const kept = await withUnits(reader, by, rows.slice(0, mostRows))
  return {
    ...(await asOf(reader, always ? null : days)),
    of: 'figures',
    rows: kept.map(({ key, currency, value, people }) => ({ key, currency, value, people })),
    totals: totals.toSorted((a, b) => b.people - a.people),
    withheld: parts.length - shown.length,
    cut: shown.length - kept.length,
    titles: await Promise.all(by.map((one, at) => titlesOf(reader, one, [...new Set(kept.map(({ key }) => key[at] ?? null))]))),
  }
}

/** Units by their codes, as everywhere outside. */
async function withUnits<C extends { key: readonly (string | null)[] }>(reader: Reader, by: FiguresAsked['by'], rows: readonly C[]): Promise<C[]> {
  const at = by.indexOf('unit')
  const units = at < 0 ? [] : [...new Set(rows.flatMap(({ key }) => (key[at] ? [Number(key[at])] : [])))]
  if (units.length === 0) return [...rows]
  const codes = await reader.unitCodes(units)
  return rows.map((row) => ({ ...row, key: row.key.map((held, i) => (i === at && held ? (codes.get(Number(held)) ?? held) : held)) }))
}

const order = (a: string | null | undefined, b: string | null | undefined) => ((a ?? '') < (b ?? '') ? -1 : a === b ? 0 : 1)

async function funnel(reader: Reader, { asked, days, who }: Given<FunnelAsked>): Promise<Answer> {
  const { zone, kinds } = reader.asking
  const within = { from: startOf(days.from, zone), until: startOf(days.until, zone) }
  const [row = []] = await ask(reader, funnelSql({ steps: asked.funnel, withinDays: asked.within_days, within, who }))
  return {
    ...(await asOf(reader, days)),
    of: 'funnel',
    steps: asked.funnel.map((kind, i) => {
      const [people, median] = [Number(row[i * 2] ?? 0), row[i * 2 + 1]]
      const told = people >= fewest
      return { kind, title: kinds.get(kind)?.title ?? {}, people: told ? people : null, days: told && typeof median === 'number' ? tenth(median) : null }
    }),
  }
}

const tenth = (n: number) => Math.round(n * 10) / 10

async function retention(reader: Reader, { asked, days, who }: Given<RetentionAsked>): Promise<Answer> {
  const { first, then, every } = asked
  const { zone } = reader.asking
  const buckets = bucketsOf(days, every, calendarOf(reader))
  const found = await ask(reader, retentionSql({ first, then, buckets, until: startOf(days.until, zone), who }))
  const rows = found.map(([cohort, after, people]) => ({ cohort: Number(cohort), after: Number(after), people: Number(people) }))
  // A period that is not over yet would look as if fewer came.
  const [next] = bucketsOf({ from: days.until, until: days.until.add({ days: 1 }) }, every, calendarOf(reader))
  const whole = buckets.length - (next?.day === days.until.toString() ? 0 : 1)
  const all = rows.filter(({ after }) => after < 0).map(({ cohort, people }) => ({ key: [String(cohort)], cohort, people }))
  const shown = shownOf(all, true).toSorted((a, b) => a.cohort - b.cohort)
  const back = new Map(rows.map(({ cohort, after, people }) => [`${cohort} ${after}`, people]))
  return {
    ...(await asOf(reader, days)),
    of: 'retention',
    every,
    cohorts: shown.map(({ cohort, people }) => ({
      start: buckets[cohort]?.day ?? '',
      people,
      shares: Array.from({ length: Math.max(0, whole - 1 - cohort) }, (_, i) => Math.round((100 * (back.get(`${cohort} ${i + 1}`) ?? 0)) / people) / 100),
    })),
    withheld: all.length - shown.length,
  }
}

const calendarOf = ({ asking: { now, zone }, weekStart }: Reader): Calendar => ({ now, zone, weekStart })

async function asOf({ analyst, asking, weekStart }: Reader, days: Days | null) {
  const { as_of } = await analyst.ask('state', {})
  return {
    as_of: as_of ?? asking.now.toISOString(),
    from: days?.from.toString() ?? null,
    until: days?.until.toString() ?? null,
    time_zone: asking.zone,
    week_start: weekStart,
  }
}

/**
 * Whom the audience and the filter choose now. Refuses those who are, or leave out, fewer than 20, and those who differ by fewer from others the asker was answered
 * about: their figures, or the difference, would be about these few.
 */
async function whoOf(reader: Reader, { audience, filter }: Pick<Question, 'audience' | 'filter'>): Promise<Who> {
  const said = await ruleOf(reader, audience, filter)
  if (!said) return null
  const place = filter === undefined ? 'question.audience' : 'question.filter'
  const asking = await withAudiences(reader.asking, said, findAudiences({ db: reader.db.$pickTables(), ids: reader.ids }))
  const persons = await atFilter(() => membersOf(reader.db, said, asking, { after: 0, limit: mostPersons + 1 }))
  if (persons.length > mostPersons) throw new AppError('too_large', 'This audience has more than a million people: ask for everybody.')
  const [[all = 0, chosen = 0] = []] = await ask(
    reader,
    sql`with who as (${peopleIn(persons)}) select count(*), count(*) filter (where person in (select person from who)) from (${permittedAs('subject')})`,
  )
  const out = Number(all) - Number(chosen)
  if (Number(chosen) < fewest) throw badInput(`These are fewer than ${fewest} people who may be analysed, so nothing is counted of them.`, place)
  if (out > 0 && out < fewest) throw badInput(`This leaves out fewer than ${fewest} people, whom the difference would tell about: ask for everybody.`, place)
  const { staff, before } = reader.asker
  const people = { definition: JSON.stringify([said, [...asking.audiences.values()].map((named) => named.rule)]), persons: Float64Array.from(persons) }
  if (!before.mayFollow(staff, people, asking.now))
    throw badInput(
      `These people differ by fewer than ${fewest} from those you asked about before, whom the difference would tell about: ask for others, or tomorrow.`,
      place,
    )
  return { persons }
}

/** One rule of both: the filter, and being in the audience. */
async function ruleOf(reader: Reader, audience: string | null, filter: Rule | undefined): Promise<Rule | undefined> {
  if (filter) {
    const asking = await withAudiences(reader.asking, filter, findAudiences({ db: reader.db.$pickTables(), ids: reader.ids }))
    await atFilter(async () => {
      checkRule(filter, asking)
      refuseContradiction(filter)
    })
  }
  if (audience === null) return filter
  const id = reader.ids.read('audience', audience)
  const { rows } = await sql<{ rule: unknown }>`select rule from office.audience where audience_id = ${id ?? 0} and deleted_at is null`.execute(reader.db)
  const [found] = rows
  if (!found) throw badInput('There is no such audience any more; choose another, or everybody.', 'question.audience')
  return filter ? { ...filter, all: [...filter.all, { audience }] } : rule.parse(found.rule)
}

/** What is wrong with a rule is told with its place in the question. */
async function atFilter<R>(work: () => Promise<R>): Promise<R> {
  try {
    return await work()
  } catch (error) {
    const place = error instanceof AppError && error.code === 'bad_input' ? error.place : undefined
    if (!(error instanceof AppError) || !place?.startsWith('rule')) throw error
    const at = place.replace(/^rule/, 'question.filter')
    throw badInput(error.message.replace(place, at), at)
  }
}

async function classesNow({ db }: Reader): Promise<Classes> {
  const classes = { first: [] as number[], second: [] as number[], third: [] as number[] }
  const { rows } = await sql<Pick<InsightTables['office.value_class'], 'customer_id' | 'class'>>`
    select v.customer_id, v.class from office.value_class v where ${classStands(sql`v.customer_id`)}`.execute(db)
  for (const row of rows) classes[row.class].push(row.customer_id)
  return classes
}

type Value = string | number | boolean | null

/** Rows of a statement for the copy. */
async function ask({ db, analyst }: Pick<Reader, 'db' | 'analyst'>, statement: RawBuilder<unknown>): Promise<Value[][]> {
  const { sql: text, parameters } = statement.compile(db)
  const { rows } = await analyst.ask('ask', {
    statement: text,
    values: z.array(z.union([z.string(), z.number(), z.boolean(), z.null()])).parse(parameters),
    limit_ms: limitMs,
  })
  return rows
}
