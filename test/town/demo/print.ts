import { systemClock } from '../../../src/platform/clock.ts'

/** What the newcomer reads while it goes on. On a terminal the running line is redrawn; elsewhere each step is one line. */
export type Teller = {
  say(line: string): void
  /** Runs one step under a title: progress while it runs, then what it gives as its result and how long it took. */
  step<T>(title: string, work: (progress: Progress) => Promise<T>, result: (made: T) => string): Promise<T>
}

export type Progress = (done: number, total: number) => void

const redrawMs = 120

export function teller(out: { write(text: string): unknown; isTTY?: boolean }): Teller {
  const live = out.isTTY === true
  const line = (text: string): unknown => out.write(live ? `\r\u001b[K${text}` : text)
  return {
    say: (text) => line(`${text}\n`),
    async step(title, work, result) {
      const began = systemClock.monotonic()
      let drawn = Number.NEGATIVE_INFINITY
      const draw = (text: string): void => {
        if (!live || systemClock.monotonic() - drawn < redrawMs) return
        drawn = systemClock.monotonic()
        line(`  · ${title}${text}`)
      }
      draw('')
      try {
        const made = await work((done, total) => draw(progressOf(done, total, systemClock.monotonic() - began)))
        line(`  ✓ ${title}: ${result(made)} (${((systemClock.monotonic() - began) / 1000).toFixed(1)} s)\n`)
        return made
      } catch (error) {
        line(`  ✗ ${title}\n`)
        throw error
      }
    },
  }
}

function progressOf(done: number, total: number, ms: number): string {
  const rate = done / Math.max(1, ms)
  const left = rate > 0 ? Math.ceil((total - done) / rate / 1000) : 0
  return ` ${Math.floor((done * 100) / Math.max(1, total))} % (${done} / ${total}${left > 0 ? `, ${left} s` : ''})`
}
