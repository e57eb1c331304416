import { portraitLines } from '../analyst/shapes.ts'
import type { Insight } from './shapes.ts'
import type { InsightTables } from './tables.ts'

const methods = {
  price_place: 'order statistics',
  discounts: 'share against all',
  variety: 'share against all',
  best_channel: 'share answered',
  best_hour: 'share of hours',
  pace: 'order statistics',
  way: 'share of ways',
  stops: 'share against all',
} as const
const level = 0.9
const dayMs = 86_400_000
const day = (at: number) => new Date(at * dayMs).toISOString().slice(0, 10)
const evidence = (code: string, said: { count?: number; on?: string }) => ({ code, count: said.count ?? null, amount: null, on: said.on ?? null })

/** The portrait line by line, each with of how many it is said, from when to when, and its interval. What does not stand out says nothing, and that. */
export function portraitItems({ portrait }: Pick<InsightTables['office.insight'], 'portrait'>): Insight[] {
  return portraitLines.map((kind): Insight => {
    const said = portrait[kind]
    const blank = {
      kind,
      amount: null,
      number: null,
      low: null,
      high: null,
      level: null,
      on: null,
      items: [],
      evidence: [],
      method: methods[kind],
      contested_at: null,
    }
    if (said === undefined) return { ...blank, why: 'too_few', n: 0 }
    if (said.code === '') return { ...blank, why: 'no_effect', n: said.n }
    const { n, k, value, low, high, usual } = said
    return {
      ...blank,
      why: null,
      n,
      number: value,
      low,
      high,
      level,
      items: said.code.split(',').map((code) => ({ code, title: null, share: null, low: null, high: null, lift: null })),
      evidence: [
        ...(k === null ? [] : [evidence('times', { count: k })]),
        evidence('of', { count: n }),
        ...(usual === null ? [] : [evidence('usual_share', { count: usual })]),
        evidence('first_on', { on: day(said.from) }),
        evidence('last_on', { on: day(said.to) }),
      ],
    }
  })
}
