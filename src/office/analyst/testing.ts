import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '../../platform/clock.ts'
import { logger } from '../../platform/log.ts'
import { serveRpc } from '../../platform/rpc/index.ts'
import { askedCopy } from './asking/copy.ts'
import { freeQuestions } from './asking/free.ts'
import { type Analyst, openAnalyst } from './index.ts'
import type { Mirror } from './mirror/mirror.ts'
import { testMirror } from './mirror/testing.ts'
import { analystHandler } from './serve.ts'
import { openRuns } from './thinking/runs.ts'

/** The analyst on a real socket with a copy that the test turns. `begunAnew`: as after kill -9, what it held in memory is gone. */
export async function testAnalyst(
  t: { after(end: () => unknown): void },
  at: { analyst: string },
): Promise<{ analyst: Analyst; mirror: Mirror; begunAnew(): Promise<void> }> {
  const { mirror, folder } = await testMirror(t, at)
  const run = mkdtempSync(join(tmpdir(), 'rapport-analyst-'))
  const log = logger('test')
  log.level = 'silent'
  const clock = systemClock
  const fresh = () => openRuns({ mirror, clock, log })
  let runs = fresh()
  const free = freeQuestions({ copy: askedCopy({ mirror, folder, clock }), clock })
  const secret = 'analyst'
  const served = await serveRpc({ socket: join(run, 'analyst.sock'), secret }, (verb, input) => analystHandler({ mirror, free, runs, clock })(verb, input), log)
  const analyst = openAnalyst({ socket: join(run, 'analyst.sock'), secret })
  t.after(async () => {
    analyst.close()
    await served.close()
    await runs.close()
    rmSync(run, { recursive: true, force: true })
  })
  return {
    analyst,
    mirror,
    begunAnew: async () => {
      await runs.close()
      runs = fresh()
    },
  }
}
