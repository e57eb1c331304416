import { join } from 'node:path'
import { recordBatch } from '../src/keep/interactions/index.ts'
import { interactionOf } from '../src/keep/interactions/testing.ts'
import { openKeep } from '../src/keep/open.ts'
import { asks, stateOf } from '../src/keep/rights/testing.ts'
import { systemClock } from '../src/platform/clock.ts'
import { usualLookLimitMs } from '../src/platform/config.ts'
import { openDb, sql } from '../src/platform/db/index.ts'
import { logger } from '../src/platform/log.ts'
import { print, scratchStore } from './scratch.ts'

// Somebody with ten thousand interactions is erased, from the question to the certificate. The limit is the same rows of a twin deleted by
// hand in one transaction, without keys, digests, receipts or a certificate.

const SIZES = { small: 10_000, full: 100_000 } as const
const others = 2_000
const atOnce = 1_000

export async function erase({ size }: { size: 'small' | 'full' }): Promise<void> {
  const n = SIZES[size]
  const { postgres, folder, keysUrl, end } = await scratchStore()
  const owner = openDb<Record<string, never>>({ url: postgres.url('owner'), max: 1 })
  const clock = systemClock
  const config = {
    databaseUrl: postgres.url('keep'),
    keysDatabaseUrl: keysUrl,
    keysFolder: join(folder, 'keys'),
    home: join(folder, 'home'),
    between: { runFolder: folder },
    doorSecret: 'door',
    idsSecret: 'ids',
    publicUrl: 'http://localhost',
    lookLimitMs: usualLookLimitMs,
    smtpUrl: undefined,
    setUpCode: undefined,
    outwardNetworks: '',
    sendingPaused: false,
  }
  const keep = await openKeep(config, { clock, log: logger('bench'), tell: async () => {} })
  try {
    const lives = async (user: string, of: number) => {
      for (let from = 0; from < of; from += atOnce) {
        const events = Array.from({ length: Math.min(atOnce, of - from) }, (_, i) =>
          interactionOf({
            id: `${user}-${from + i}`,
            at: new Date(Date.UTC(2025, 0, 1) + (from + i) * 60_000).toISOString(),
            kind: 'order',
            amount: { minor: 10_000 + i, currency: 'RUB' },
            customer: { identifiers: [{ kind: 'user', value: of === 1 ? `${user}-${from + i}` : user }], fields: { surname: 'Белова', name: 'Анна' } },
            content: { text: 'A letter about an order' },
          }),
        )
        const outcomes = await recordBatch(keep.recording, events, { now: clock.now(), source: 'bench', trust: 'secret' })
        const [first] = outcomes
        if (from + atOnce >= of && first && first.status !== 'refused') return first.customer
      }
      return 0
    }
    for (let i = 0; i < others; i += atOnce) await Promise.all(Array.from({ length: 10 }, (_, k) => lives(`other-${i}-${k}`, 100)))
    const [gone, twin] = [await lives('gone', n), await lives('twin', n)]
    await keep.door.directory.follow()
    await sql`analyze`.execute(owner)

    const began = performance.now()
    const id = await asks(keep, gone)
    const asked = performance.now() - began
    keep.rights.runner.begin(id)
    for (; (await stateOf(keep, id)) !== 'done'; ) await keep.rights.runner.idle()
    const took = performance.now() - began

    const bare = performance.now()
    await owner.transaction().execute(async (tx) => {
      for (const table of ['fact.interaction', 'fact.interaction_item', 'keep.content', 'keep.vault', 'keep.identifier', 'fact.derived', 'keep.customer'])
        await sql`delete from ${sql.raw(table)} where customer_id = ${twin}`.execute(tx)
    })
    const limit = performance.now() - bare
    print({ bench: 'erase', figure: 'asked_ms', value: asked, unit: 'ms', n })
    print({ bench: 'erase', figure: 'erased_ms', value: took, unit: 'ms', n, limit })
  } finally {
    await keep.close()
    await owner.destroy()
    await end()
  }
}
