import { setTimeout as sleep } from 'node:timers/promises'
import { start } from '../src/main.ts'
import { type bulkView, getBulk, previewBulk, startBulk, undoBulk } from '../src/office/bulk/contract.ts'
import type { Deed } from '../src/office/bulk/shapes.ts'
import { addTag } from '../src/office/ownership/contract.ts'
import { systemClock } from '../src/platform/clock.ts'
import { openDb, sql } from '../src/platform/db/index.ts'
import { assert } from '../src/platform/errors.ts'
import { homeAt } from '../src/platform/launcher/index.ts'
import { ask, type Visitor, visitor } from '../test/town/demo/visitor.ts'
import { fillPeople } from './look/people.ts'
import { print, scratchStore } from './scratch.ts'

// Something done to everybody at once on the whole product, interrupted: in the middle of each piece of work the process that does it is killed
// with -9. The limit is the same change as one statement by hand.

const customers = { small: 20_000, full: 200_000 } as const
const port = 4978

type Running = Awaited<ReturnType<typeof start>>
type View = ReturnType<typeof bulkView.parse>

/** Prints, for a tag and for a field, customers per second of the deed and of taking it back, the interruption included, and how many were missed or touched twice. */
export async function bulk({ size }: { size: 'small' | 'full' }): Promise<void> {
  const n = customers[size]
  const store = await scratchStore()
  const owner = openDb<Record<string, never>>({ url: store.postgres.url('owner'), max: 1 })
  const count = async (of: string) => Number((await sql<{ n: number }>`${sql.raw(of)}`.execute(owner)).rows[0]?.n)
  try {
    const home = homeAt(store.folder)
    const [session = ''] = await fillPeople({ keepUrl: store.postgres.url('keep'), keysUrl: store.keysUrl, keysFolder: home.keys, n, now: systemClock.now() })
    const running = await start({ home: home.root, port, say: () => {} })
    try {
      const clerk = visitor(running.url)
      clerk.cookies.set('rapport_session', session)
      await untilAllMatch(clerk, n)
      const tag = await ask(clerk, addTag, { body: { title: 'Bench' } })
      const deeds: { name: string; deed: Deed; done: string; byHand: string }[] = [
        {
          name: 'tag',
          deed: { deed: 'tag', tag_id: tag.id },
          done: 'select count(*) as n from office.customer_tag',
          byHand: 'create table public.by_hand_tag as select customer_id, 1 as tag_id, now() as at from keep.customer',
        },
        {
          name: 'field',
          deed: { deed: 'set_field', field: 'role', value: 'partner' },
          done: `select count(*) as n from keep.customer where role = 'partner'`,
          byHand: 'create table public.by_hand_role as select customer_id, now() as at from keep.customer',
        },
      ]
      for (const { name, deed, done, byHand } of deeds) {
        const from = performance.now()
        await sql`${sql.raw(byHand)}`.execute(owner)
        const limit = n / ((performance.now() - from) / 1000)
        const say = (figure: string, value: number, unit: string) =>
          print({ bench: 'bulk', figure: `${name}_${figure}`, value, unit, n, ...(unit === '1/s' ? { limit } : {}) })
        const began = performance.now()
        const asked = await ask(clerk, startBulk, { body: { who: { except: [] }, deed } })
        const ended = await through(running, clerk, asked.id, 'office', n)
        say('per_s', n / ((performance.now() - began) / 1000), '1/s')
        say('amiss', Math.abs(n - (await count(done))) + Math.abs(n - ended.changed), 'customers')
        const back = performance.now()
        await ask(clerk, undoBulk, { params: { bulk_id: asked.id }, body: {} })
        const put = await through(running, clerk, asked.id, 'keep', n)
        say('undone_per_s', n / ((performance.now() - back) / 1000), '1/s')
        say('undone_amiss', (await count(done)) + Math.abs(n - (put.undone?.put_back ?? 0)), 'customers')
      }
    } finally {
      await running.stop()
    }
  } finally {
    await owner.destroy()
    await store.end()
  }
}

async function untilAllMatch(clerk: Visitor, n: number): Promise<void> {
  const { matching } = await ask(clerk, previewBulk, { body: { who: { except: [] }, deed: { deed: 'set_field', field: 'role', value: 'partner' } } })
  if (matching === n) return
  await sleep(500)
  return untilAllMatch(clerk, n)
}

/** Waits for the end of a piece of work, and kills a part of the product where it is between a third and two thirds through. */
async function through(running: Running, clerk: Visitor, bulk_id: string, victim: 'keep' | 'office', n: number): Promise<View> {
  let killed = false
  for (;;) {
    const now = await ask(clerk, getBulk, { params: { bulk_id } }).catch(() => undefined) // nobody answers while the part is started again
    if (now && ['done', 'undone', 'failed', 'cancelled'].includes(now.state)) {
      assert(now.state === 'done' || now.state === 'undone', `the work ended as ${now.state}: ${now.trouble ?? ''}`)
      assert(killed, 'the work was over before it could be interrupted')
      return now
    }
    const rows = now?.progress?.rows ?? 0
    if (!killed && rows > n / 3) {
      const pid = running.children().find((child) => child.name === victim)?.pid
      assert(pid, `the ${victim} runs`)
      process.kill(pid, 'SIGKILL')
      killed = true
    }
    await sleep(50)
  }
}
