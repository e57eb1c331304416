import { z } from 'zod'
import { waysFound } from './portrait/index.ts'
import { figuresShape } from './thinking/figures.ts'
import { goodSaid, personSaid } from './thinking/said.ts'

// What the analyst's process answers to on its socket: the contract between it and whoever asks it here.

const cell = z.union([z.string(), z.number(), z.boolean(), z.null()])
const when = z.iso.datetime().nullable()

export const stateShape = z.object({
  state: z.enum(['loading', 'following']),
  loaded_rows: z.number(),
  as_of: when,
  /** How old that is, in seconds; null while there is none. */
  behind_s: z.number().nullable(),
  built_at: when,
  proven_at: when,
  /** What the last proof found; null before the first. */
  equal: z.boolean().nullable(),
})

export const tableShape = z.object({ columns: z.array(z.object({ name: z.string(), type: z.string() })), rows: z.array(z.array(cell)) })

const difference = z.object({
  table: z.string(),
  bucket: z.number(),
  month: z.string().nullable(),
  store_rows: z.number(),
  copy_rows: z.number(),
  customers: z.array(z.number()),
})

const runAsked = z.object({ run: z.number() })
const runState = z.object({
  run: z.number(),
  state: z.enum(['running', 'done', 'failed', 'stopped']),
  /** From 0 to 1. */
  progress: z.number(),
  step: z.enum(['reading', 'thinking', 'done']),
  error: z.string().nullable(),
})

export const verbs = {
  state: { input: z.object({}), output: stateShape },
  /** SQL that our own slices have prepared, on the copy itself; values stand for $1, $2 … Reads only. */
  ask: { input: z.object({ statement: z.string(), values: z.array(cell), limit_ms: z.number() }), output: tableShape },
  /** SQL that somebody wrote: on a copy of what may be asked, in a process of its own, at most so many rows. */
  sql: {
    input: z.object({ sql: z.string(), rows: z.number(), by: z.number().default(0) }),
    output: tableShape.extend({ more: z.boolean(), as_of: z.iso.datetime(), ms: z.number() }),
  },
  /** Ends what this colleague asks now. */
  stop_sql: { input: z.object({ by: z.number() }), output: z.object({ stopped: z.number() }) },
  prove: { input: z.object({}), output: z.object({ equal: z.boolean(), rows: z.number(), differences: z.array(difference) }) },
  /** Files of what may be asked, in a folder of the analyst's machine; `month` as 2026-10, null: all. */
  parquet: {
    input: z.object({ folder: z.string(), month: z.string().nullable() }),
    output: z.object({ written: z.number(), kept: z.number(), removed: z.number(), rows: z.number() }),
  },
  /** Thinks of everybody who may be analysed, in a thread; again with the same number it only says how far it is. `horizon`: days ahead. */
  think: { input: runAsked.extend({ now: z.iso.datetime(), zone: z.string(), horizon: z.number() }), output: runState },
  /** null: this analyst knows nothing of it. */
  thinking: { input: runAsked, output: z.object({ at: runState.nullable() }) },
  stop_thinking: { input: runAsked, output: z.object({}) },
  /** What was found of persons from place `from` on, in the order of persons. */
  thoughts: {
    input: runAsked.extend({ from: z.number(), most: z.number() }),
    output: z.object({ persons: z.array(personSaid), of: z.number(), goods: z.array(goodSaid), figures: figuresShape, ways: waysFound }),
  },
  forget_thoughts: { input: runAsked, output: z.object({}) },
  rebuild: { input: z.object({}), output: z.object({ rows: z.number() }) },
} as const

export type Verb = keyof typeof verbs
export type Input<V extends Verb> = z.input<(typeof verbs)[V]['input']>
export type Output<V extends Verb> = z.output<(typeof verbs)[V]['output']>
export type AnalystState = z.output<typeof stateShape>
export type Table = z.output<typeof tableShape>
