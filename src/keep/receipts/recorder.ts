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
      prepareAll(uses) // a bad code is its own caller's trouble, not everybody's
      return new Promise((done, failed) => {
        waiting.push({ uses, now, done, failed })
        if (!busy) void work()
      })
    },
  }
}

async function recordTogether<T>(db: Db<T>, some: readonly Waiting[]): Promise<void> {
  const latest = some.reduce((now, w) => (w.now > now ? w.now : now), some[0]?.now ?? new Date(0))
  try {
    const answers = await recordUse(
      db,
      some.flatMap((w) => w.uses),
      latest,
    )
    let at = 0
    for (const { uses, done } of some) done(answers.slice(at, (at += uses.length)))
  } catch (error) {
    for (const { failed } of some) failed(error)
  }
}

function takeSome(waiting: Waiting[]): Waiting[] {
  let uses = 0
  const cut = waiting.findIndex((w) => (uses += w.uses.length) > mostJoined)
  return waiting.splice(0, cut < 0 ? waiting.length : Math.max(1, cut))
}
