import { z } from 'zod'
import type { Asked, Said } from '../../../platform/http/index.ts'
import { startCourier } from '../hands.ts'
import { mostBytes } from './ask.ts'

// Asking other sites, as the keep sees it: what they say is a stranger's text, read by a process that holds nothing.

const said = z.union([
  z.object({ status: z.int(), type: z.string().max(500), body: z.string().max(mostBytes) }),
  z.object({ trouble: z.enum(['private_address', 'no_address', 'not_reached', 'not_secure', 'too_slow', 'cut_off', 'too_long']) }),
])
const nothing = { size: 0, read: async () => Buffer.alloc(0) }
/** Of the platform, the code that asks; paths from this folder's parent. */
const also = ['../../platform/http/outward.ts', '../../platform/http/peer.ts', '../../platform/errors.ts', '../../platform/clock.ts']

export type Asker = {
  /** Asks a site, within ten seconds and 256 KiB. Private addresses are refused unless `allowed` names them. Never throws. `before`: over by then, on the machine's clock. */
  ask(asked: Asked, before?: number): Promise<Said>
  close(): void
}

/** `allowed`: OUTWARD_NETWORKS. A process is started with the first question. */
export function startAsker(allowed: string): Asker {
  const courier = startCourier({ limits: { entry: 'asking/process.ts', memoryMb: 256, silenceMs: 20_000, also } })
  return {
    async ask(asked, before) {
      try {
        const next = await courier.run({ errand: 'ask', input: JSON.stringify({ asked, allowed, before }) }, nothing).next()
        return said.parse(next.value)
      } catch {
        return { trouble: 'cut_off' }
      }
    },
    close: courier.close,
  }
}
