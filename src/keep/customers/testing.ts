import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { type TestStore, testStore } from '../../../test/store.ts'
import { type Db, inTransaction, openDb, type Tx } from '../../platform/db/index.ts'
import { type IdBlocks, idBlocks } from '../../platform/ids/index.ts'
import { type Keyring, type KeyringTables, openKeyring } from '../keyring/index.ts'
import { newBatch, publishDerived } from './publish.ts'
import type { CustomerTables } from './tables.ts'
import { type FieldWrite, writeFields } from './vault.ts'

export const noon = new Date('2026-11-21T12:00:00Z')
export const minutes = (n: number) => new Date(noon.getTime() + n * 60_000)
export const clerk = { kind: 'staff', id: 5, role: 'clerk' } as const

export type House = {
  db: Db<CustomerTables>
  keyring: Keyring
  rowIds: IdBlocks
  store: TestStore
  folder: string
  /** Known customers with these ids, published. */
  people(...ids: readonly number[]): Promise<void>
  write(writes: readonly FieldWrite[], now?: Date): Promise<FieldWrite[]>
  publish(tx: Tx<CustomerTables>, ids: readonly number[]): Promise<void>
}

/** A store of its own with nothing but customers. */
export async function openHouse(t: TestContext): Promise<House> {
  const folder = mkdtempSync(join(tmpdir(), 'rapport-customers-'))
  const store = await testStore(t)
  const db = openDb<CustomerTables>({ url: store.url.keep, max: 8 })
  const keysDb = openDb<KeyringTables>({ url: store.url.keys })
  t.after(async () => {
    await Promise.all([db.destroy(), keysDb.destroy()])
    rmSync(folder, { recursive: true, force: true })
  })
  const { keyring } = await openKeyring({ db: keysDb, folder: join(folder, 'keys'), now: noon })
  const rowIds = idBlocks(db, 'keep.row_id_seq')
  const publish = async (tx: Tx<CustomerTables>, ids: readonly number[]) => publishDerived({ keyring }, tx, ids, { batch: await newBatch(tx), now: noon })
  return {
    db,
    keyring,
    rowIds,
    store,
    folder,
    publish,
    people: (...ids) =>
      inTransaction(db, async (tx) => {
        for (const customer_id of ids) {
          await tx
            .insertInto('keep.customer')
            .values({
              customer_id,
              kind: 'person',
              role: 'customer',
              status: 'known',
              language: null,
              time_zone: null,
              country: null,
              merged_into: null,
              created_at: noon,
            })
            .execute()
        }
        await publish(tx, ids)
      }),
    write: (writes, now = noon) =>
      inTransaction(db, async (tx) => {
        const done = await writeFields({ db, keyring, rowIds }, tx, writes, { actor: clerk, source: 'console', now })
        if (done.length > 0) await publish(tx, [...new Set(done.map((w) => w.customer))])
        return done
      }),
  }
}
