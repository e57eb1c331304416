import type { Clock } from '../platform/clock.ts'

/** What long work tells while it goes on. */
export type RowsDone = { table: string; done: number; total: number }

const everyMs = 200
const everyMsInLog = 10_000

/** One line on a terminal, redrawn, with rate and time left; now and then a line where output goes to a file. */
export function rowsProgress(clock: Clock): { rows(now: RowsDone): void; end(): void } {
  const began = clock.monotonic()
  const live = process.stderr.isTTY
  let shown = began
  return {
    rows: ({ table, done, total }) => {
      const at = clock.monotonic()
      if (at - shown < (live ? everyMs : everyMsInLog)) return
      shown = at
      const rate = done / Math.max(0.001, (at - began) / 1000)
      const left = rate > 0 && total > done ? `, about ${Math.ceil((total - done) / rate)} s left` : ''
      const line = `${done.toLocaleString('en')} rows, ${Math.round(rate).toLocaleString('en')}/s${left} (${table})`
      process.stderr.write(live ? `\r\u001b[K${line}` : `${line}\n`)
    },
    end: () => {
      if (live) process.stderr.write('\r\u001b[K')
    },
  }
}
