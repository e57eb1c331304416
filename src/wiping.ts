import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { type Databases, type Home, isAlive } from './platform/launcher/index.ts'
import type { Logger } from './platform/log.ts'
import { askToWipe, noteDemo, wipeIfAsked } from './platform/operations/index.ts'
import type { Child } from './platform/supervise.ts'

// Main's part in emptying a demo: it ends its children, lets nobody begin meanwhile, and is the only one who may do it.

const wish = z.object({ wipe: z.object({ staff: z.int() }) })
const pauseMs = 2_000
const patienceMs = 10_000

export type Wiping = {
  /** What a child said; does the wipe when it asks for one. */
  heard(message: object): void
  /** Ends what was begun before, and notes a new demo. Before the first child is told anything. */
  begin(where: { home: Home; database: Databases }): Promise<void>
  /** Settles when no wipe is under way. */
  done(): Promise<void>
}

export function openWiping(o: { demo: boolean; children: () => readonly Child[]; log: Logger }): Wiping {
  let at: { home: Home; database: Databases } | undefined
  let running: Promise<void> | undefined

  async function wipe(where: { home: Home; database: Databases }): Promise<void> {
    await endAll(o.children())
    for (;;) {
      try {
        await wipeIfAsked(where)
        return
      } catch (error) {
        o.log.warn({ err: error }, 'the demo could not be wiped; it is tried again')
        await sleep(pauseMs)
      }
    }
  }

  return {
    heard: (message) => {
      const asked = wish.safeParse(message)
      if (!asked.success || !o.demo || !at || running) return
      if (!askToWipe(at.home, asked.data.wipe.staff)) return o.log.warn('a wipe was asked for, but this installation did not begin as a demo')
      running = wipe(at).finally(() => {
        running = undefined
      })
    },
    begin: async (where) => {
      at = where
      if (await wipeIfAsked(where)) o.log.info('the demo was wiped')
      if (o.demo) await noteDemo(where)
    },
    done: async () => {
      while (running) await running
    },
  }
}

/** Ends the processes that run now; they are started again, and wait to be told. */
async function endAll(children: readonly Child[]): Promise<void> {
  const pids = children.flatMap((child) => child.state().pid ?? [])
  for (const pid of pids) signal(pid, 'SIGTERM')
  for (let waited = 0; pids.some(isAlive); waited += 50) {
    if (waited === patienceMs) for (const pid of pids) signal(pid, 'SIGKILL')
    await sleep(50)
  }
}

function signal(pid: number, what: NodeJS.Signals): void {
  try {
    process.kill(pid, what)
  } catch {
    // gone meanwhile
  }
}
