import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import type { Actor } from '../src/keep/access/actor.ts'
import { identifierPlace, vaultPlace } from '../src/keep/customers/index.ts'
import { type Keyring, type KeyringTables, openKeyring, seal } from '../src/keep/keyring/index.ts'
import type { KeepTables } from '../src/keep/tables.ts'
import { type By, giveConsent, registerStartingTerms } from '../src/keep/terms/index.ts'
import { type Db, inTransaction, openDb } from '../src/platform/db/index.ts'
import { type IdBlocks, idBlocks } from '../src/platform/ids/index.ts'
import { type TestStore, testStore } from './store.ts'

// A keep's store with the starting terms and a few people who agreed to things: for tests of terms, gate and channels.

export type Home = { store: TestStore; db: Db<KeepTables>; keyring: Keyring; rowIds: IdBlocks; close(): Promise<void> }

export const house: Actor = { kind: 'service', id: 0, role: 'house' }
export const staff = (role: string, id = 7): Actor => ({ kind: 'staff', id, role })
export const by = (now: Date, actor: Actor = house): By => ({ actor, now })

/** A migrated store, an open keyring in a folder of its own, and the starting terms; closed when the test ends. */
export async function consentingHome(t: Pick<TestContext, 'after'>, now: Date): Promise<Home> {
  const store = await testStore(t)
  const folder = mkdtempSync(join(tmpdir(), 'rapport-keys-'))
  const keys = openDb<KeyringTables>({ url: store.url.keys, max: 2 })
  const db = openDb<KeepTables>({ url: store.url.keep, max: 12 })
  const { keyring } = await openKeyring({ db: keys, folder, now })
  await inTransaction(db, (tx) => registerStartingTerms(tx, by(now)))
  const close = async () => {
    await db.destroy()
    await keys.destroy()
    rmSync(folder, { recursive: true, force: true })
  }
  t.after(close)
  return { store, db, keyring, rowIds: idBlocks(db, 'keep.row_id_seq'), close }
}

export type Person = {
  id: number
  name?: string
  patronymic?: string
  surname?: string
  gender?: string
  email?: string
  language?: string
  mergedInto?: number
  status?: 'known' | 'restricted' | 'erased'
}

/** Puts a person with a name and an address into the store. */
export async function settle(home: Home, person: Person, now: Date): Promise<number> {
  const { db, keyring } = home
  const contact = (await keyring.keysFor([person.id], 'contact')).get(person.id)
  const profile = (await keyring.keysFor([person.id], 'profile')).get(person.id)
  if (!contact || !profile) throw new Error('no key')
  await db
    .insertInto('keep.customer')
    .values({
      customer_id: person.id,
      kind: 'person',
      role: 'customer',
      status: person.status ?? 'known',
      language: person.language ?? 'en',
      time_zone: null,
      country: null,
      merged_into: person.mergedInto ?? null,
      created_at: now,
    })
    .execute()
  for (const field of ['name', 'patronymic', 'surname', 'gender'] as const) {
    const value = person[field]
    if (value === undefined) continue
    const version = await home.rowIds.one()
    const category = field === 'gender' ? 'profile' : 'contact'
    await db
      .insertInto('keep.vault')
      .values({
        customer_id: person.id,
        field,
        version,
        sealed: seal(category === 'contact' ? contact : profile, vaultPlace(person.id, field, version), value),
        category,
        source: 'test',
        at: now,
        by_kind: 'service',
        by_id: 0,
        import_id: null,
      })
      .execute()
  }
  if (person.email) {
    await db
      .insertInto('keep.identifier')
      .values({
        kind: 'email',
        digest: keyring.digest('email', person.email),
        customer_id: person.id,
        sealed: seal(contact, identifierPlace(person.id, 'email'), person.email),
        verified_at: null,
        source: 'test',
        first_seen: now,
        last_seen: now,
      })
      .execute()
  }
  return person.id
}

/** A yes to marketing by one channel ('*' for all), on one topic ('*' for all). */
export async function agrees(home: Home, customer: number, now: Date, to: { channel?: string; topic?: string } = {}): Promise<void> {
  await inTransaction(home.db, (tx) =>
    giveConsent(
      home,
      tx,
      {
        customer,
        purpose: 'marketing',
        category: 'contact',
        channel: to.channel ?? 'email',
        topic: to.topic ?? '*',
        method: 'form',
        notice: { notice: 'marketing', version: 1 },
        language: 'en',
        evidence: { kind: 'confirmed', said: 'ticked the box' },
      },
      by(now),
    ),
  )
}
