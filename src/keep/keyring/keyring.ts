import { randomBytes } from 'node:crypto'
import { systemClock } from '../../platform/clock.ts'
import { byteaArray, type Db, inTransaction, numberArray, sql } from '../../platform/db/index.ts'
import { AppError, assert } from '../../platform/errors.ts'
import { keyCache } from './cache.ts'
import { hmacWith, seal, unseal } from './cipher.ts'
import { destroy, hearDestructions } from './destructions.ts'
import { destroyEpoch, type Epoch, readEpochs, writeEpoch, writeRecoveryPublic } from './epochs.ts'
import { makeRecoveryKey, wrapToRecovery } from './recovery.ts'
import type { Category, KeyringTables } from './tables.ts'

export type OwnKey = 'index' | 'records' | 'search' | 'checkpoint' | 'dkim' | 'links' | 'ids'

export type Keyring = {
  folder: string
  db: Db<KeyringTables>
  /** Keys of these customers for one category; missing ones are made (and on disk) before this returns. */
  keysFor(customers: readonly number[], category: Category): Promise<Map<number, Buffer>>
  /** Keys of these customers that exist; a customer whose keys were destroyed is absent. */
  existingKeys(customers: readonly number[], category: Category): Promise<Map<number, Buffer>>
  /** The blind index: HMAC-SHA-256 over kind and normalised value, 32 bytes. */
  digest(kind: string, value: string): Buffer
  /** The same as 32 Latin-1 characters, one a byte: for what digests by the thousand. */
  digestText(kind: string, value: string): string
  /** One of the installation's own keys (32 bytes). */
  own(name: OwnKey): Buffer
  sealRecord(place: string, text: string | Uint8Array): Buffer
  /** Throws when it was not sealed here under this place. */
  openRecord(place: string, sealed: Uint8Array): Buffer
  /** Destroys them here and in the memory of every other keep: none answers from it when a second has passed. */
  destroyKeys(customers: readonly number[], only?: Category): Promise<number>
  /** Lets go of what other keeps have destroyed; called by a timer, so that nothing stays in the memory of an idle keep. */
  follow(): Promise<void>
  epoch(): Epoch
}

const ownKeys: readonly OwnKey[] = ['index', 'records', 'search', 'checkpoint', 'dkim', 'links', 'ids']
const cacheLimit = 400_000
const makingLock = 0x6b657973 // "keys"
const code = { contact: 0, content: 1, sensitive: 2, profile: 3 } as const satisfies Record<Category, number>
const slot = (customer: number, category: Category) => customer * 4 + code[category]
const keyPlace = (customer: number, category: Category) => `key\0${customer}\0${category}`

type Place = { db: Db<KeyringTables>; folder: string; monotonic?: () => number }
type Making = Place & {
  now: Date
  /** Shows the operator the recovery key of a keyring that is about to be made; it is made when this has returned. */
  tell?(recovery: string): void | Promise<void>
}

/**
 * Opens the keyring of an installation; a new one gets its first epoch and a recovery key, whose printed form is given
 * once, to `tell` and in `recovery`, and kept nowhere.
 */
export async function openKeyring(at: Making): Promise<{ keyring: Keyring; recovery?: string }> {
  const recovery = await ensureFirstEpoch(at)
  const keyring = await openEpochs(at)
  return recovery === undefined ? { keyring } : { keyring, recovery }
}

/** Opens the keyring for whoever only reads: one that was never made is told, and not made. */
export async function openMadeKeyring(at: Place): Promise<Keyring> {
  if (!(await hasEpoch(at.db, at.folder))) {
    throw new AppError('not_found', 'This installation has no keys yet, so there is nothing in it: rapport start makes them and shows the recovery key.')
  }
  return openEpochs(at)
}

async function openEpochs(at: Place): Promise<Keyring> {
  const epochs = await livingEpochs(at)
  const newest = Math.max(...epochs.keys())
  const own = await loadOwnKeys(at.db, epochs, newest)
  return keyringOf(at, epochs, own)
}

/** Gives the recovery key when it was made just now. It is shown before the keys are stored: one shown for nothing does no harm. */
async function ensureFirstEpoch(at: Making): Promise<string | undefined> {
  if (await hasEpoch(at.db, at.folder)) return undefined
  return inTransaction(at.db, async (tx) => {
    await sql`select pg_advisory_xact_lock(${makingLock})`.execute(tx) // two keeps that start side by side make one keyring
    if (await hasEpoch(tx, at.folder)) return undefined
    const made = makeRecoveryKey()
    const first = readEpochs(at.folder)[0] ?? writeEpoch(at.folder, 1)
    writeRecoveryPublic(at.folder, made.publicKey)
    await at.tell?.(made.printed)
    await tx
      .insertInto('keyring.epoch')
      .values({ epoch: first.epoch, made_at: at.now, recovery: wrapToRecovery(made.publicKey, first.key), destroyed_at: null })
      .execute()
    return made.printed
  })
}

/** Whether the keyring was made; throws when the key of a living epoch is not in the folder. */
async function hasEpoch(db: Db<KeyringTables>, folder: string): Promise<boolean> {
  const known = await db.selectFrom('keyring.epoch').select('epoch').where('destroyed_at', 'is', null).execute()
  const files = readEpochs(folder)
  const missing = known.find((k) => !files.some((f) => f.epoch === k.epoch))
  if (missing) {
    throw new AppError(
      'unavailable',
      `The key of epoch ${missing.epoch} is missing from ${folder}; without it what was sealed under it cannot be opened. Put the file back, or use the recovery key: rapport keys recover.`,
    )
  }
  return known.length > 0
}

/**
 * The epochs that both sides know: a file whose epoch the database does not have was left by a roll that stopped before it
 * began, and may wrap nothing yet. A file of a destroyed epoch was left by one that stopped at its last step, and goes.
 */
async function livingEpochs(at: Place): Promise<Map<number, Buffer>> {
  const known = await at.db.selectFrom('keyring.epoch').select(['epoch', 'destroyed_at']).execute()
  for (const { epoch, destroyed_at } of known) if (destroyed_at) destroyEpoch(at.folder, epoch)
  const living = new Set(known.filter((k) => !k.destroyed_at).map((k) => k.epoch))
  return new Map(
    readEpochs(at.folder)
      .filter((e) => living.has(e.epoch))
      .map((e) => [e.epoch, e.key]),
  )
}

async function loadOwnKeys(db: Db<KeyringTables>, epochs: Map<number, Buffer>, newest: number): Promise<Map<OwnKey, Buffer>> {
  const wrapping = epochs.get(newest)
  assert(wrapping, 'no epoch key')
  const fresh = ownKeys.map((name) => ({ name, epoch: newest, wrapped: seal(wrapping, `own\0${name}`, randomBytes(32)) }))
  await db
    .insertInto('keyring.own_key')
    .values(fresh)
    .onConflict((c) => c.doNothing())
    .execute()
  const rows = await db.selectFrom('keyring.own_key').selectAll().execute()
  const out = new Map<OwnKey, Buffer>()
  for (const name of ownKeys) {
    const row = rows.find((r) => r.name === name)
    assert(row, `own key ${name} was not stored`)
    const epoch = epochs.get(row.epoch)
    const key = epoch && unseal(epoch, `own\0${name}`, row.wrapped)
    if (!key)
      throw new AppError(
        'unavailable',
        `The key "${name}" does not open with the key files here: they belong to another installation or are older than the keys database.`,
      )
    out.set(name, key)
  }
  return out
}

function keyringOf(at: Place, epochs: Map<number, Buffer>, ownKey: Map<OwnKey, Buffer>): Keyring {
  const cache = keyCache(cacheLimit)
  // Grows with each destruction: what was read before one and comes back after it may not be remembered.
  let destroyed = 0

  const own = (name: OwnKey) => {
    const key = ownKey.get(name)
    assert(key, `no own key ${name}`)
    return key
  }
  const newest = (): Epoch => {
    const epoch = Math.max(...epochs.keys())
    const key = epochs.get(epoch)
    assert(key, 'no epoch key')
    return { epoch, key }
  }

  const index = hmacWith(own('index'))

  const hearing = hearDestructions({ db: at.db, monotonic: at.monotonic ?? systemClock.monotonic, forget })

  function forget(customers: readonly number[] | 'all') {
    destroyed += 1
    if (customers === 'all') cache.clear()
    else for (const customer of customers) for (const c of Object.values(code)) cache.delete(customer * 4 + c)
  }

  function remember(customer: number, category: Category, key: Buffer, since: number) {
    if (since !== destroyed) return
    cache.set(slot(customer, category), key)
  }

  async function existingKeys(customers: readonly number[], category: Category): Promise<Map<number, Buffer>> {
    const found = new Map<number, Buffer>()
    const absent: number[] = []
    const mayRemember = await hearing.heard()
    for (const customer of customers) {
      const key = mayRemember ? cache.get(slot(customer, category)) : undefined
      if (key) found.set(customer, key)
      else absent.push(customer)
    }
    if (absent.length === 0) return found
    const since = destroyed
    const rows = await sql<{ customer_id: number; epoch: number; wrapped: Buffer }>`
      select customer_id, epoch, wrapped from keyring.data_key where customer_id = any(${numberArray(absent)}::bigint[]) and category = ${category}`.execute(
      at.db,
    )
    for (const row of rows.rows) {
      // A roll by another process: its new epoch is in the folder.
      if (!epochs.has(row.epoch)) for (const e of readEpochs(at.folder)) if (e.epoch === row.epoch) epochs.set(e.epoch, e.key)
      const epoch = epochs.get(row.epoch)
      const key = epoch && unseal(epoch, keyPlace(row.customer_id, category), row.wrapped)
      if (!key) continue
      found.set(row.customer_id, key)
      remember(row.customer_id, category, key, since)
    }
    return found
  }

  async function keysFor(customers: readonly number[], category: Category): Promise<Map<number, Buffer>> {
    const found = await existingKeys(customers, category)
    // In one order everywhere: two that make keys for the same customers then wait for each other in no circle.
    const missing = [...new Set(customers.filter((c) => !found.has(c)))].toSorted((a, b) => a - b)
    if (missing.length === 0) return found
    const { epoch, key } = newest()
    const made = missing.map((customer) => randomKey(key, customer, category))
    const since = destroyed
    const stored = await sql<{ customer_id: number }>`
      insert into keyring.data_key (customer_id, category, epoch, wrapped)
      select c, ${category}, ${epoch}, w from unnest(${numberArray(missing)}::bigint[], ${byteaArray(made.map((m) => m.wrapped))}::bytea[]) as t(c, w)
      on conflict do nothing returning customer_id`.execute(at.db)
    const mine = new Set(stored.rows.map((r) => r.customer_id))
    const others: number[] = []
    for (const [i, customer] of missing.entries()) {
      const plain = made[i]?.plain
      assert(plain, 'a key was not made')
      if (!mine.has(customer)) others.push(customer)
      else {
        found.set(customer, plain)
        remember(customer, category, plain, since)
      }
    }
    // Another keep made these in the same moment, or they stand under a key that is gone (an erased customer).
    if (others.length > 0) for (const [c, k] of await existingKeys(others, category)) found.set(c, k)
    return found
  }

  return {
    folder: at.folder,
    db: at.db,
    keysFor,
    existingKeys,
    digest: (kind, value) => Buffer.from(index(kind, value), 'latin1'),
    digestText: index,
    own,
    sealRecord: (place, text) => seal(own('records'), place, text),
    openRecord: (place, sealed) => {
      const plain = unseal(own('records'), place, sealed)
      if (!plain) throw new AppError('unavailable', 'A sealed record does not open with the keys of this installation.')
      return plain
    },
    destroyKeys: async (customers, only) => {
      const gone = await destroy(at.db, customers, only)
      forget(customers)
      return gone
    },
    follow: async () => void (await hearing.heard()),
    epoch: newest,
  }
}

function randomKey(epoch: Buffer, customer: number, category: Category): { plain: Buffer; wrapped: Buffer } {
  const plain = randomBytes(32)
  return { plain, wrapped: seal(epoch, keyPlace(customer, category), plain) }
}
