import type { Position } from '../../courier/index.ts'
import type { Plan } from '../mapping/plan.ts'
import type { Cursor, Gathering, Reject } from './preset.ts'
import { countReject, emptyTally } from './tally.ts'

export type RowReader<T> = {
  read(line: number, cells: readonly string[]): T | Reject
  /** What must not be lost of a row that is rejected as a whole: a refusal stays a refusal in a line that cannot be read well. */
  salvage(line: number, cells: readonly string[]): T | undefined
}

/** For presets in which each row stands for itself: reads them one by one into chunks of `enough`. */
export function gatherRows<T>(plan: Plan, resumed: Cursor, enough: number, { read, salvage }: RowReader<T>): Gathering<T> {
  let things: T[] = []
  let rejects: Reject[] = []
  let tally = emptyTally()
  let position: Position = resumed.start
  let lastLine = resumed.line

  function count(line: number, reject: Reject | undefined): void {
    lastLine = line
    tally.rows += 1
    if (!reject) return
    rejects.push(reject)
    countReject(tally, reject.reason)
  }

  const isHeader = (cells: readonly string[]) => plan.header.line > 0 && cells.every((cell, i) => cell.trim() === plan.names[i])

  return {
    from(start) {
      position = start
    },
    row(line, cells) {
      if (line <= resumed.line) return
      const got = isHeader(cells) ? { line, reason: 'header_again' as const, detail: '' } : read(line, cells)
      if (isReject(got)) return count(line, got)
      count(line, undefined)
      things.push(got)
    },
    trouble(t) {
      if (t.line <= resumed.line) return
      count(t.line, { line: t.line, reason: t.code, detail: t.detail })
      const saved = salvage(t.line, t.cells.map(readable))
      if (saved !== undefined) things.push(saved)
    },
    end() {},
    take(rest) {
      if ((rest === 'enough' && things.length < enough && rejects.length < enough) || tally.rows === 0) return undefined
      const chunk = { things, rejects, tally, cursor: { start: position, line: lastLine } }
      things = []
      rejects = []
      tally = emptyTally()
      return chunk
    },
  }
}

/** A cell with a letter that could not be read says nothing. */
const readable = (cell: string) => (/[\ufffd\0]/.test(cell) ? '' : cell)

function isReject<T>(got: T | Reject): got is Reject {
  return typeof got === 'object' && got !== null && 'reason' in got && 'line' in got
}
