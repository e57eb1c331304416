import type { Position } from '../../courier/index.ts'
import type { Plan } from '../mapping/plan.ts'
import type { Cursor, Gathering, Reject } from './preset.ts'
import { addSum, countReject, emptyTally, noSum } from './tally.ts'

/** For presets in which each row stands for itself: reads them one by one into chunks of `enough`. */
export function gatherRows<T>(plan: Plan, resumed: Cursor, enough: number, read: (line: number, cells: readonly string[]) => T | Reject): Gathering<T> {
  let things: T[] = []
  let rejects: Reject[] = []
  let tally = emptyTally()
  let position: Position = resumed.start
  let lastLine = resumed.line

  function count(line: number, reject: Reject | undefined): void {
    lastLine = line
    tally.rows += 1
    addSum(tally.sums.file, plan.mapping.preset, { ...noSum(), lines: 1 })
    if (!reject) return
    rejects.push(reject)
    countReject(tally, reject.reason)
    addSum(tally.sums.rejected, plan.mapping.preset, { ...noSum(), orders: 1, lines: 1 })
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
      if (t.line > resumed.line) count(t.line, { line: t.line, reason: t.code, detail: t.detail })
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

function isReject<T>(got: T | Reject): got is Reject {
  return typeof got === 'object' && got !== null && 'reason' in got && 'line' in got
}
