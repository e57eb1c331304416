import type { PortraitLine, PortraitSaid } from '../analyst/shapes.ts'

export type ValueClass = 'first' | 'second' | 'third'
export type ClassMethod = 'recency_frequency_money' | 'expected_value'

type Taste = { code: string; share: number; low: number; high: number; lift: number }
export type TasteAbout = 'categories' | 'channels' | 'hours' | 'prices'
export type Tasted = { n: number; items: Taste[] }

export type RunState = 'waiting' | 'running' | 'done' | 'failed' | 'stopped'
export type RunStep = 'waiting' | 'reading' | 'thinking' | 'keeping' | 'done'

export type InsightTables = {
  'office.value_class': {
    customer_id: number
    class: ValueClass
    previous: ValueClass | null
    changed_on: Date | null
    computed_at: Date
    days_since_last: number
    last_at: Date | null
    purchases: number
    spent: number
    currency: string
    window_days: number
    rfm_class: ValueClass | null
    method: ClassMethod
    value: number | null
    value_before: number | null
  }
  'office.insight': {
    customer_id: number
    run_id: number
    computed_at: Date
    valid_until: Date
    why: string | null
    why_worth: string | null
    purchases: number
    first_on: Date | null
    last_on: Date | null
    spent: number | null
    currency: string | null
    value: number | null
    value_low: number | null
    value_high: number | null
    expected: number | null
    expected_low: number | null
    expected_high: number | null
    alive: number | null
    next_on: Date | null
    gap: number | null
    elapsed: number | null
    longer: number | null
    tastes: { [about in TasteAbout]?: Tasted }
    again: string[]
    fresh: string[]
    portrait: { [line in PortraitLine]?: PortraitSaid }
  }
  'office.goods': { sku: string; run_id: number; buyers: number; near: { sku: string; score: number; both: number }[] }
  'office.model_run': {
    run_id: number
    asked_at: Date
    asked_by: number | null
    state: RunState
    step: RunStep
    progress: number
    stop_asked: boolean
    tries: number
    started_at: Date | null
    ended_at: Date | null
    as_of: Date | null
    customers: number | null
    figures: unknown
    classes: unknown
    ways: unknown
    error: string | null
  }
}
