// Receipts told as a person would tell them: what one colleague did again and again on one day is one line. Pure.

export type Keys = {
  /** Who, and on which day: what follows one another under one of these is one run. */
  run: string
  /** What was done: within a run, the same is one line. */
  line: string
}

export type Telling<E> = {
  /** Each line's receipts, the newest first; lines in the order of their newest. */
  lines: E[][]
  /** How many of the given receipts the lines hold: always the first ones. */
  taken: number
}

/**
 * Puts receipts (newest first) into at most `limit` lines. A run is not cut where that can be helped: the page then ends before it,
 * and the next one begins with it. `more`: others may follow those given, so the last run may go on.
 */
export function told<E>(receipts: readonly E[], o: { keysOf(receipt: E): Keys; limit: number; more: boolean }): Telling<E> {
  const lines: E[][] = []
  let run = { key: '', from: 0, linesBefore: 0, lines: new Map<string, E[]>() }
  const before = (): Telling<E> => ({ lines: lines.slice(0, run.linesBefore), taken: run.from })
  for (const [i, receipt] of receipts.entries()) {
    const keys = o.keysOf(receipt)
    if (keys.run !== run.key) run = { key: keys.run, from: i, linesBefore: lines.length, lines: new Map() }
    const line = run.lines.get(keys.line)
    if (line) line.push(receipt)
    else if (lines.length === o.limit) return run.linesBefore > 0 ? before() : { lines, taken: i }
    else {
      const begun = [receipt]
      run.lines.set(keys.line, begun)
      lines.push(begun)
    }
  }
  return o.more && run.linesBefore > 0 ? before() : { lines, taken: receipts.length }
}

/** The calendar day of a moment in a time zone, as text. */
export function dayIn(zone: string): (at: Date) => string {
  const format = new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' })
  return (at) => format.format(at)
}
