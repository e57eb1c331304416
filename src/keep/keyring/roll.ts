import { type Db, inTransaction, sql } from '../../platform/db/index.ts'
import { AppError, assert } from '../../platform/errors.ts'
import { seal, unseal } from './cipher.ts'
import { destroyEpoch, readEpochs, readRecoveryPublic, writeEpoch } from './epochs.ts'
import { wrapToRecovery } from './recovery.ts'
import type { Category, KeyringTables } from './tables.ts'

const batch = 5_000

/**
 * Rolls to a new epoch: makes its key, re-wraps every data key in batches, and destroys the old epoch keys, but only after
 * `backup` (which must write and verify a copy of the keys database and throw otherwise) has succeeded. Started again after
 * a crash it goes on where it was. `progress` gets the number of keys re-wrapped so far.
 */
export async function rollKeys(at: {
  db: Db<KeyringTables>
  folder: string
  now: Date
  backup(): Promise<void>
  progress?(done: number): void
}): Promise<{ epoch: number; rewrapped: number; destroyed: number[] }> {
  const publicKey = readRecoveryPublic(at.folder)
  if (!publicKey) throw new AppError('unavailable', `${at.folder}/recovery.pub is missing; without it a new epoch could not be recovered.`)
  await noKeepRuns(at.db)
  const target = await targetEpoch(at, publicKey)
  const keys = new Map(readEpochs(at.folder).map((e) => [e.epoch, e.key]))
  if (!keys.has(target))
    throw new AppError(
      'unavailable',
      `The key of epoch ${target} is missing from ${at.folder}: put the file back, or use the recovery key: rapport keys recover.`,
    )
  let rewrapped = 0
  for (;;) {
    const done = await rewrapSome(at.db, keys, target)
    if (done === 0) break
    rewrapped += done
    at.progress?.(rewrapped)
  }
  await rewrapOwn(at.db, keys, target)
  await at.backup()
  await noneElsewhere(at.db, target)
  const old = [...keys.keys()].filter((e) => e !== target)
  for (const epoch of old) {
    await at.db
      .updateTable('keyring.epoch')
      .set({ destroyed_at: at.now, recovery: Buffer.alloc(0) })
      .where('epoch', '=', epoch)
      .execute()
    destroyEpoch(at.folder, epoch)
  }
  return { epoch: target, rewrapped, destroyed: old }
}

/** What the connections of a running keep to the database of keys are called there. */
export const keepsConnections = 'rapport keyring'

/** A keep on another machine holds no claim on the installation, but it is connected: it would go on with the old epoch. */
async function noKeepRuns(db: Db<KeyringTables>): Promise<void> {
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from pg_stat_activity where datname = current_database() and application_name = ${keepsConnections}`.execute(db)
  if (Number(rows[0]?.n) > 0) throw new AppError('conflict', 'A keep of this installation is running: stop every keep, then roll the keys.')
}

/** Whoever made keys meanwhile (a keep that runs after all) made them under an epoch that is about to go. */
async function noneElsewhere(db: Db<KeyringTables>, target: number): Promise<void> {
  const rows = await sql<{ n: number }>`select (select count(*) from keyring.data_key where epoch <> ${target})
    + (select count(*) from keyring.own_key where epoch <> ${target}) as n`.execute(db)
  if (rows.rows[0]?.n !== 0)
    throw new AppError('conflict', 'Keys were made under the old epoch while it was rolled; nothing was destroyed. Stop Rapport, then roll again.')
}

/** The epoch to roll to: a new one, or the one an interrupted roll had begun. */
async function targetEpoch(at: { db: Db<KeyringTables>; folder: string; now: Date }, publicKey: Buffer): Promise<number> {
  const alive = await at.db.selectFrom('keyring.epoch').select('epoch').where('destroyed_at', 'is', null).orderBy('epoch').execute()
  const newest = alive.at(-1)?.epoch
  assert(newest !== undefined, 'no epoch')
  if (alive.length > 1) return newest
  const made = writeEpoch(at.folder, newest + 1)
  await at.db
    .insertInto('keyring.epoch')
    .values({ epoch: made.epoch, made_at: at.now, recovery: wrapToRecovery(publicKey, made.key), destroyed_at: null })
    .execute()
  return made.epoch
}

async function rewrapSome(db: Db<KeyringTables>, keys: Map<number, Buffer>, target: number): Promise<number> {
  const to = keys.get(target)
  assert(to, 'the new epoch key is not there')
  return inTransaction(db, async (tx) => {
    const rows = await sql<{ customer_id: number; category: Category; epoch: number; wrapped: Buffer }>`
      select customer_id, category, epoch, wrapped from keyring.data_key where epoch <> ${target} order by customer_id limit ${batch} for update`.execute(tx)
    if (rows.rows.length === 0) return 0
    const wrapped = rows.rows.map((row) => {
      const place = `key\0${row.customer_id}\0${row.category}`
      const from = keys.get(row.epoch)
      const plain = from && unseal(from, place, row.wrapped)
      if (!plain) throw new AppError('unavailable', `A key of epoch ${row.epoch} does not open; nothing was destroyed.`)
      return seal(to, place, plain)
    })
    await sql`update keyring.data_key k set epoch = ${target}, wrapped = t.w
      from unnest(${rows.rows.map((r) => r.customer_id)}::bigint[], ${rows.rows.map((r) => r.category)}::text[], ${wrapped}::bytea[]) as t(c, g, w)
      where k.customer_id = t.c and k.category = t.g`.execute(tx)
    return rows.rows.length
  })
}

async function rewrapOwn(db: Db<KeyringTables>, keys: Map<number, Buffer>, target: number): Promise<void> {
  const to = keys.get(target)
  assert(to, 'the new epoch key is not there')
  await inTransaction(db, async (tx) => {
    for (const row of await tx.selectFrom('keyring.own_key').selectAll().where('epoch', '<>', target).forUpdate().execute()) {
      const from = keys.get(row.epoch)
      const plain = from && unseal(from, `own\0${row.name}`, row.wrapped)
      if (!plain) throw new AppError('unavailable', `The key "${row.name}" does not open; nothing was destroyed.`)
      await tx
        .updateTable('keyring.own_key')
        .set({ epoch: target, wrapped: seal(to, `own\0${row.name}`, plain) })
        .where('name', '=', row.name)
        .execute()
    }
  })
}
