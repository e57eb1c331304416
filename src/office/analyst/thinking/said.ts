import { z } from 'zod'
import { type PortraitRows, portrait, portraitOf } from '../portrait/index.ts'
import { each, type Thought } from './input.ts'

// What a run says of one person, as it goes to whoever keeps it.

const taste = z.object({ code: z.string(), share: z.number(), low: z.number(), high: z.number(), lift: z.number() })
const tasted = z.object({ n: z.int(), items: z.array(taste) })

/** Of one person. Null: nothing is said; `why`: of purchases, `why_worth`: of what they are worth. Money in minor units, days from 1970. */
export const personSaid = z.object({
  person: z.number(),
  why: z.string().nullable(),
  why_worth: z.string().nullable(),
  purchases: z.int(),
  first_on: z.number().nullable(),
  last_on: z.number().nullable(),
  spent: z.number().nullable(),
  currency: z.string().nullable(),
  value: z.number().nullable(),
  value_low: z.number().nullable(),
  value_high: z.number().nullable(),
  expected: z.number().nullable(),
  expected_low: z.number().nullable(),
  expected_high: z.number().nullable(),
  alive: z.number().nullable(),
  next_on: z.number().nullable(),
  gap: z.number().nullable(),
  elapsed: z.number().nullable(),
  longer: z.number().nullable(),
  tastes: z.object({ categories: tasted, channels: tasted, hours: tasted, prices: tasted }).partial(),
  again: z.array(z.string()),
  fresh: z.array(z.string()),
  portrait,
})
/** Of one good: how many bought it, and what the same customers buy. */
export const goodSaid = z.object({ sku: z.string(), buyers: z.int(), near: z.array(z.object({ sku: z.string(), score: z.number(), both: z.int() })) })

export type PersonSaid = z.infer<typeof personSaid>

type At = { asOf: number; currencies: readonly string[]; portrait: PortraitRows }

/** The persons of a thought from place `from` on, at most so many. */
export function saidOf(thought: Thought, at: At, from: number, most: number): PersonSaid[] {
  const to = Math.min(thought.persons.length, from + most)
  return Array.from({ length: Math.max(0, to - from) }, (_, k) => onePerson(thought, at, from + k))
}

function onePerson(thought: Thought, { asOf, currencies, portrait }: At, i: number): PersonSaid {
  const { columns: c, proposals } = thought
  const said = (column: Float64Array) => {
    const value = column[i] ?? -1
    return value >= 0 && Number.isFinite(value) ? value : null
  }
  const ago = (column: Float64Array) => {
    const days = said(column)
    return days === null ? null : asOf - days
  }
  const next = said(c.next)
  const top = (items: Float64Array | undefined) =>
    Array.from(items?.subarray(i * each, (i + 1) * each) ?? []).flatMap((item) => (item < 0 ? [] : (proposals?.items[item] ?? [])))
  return {
    person: thought.persons[i] ?? -1,
    why: thought.why[i] ?? null,
    why_worth: thought.whyWorth[i] ?? null,
    purchases: c.purchases[i] ?? 0,
    first_on: ago(c.first),
    last_on: ago(c.last),
    spent: said(c.spent),
    currency: currencies[said(c.currency) ?? -1] ?? null,
    value: said(c.value),
    value_low: said(c.valueLow),
    value_high: said(c.valueHigh),
    expected: said(c.expected),
    expected_low: said(c.expectedLow),
    expected_high: said(c.expectedHigh),
    alive: said(c.alive),
    next_on: next === null ? null : asOf + Math.max(1, Math.round(next)),
    gap: said(c.gap),
    elapsed: said(c.elapsed),
    longer: said(c.longer),
    tastes: Object.fromEntries(
      thought.tastes.flatMap((t) => {
        const items = Array.from({ length: each }, (_, k) => i * each + k).flatMap((at) => {
          const code = t.topics[t.topic[at] ?? -1]
          return code === undefined ? [] : [{ code, share: t.share[at] ?? 0, low: t.low[at] ?? 0, high: t.high[at] ?? 0, lift: t.lift[at] ?? 0 }]
        })
        return items.length === 0 ? [] : [[t.about, { n: t.n[i] ?? 0, items }]]
      }),
    ),
    again: top(proposals?.again),
    fresh: top(proposals?.fresh),
    portrait: portraitOf(portrait, thought.persons[i] ?? -1),
  }
}
