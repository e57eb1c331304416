import { setPriority } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { systemClock } from '../../platform/clock.ts'
import { readAnalystConfig } from '../../platform/config.ts'
import { openDb } from '../../platform/db/index.ts'
import { logger, tellLastWords } from '../../platform/log.ts'
import { serveRpc } from '../../platform/rpc/index.ts'
import { settingsOf, underMain } from '../../platform/supervise.ts'
import { askedCopy } from './asking/copy.ts'
import { freeQuestions } from './asking/free.ts'
import { openMirror } from './mirror/mirror.ts'
import { analystHandler } from './serve.ts'
import { openRuns } from './thinking/runs.ts'

// The analyst: a process of its own that reads facts only, keeps a copy of them in DuckDB and answers about it. It is ready before the copy is: the
// first one is made while the house is open.

const config = readAnalystConfig(await settingsOf(process.env))
const log = logger('analyst')
tellLastWords(log)
// Whoever waits for an answer of the house goes first.
setPriority(10)

const memoryMb = 1_500
const spillMb = 20_000
const dayMs = 86_400_000
const firstProofMs = 3_600_000

const folder = join(config.home, 'analysis')
const db = openDb<Record<string, never>>({ url: config.databaseUrl, max: 4, name: 'rapport analyst' })
const mirror = await openWhenFree()
const copy = askedCopy({ mirror, folder, clock: systemClock })
const runs = openRuns({ mirror, clock: systemClock, log })
const handle = analystHandler({ mirror, runs, free: freeQuestions({ copy, clock: systemClock }), clock: systemClock })
const served = await serveRpc({ socket: join(config.runFolder, 'analyst.sock'), secret: config.secret }, handle, log)
const main = underMain(async () => {
  clearTimeout(proving)
  await served.close()
  await runs.close()
  await mirror.close()
  await db.destroy()
})
mirror.follow()
main.ready()
let proving = setTimeout(proveDaily, firstProofMs)

/** Once a day the copy shows that it says what the store says; what does not is made anew. */
async function proveDaily(): Promise<void> {
  try {
    const { equal, rows, differences } = await handle.prove()
    if (equal) log.info({ rows }, 'the copy for analysis says what the store says')
    else {
      log.error({ differences }, 'the copy for analysis says something else than the store; it is made anew')
      await mirror.rebuild()
    }
  } catch (error) {
    log.warn({ err: error }, 'the copy for analysis could not be compared')
  }
  proving = setTimeout(proveDaily, dayMs)
}

/** An analyst that was killed may hold its file for a moment yet. */
async function openWhenFree() {
  const place = { folder, loadThreads: 2, bounds: { memoryMb, threads: 1, spill: join(folder, 'spill'), spillMb } }
  for (let tries = 0; ; tries++) {
    try {
      return await openMirror({ db, place, clock: systemClock, log })
    } catch (error) {
      if (tries >= 50) throw error
      await sleep(100)
    }
  }
}
