import type { Db } from '../../platform/db/index.ts'
import { type RecordedUse, recordUse } from './use.ts'
import { type NewReceipt, prepareAll } from './write.ts'

/** Records uses as `recordUse` does, joining those that arrive while a commit is under way into the next one. */
export type UseRecorder = { record(uses: readonly NewReceipt[], now: Date): Promise<RecordedUse[]> }

type Waiting = { uses: readonly NewReceipt[]; now: Date; done(answers: RecordedUse[]): void; failed(error: unknown): void }

const mostJoined = 5_000

/**
 * One recorder for each process. A commit to disk costs the same for one use as for a hundred; under load each caller
 * waits for at most two of them.
 */
export function useRecorder<T>(db: Db<T>): UseRecorder {
  const waiting: Waiting[] = []
  let busy = false

  async function work() {
    busy = true
    while (waiting.length > 0) await recordTogether(db, takeSome(waiting))
    busy = false
  }

  return {
    record(uses, now) {
      prepareAll(uses) // a bad code or reference is its own caller's trouble, not everybody's
      return new Promise((done, failed) => {
        waiting.push({ uses, now, done, failed })
        if (!busy) void work()
      })
    },
  }
}

async function recordTogether<T>(db: Db<T>, some: readonly Waiting[]): Promise<void> {
  const now = new Date(Math.max(...some.map((w) => w.now.getTime())))
  const uses = some.flatMap((w) => w.uses)
  try {
    const answers = await recordUse(db, uses, now)
    let at = 0
    for (const waiting of some) {
      waiting.done(answers.slice(at, at + waiting.uses.length))
      at += waiting.uses.length
    }
  } catch (error) {
    for (const { failed } of some) failed(error)
  }
}

function takeSome(waiting: Waiting[]): Waiting[] {
  let uses = 0
  let cut = 0
  for (const { uses: more } of waiting) {
    uses += more.length
    if (cut > 0 && uses > mostJoined) break
    cut += 1
  }
  return waiting.splice(0, cut)
}
