import type { Clock } from '../../../platform/clock.ts'
import { AppError } from '../../../platform/errors.ts'
import type { Logger } from '../../../platform/log.ts'
import { threadOf } from '../../value/index.ts'
import type { Mirror } from '../mirror/mirror.ts'
import type { PortraitRows, WaysFound } from '../portrait/index.ts'
import type { Figures } from './figures.ts'
import type { GoodSaid, ThinkInput, Thought } from './input.ts'
import { dayIn, readForRun } from './read.ts'
import { type PersonSaid, saidOf } from './said.ts'

// One run at a time, in a thread of its own: what it found is kept here until whoever began it has taken it, or the next one begins. Nothing of it
// is written: the analyst writes to no store.

export type RunState = {
  run: number
  state: 'running' | 'done' | 'failed' | 'stopped'
  progress: number
  step: 'reading' | 'thinking' | 'done'
  error: string | null
}

export type Runs = {
  /** Begins this run, unless it is under way or done; another one is ended for it. */
  begin(o: { run: number; now: Date; zone: string; horizon: number }): RunState
  /** Null: this analyst knows nothing of it (it began anew since). */
  state(run: number): RunState | null
  stop(run: number): void
  /** What was found of persons from place `from` on, at most so many, the figures of the models and the ways of all; with the first of them the goods. */
  take(run: number, from: number, most: number): { persons: PersonSaid[]; of: number; goods: GoodSaid[]; figures: Figures; ways: WaysFound }
  /** It was kept elsewhere. */
  forget(run: number): void
  close(): Promise<void>
}

const readingShare = 0.2

type Found = { thought: Thought; asOf: number; currencies: string[]; portrait: PortraitRows; ways: WaysFound }

export function openRuns({ mirror, clock, log }: { mirror: Mirror; clock: Clock; log: Logger }): Runs {
  let held: { at: RunState; stop: AbortController; found?: Found } | undefined
  let working: Promise<void> = Promise.resolve()

  async function work(one: NonNullable<typeof held>, asked: { now: Date; zone: string; horizon: number }): Promise<void> {
    const { at, stop } = one
    const began = clock.monotonic()
    try {
      const { portrait, ways, ...read } = await mirror.reading((duck) =>
        readForRun(duck, asked, (share) => {
          stop.signal.throwIfAborted()
          at.progress = share * readingShare
        }),
      )
      at.step = 'thinking'
      const input: ThinkInput = {
        ...read,
        also: portrait.columns[0] ?? new Float64Array(0),
        asOf: dayIn(asked.now, asked.zone),
        horizon: asked.horizon,
        seed: 1,
      }
      const thought = await threadOf<Thought>(new URL('./thread.ts', import.meta.url), input, {
        signal: stop.signal,
        progress: (share) => {
          at.progress = readingShare + share * (1 - readingShare)
        },
      })
      if (stop.signal.aborted) return
      one.found = { thought, asOf: input.asOf, currencies: input.currencies, portrait, ways }
      Object.assign(at, { state: 'done', step: 'done', progress: 1 })
      log.info({ run: at.run, persons: thought.persons.length, ms: Math.round(clock.monotonic() - began) }, 'a run over all customers is done')
    } catch (error) {
      if (stop.signal.aborted) return void Object.assign(at, { state: 'stopped' })
      log.error({ err: error, run: at.run }, 'a run over all customers failed')
      Object.assign(at, { state: 'failed', error: error instanceof AppError ? error.message : 'The run failed. The log of the analyst says more.' })
    }
  }

  const needed = (run: number) => {
    if (held?.at.run !== run || !held.found) throw new AppError('not_found', 'The analyst holds no results of this run.')
    return held.found
  }

  return {
    begin: ({ run, ...asked }) => {
      if (held?.at.run === run && (held.at.state === 'running' || held.at.state === 'done')) return held.at
      held?.stop.abort()
      const one = { at: { run, state: 'running', progress: 0, step: 'reading', error: null } satisfies RunState, stop: new AbortController() }
      held = one
      working = Promise.all([working, work(one, asked)]).then(() => undefined)
      return one.at
    },
    state: (run) => (held?.at.run === run ? held.at : null),
    stop: (run) => {
      if (held?.at.run !== run || held.at.state !== 'running') return
      held.at.state = 'stopped'
      held.stop.abort()
    },
    take: (run, from, most) => {
      const { thought, ...at } = needed(run)
      return {
        persons: saidOf(thought, at, from, most),
        of: thought.persons.length,
        goods: from === 0 ? (thought.proposals?.goods ?? []) : [],
        figures: thought.figures,
        ways: at.ways,
      }
    },
    forget: (run) => {
      if (held?.at.run === run && held.at.state !== 'running') held = undefined
    },
    async close() {
      held?.stop.abort()
      await working
    },
  }
}
