import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '../../../platform/clock.ts'
import { openDb } from '../../../platform/db/index.ts'
import { logger } from '../../../platform/log.ts'
import { type Mirror, openMirror } from './mirror.ts'

type Ending = { after(end: () => unknown): void }

/** A copy of a store in a folder of its own, which nobody but the test turns. */
export async function testMirror(
  t: Ending,
  at: { analyst: string; folder?: string },
): Promise<{ mirror: Mirror; folder: string; reopened(): Promise<Mirror> }> {
  const folder = at.folder ?? mkdtempSync(join(tmpdir(), 'rapport-mirror-'))
  const db = openDb<Record<string, never>>({ url: at.analyst, max: 4, name: 'test analyst' })
  const log = logger('test')
  log.level = 'silent'
  const open = () =>
    openMirror({
      db,
      clock: systemClock,
      log,
      place: { folder, loadThreads: 1, bounds: { memoryMb: 400, threads: 1, spill: join(folder, 'spill'), spillMb: 200 } },
    })
  let mirror = await open()
  t.after(async () => {
    await mirror.close()
    await db.destroy()
    rmSync(folder, { recursive: true, force: true })
  })
  return {
    mirror,
    folder,
    reopened: async () => {
      await mirror.close()
      mirror = await open()
      return mirror
    },
  }
}
