import type { Desk } from '../errand.ts'
import type { LineTrouble, Position, SentBatch, TableRequest } from './request.ts'

export type Sink = {
  /** One row of the file; what the request left out or forbids is dealt with here. */
  row(line: number, cells: string[]): void
  trouble(line: number, code: LineTrouble, detail: string, cells: string[]): void
  /** Where the rows that follow can be read again from; the first call of a batch counts. */
  from(position: Position): void
  /** Hands over what has gathered, when it is enough (or all of it at the end). */
  flush(rest: 'enough' | 'all'): Promise<void>
  /** Whether the request wants no more rows. */
  full(): boolean
  rows(): number
}

const enoughRows = 4096
const enoughCharacters = 512 * 1024
const mostColumns = 2000
/** Of a line in trouble this much is told. */
const mostTold = 50
const longestTold = 200

/**
 * Gathers rows into batches for the keep. `short` says what a row with too few cells is: 'ragged' where each cell has its
 * delimiter (CSV), 'padded' where empty cells at the end are not written (XLSX).
 */
export function sinkFor(desk: Desk, request: TableRequest, short: 'ragged' | 'padded'): Sink {
  const { width, columns, lossy } = request
  const limit = request.limit ?? Number.POSITIVE_INFINITY
  let batch: SentBatch | undefined
  let above: readonly string[] = []
  let position: Position = { at: 0, line: 1 }
  let characters = 0
  let rows = 0

  const open = (): SentBatch => {
    batch ??= { start: position, rows: [], lines: [], troubles: [] }
    return batch
  }

  const add = (line: number, cells: string[]) => {
    const into = open()
    const asked = columns ? columns.map((i) => cells[i] ?? '') : cells
    into.rows.push(into.rows.length === 0 ? asked : asked.map((cell, i) => (cell === above[i] ? 0 : cell)))
    above = asked
    into.lines.push(line)
    rows += 1
    characters += 8 * cells.length
  }

  const trouble = (line: number, code: LineTrouble, detail: string, cells: string[]) => {
    if (rows >= limit) return
    if (lossy) return add(line, cells)
    const seen = columns ? columns.map((i) => cells[i] ?? '') : cells
    open().troubles.push({ line, code, detail, cells: seen.slice(0, mostTold).map((cell) => cell.slice(0, longestTold)) })
    characters += 64 + 8 * seen.length
  }

  return {
    row(line, cells) {
      if (rows >= limit || isEmpty(cells)) return
      if (cells.length > mostColumns) return trouble(line, 'too_long', `${cells.length} cells`, cells)
      if (width !== undefined && cells.length !== width) {
        const fitted = fit(cells, width, short)
        if (!fitted) return trouble(line, 'ragged', String(cells.length), cells)
        return add(line, fitted)
      }
      add(line, cells)
    },
    trouble,
    from(at) {
      position = at
    },
    async flush(rest) {
      if (!batch) return
      const enough = batch.rows.length >= enoughRows || characters >= enoughCharacters
      if (rest === 'enough' && !enough) return
      const full = batch
      batch = undefined
      characters = 0
      await desk.give(full)
    },
    full: () => rows >= limit,
    rows: () => rows,
  }
}

function isEmpty(cells: string[]): boolean {
  for (const cell of cells) if (cell !== '') return false
  return true
}

function fit(cells: string[], width: number, short: 'ragged' | 'padded'): string[] | undefined {
  if (cells.length > width) return isEmpty(cells.slice(width)) ? cells.slice(0, width) : undefined
  if (short === 'ragged') return undefined
  return cells.concat(new Array<string>(width - cells.length).fill(''))
}
