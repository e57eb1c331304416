import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { askers } from '../src/keep/asker.ts'
import { mergeCustomers } from '../src/keep/customers/index.ts'
import type { Door } from '../src/keep/door/contract.ts'
import { doorHandler } from '../src/keep/door/index.ts'
import { recordBatch } from '../src/keep/interactions/index.ts'
import { interactionOf } from '../src/keep/interactions/testing.ts'
import { type Keep, openKeep } from '../src/keep/open.ts'
import { openDoor } from '../src/office/door.ts'
import type { OfficeTables } from '../src/office/tables.ts'
import { type FixedClock, fixedClock } from '../src/platform/clock.ts'
import { usualLookLimitMs } from '../src/platform/config.ts'
import { type Db, inTransaction, openDb, sql } from '../src/platform/db/index.ts'
import { type IdBlocks, idBlocks } from '../src/platform/ids/index.ts'
import { logger } from '../src/platform/log.ts'
import { serveRpc } from '../src/platform/rpc/index.ts'
import { agrees, type Home } from './consenting.ts'
import { type TestStore, testStore } from './store.ts'

// Both wings in one process on a real database, the door between them on a real socket, the clock ours: for tests beside
// slices of the office.

export type Wings = {
  store: TestStore
  clock: FixedClock
  keep: Keep
  /** What slices of the office are given. */
  office: { db: Db<OfficeTables>; door: Door; rowIds: IdBlocks }
  /** Makes so many customers with an address each; gives their ids in order. */
  customers(n: number): Promise<number[]>
  /** Makes one person of two. */
  joins(from: number, into: number): Promise<void>
  /** A yes to marketing by e-mail. */
  agrees(customer: number): Promise<void>
}

export async function openWings(t: TestContext, now = new Date('2026-11-21T09:00:00Z')): Promise<Wings> {
  const drops: (() => unknown)[] = []
  const store = await testStore({ after: (drop: () => unknown) => void drops.push(drop) })
  const folder = mkdtempSync(join(tmpdir(), 'rapport-wings-'))
  const clock = fixedClock(now)
  const log = logger('test')
  const config = {
    databaseUrl: store.url.keep,
    keysDatabaseUrl: store.url.keys,
    keysFolder: join(folder, 'keys'),
    home: folder,
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
  const keep = await openKeep(config, { clock, log, tell: async () => {} })
  await sql`insert into keep.company (one_row, name, country, currency, time_zone, language, mail_from, changed_at)
    values (true, 'Лавка', 'RU', 'RUB', 'Europe/Moscow', 'ru', 'shop@shop.example', ${now})`.execute(keep.db)
  const socket = join(folder, 'door.sock')
  const served = await serveRpc({ socket, secret: config.doorSecret }, doorHandler(keep.door, askers(keep)), log)
  const door = openDoor({ socket, secret: config.doorSecret })
  const db = openDb<OfficeTables>({ url: store.url.office, max: 4 })
  const home: Home = { store, db: keep.db, keyring: keep.access.keyring, rowIds: keep.access.rowIds, close: async () => {} }
  t.after(async () => {
    door.close()
    await served.close()
    await db.destroy()
    await keep.close()
    for (const drop of drops) await drop()
    rmSync(folder, { recursive: true, force: true })
  })
  return {
    store,
    clock,
    keep,
    office: { db, door, rowIds: idBlocks(db, 'office.row_id_seq') },
    customers: async (n) => {
      const events = Array.from({ length: n }, (_, i) =>
        interactionOf({
          at: now.toISOString(),
          customer: { identifiers: [{ kind: 'email', value: `c${i}@shop.example` }], fields: { name: 'Анна', surname: `Белова ${i}` }, language: 'ru' },
        }),
      )
      const outcomes = await recordBatch(keep.recording, events, { now, source: 'test', trust: 'secret' })
      return outcomes.flatMap((o) => (o.status === 'refused' ? [] : [o.customer])).sort((a, b) => a - b)
    },
    joins: (from, into) =>
      inTransaction(keep.db, async (tx) => {
        await mergeCustomers(tx.$pickTables(), { from, into, actor: { kind: 'staff', id: 1, role: 'clerk' }, why: 'document', now: clock.now() })
      }),
    agrees: (customer) => agrees(home, customer, clock.now()),
  }
}
