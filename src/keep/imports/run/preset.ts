import { z } from 'zod'
import type { Position, TroubledLine } from '../../courier/index.ts'
import type { Reason } from '../shapes.ts'
import type { Tally } from './tally.ts'

/** Where an import goes on from: read again from `start`; what was dealt with reaches to `line`, but for what was held. */
export type Cursor = { start: Position; line: number }

export const cursorShape = z.object({ start: z.object({ at: z.int(), line: z.int() }), line: z.int() })

export type Reject = { line: number; reason: Reason; detail: string }

/** A cell that was left out of a row that went in: why, and the name of its column. */
export type Left = { reason: Reason; detail: string }

/** What one transaction stores: things of a preset, rejected lines, what was counted so far, and where to go on after it. */
export type Chunk<T> = { things: T[]; rejects: Reject[]; tally: Tally; cursor: Cursor }

/** Takes rows in the order of the file and gives them in chunks that can be stored. Pure: nothing is asked of the store. */
export type Gathering<T> = {
  /** The rows that follow can be read again from here. */
  from(start: Position): void
  row(line: number, cells: readonly string[]): void
  trouble(line: TroubledLine): void
  /** No more rows. */
  end(): void
  /** A chunk when there is enough for one (or all that is left); undefined when there is not. */
  take(rest: 'enough' | 'all'): Chunk<T> | undefined
}
