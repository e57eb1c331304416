import { createHash } from 'node:crypto'
import { contentPlace, identifierPlace, vaultPlace } from '../../src/keep/customers/index.ts'
import { type Keyring, type KeyringTables, openKeyring, seal } from '../../src/keep/keyring/index.ts'
import { type CopyValue, copyRows, type Db, inTransaction, openDb, sql } from '../../src/platform/db/index.ts'
import { interactionId } from '../../src/platform/ids/index.ts'
import { madeUpCustomers } from '../made-up-customers.ts'

// A store of made-up people with a history, written past the recording path: reading is what is measured here.

const perCustomer = 10
const batch = 2_000
const day = 86_400_000

type Tables = Record<string, never>

/** Fills the store with `n` customers of ten interactions each, five of them with words; gives the keyring it was sealed with. */
export async function fillPeople(at: { keepUrl: string; keysUrl: string; keysFolder: string; n: number; now: Date }): Promise<string[]> {
  const db = openDb<Tables>({ url: at.keepUrl })
  const keysDb = openDb<KeyringTables>({ url: at.keysUrl })
  const { keyring } = await openKeyring({ db: keysDb, folder: at.keysFolder, now: at.now })
  const people = madeUpCustomers(at.n)[Symbol.iterator]()
  for (let from = 1; from <= at.n; from += batch) {
    const ids = Array.from({ length: Math.min(batch, at.n - from + 1) }, (_, i) => from + i)
    await fillBatch(
      db,
      keyring,
      ids,
      ids.map(() => people.next().value?.names ?? ['Nobody']),
      at.now,
    )
  }
  const sessions = await fillStaff(db, keyring, at.now)
  await sql`select setval('keep.customer_id_seq', ${at.n + 1000})`.execute(db).catch(() => {})
  await db.destroy()
  await keysDb.destroy()
  return sessions
}

const colleagues = 150

/** Many colleagues, each signed in: nobody may open more than three hundred people within an hour. Gives their sessions. */
async function fillStaff(db: Db<Tables>, keyring: Keyring, now: Date): Promise<string[]> {
  const tokens: string[] = []
  for (let id = 1; id <= colleagues; id++) {
    const token = `bench-session-of-colleague-${id}`
    const sealed = keyring.sealRecord(`staff\0${id}`, JSON.stringify({ name: `Colleague ${id}`, email: `c${id}@example.com` }))
    await sql`insert into keep.staff (staff_id, email_digest, sealed, password, role, created_at) values (${id}, ${keyring.digest('staff', `c${id}@example.com`)}, ${sealed}, '', 'clerk', ${now})`.execute(
      db,
    )
    await sql`insert into keep.session (digest, staff_id, made_at, seen_at, expires_at, device) values (${createHash('sha256').update(token).digest()}, ${id}, ${now}, ${now}, ${new Date(now.getTime() + day)}, 'bench')`.execute(
      db,
    )
    tokens.push(token)
  }
  return tokens
}

async function fillBatch(db: Db<Tables>, keyring: Keyring, ids: readonly number[], names: readonly (readonly string[])[], now: Date): Promise<void> {
  const contact = await keyring.keysFor(ids, 'contact')
  const content = await keyring.keysFor(ids, 'content')
  const key = (keys: Map<number, Buffer>, id: number) => keys.get(id) ?? Buffer.alloc(32)
  const fields = ['surname', 'name', 'patronymic'] as const
  const at = now.getTime() - 700 * day
  await inTransaction(db, async (tx) => {
    await copyRows(
      tx,
      'keep.customer',
      cols('customer_id:int8 kind:text role:text status:text language:text created_at:timestamptz'),
      ids.map((id) => [id, 'person', 'customer', 'known', 'ru', at]),
    )
    await copyRows(
      tx,
      'keep.identifier',
      cols('kind:text digest:bytea customer_id:int8 sealed:bytea source:text first_seen:timestamptz last_seen:timestamptz'),
      ids.flatMap((id): CopyValue[][] => [
        [
          'email',
          keyring.digest('email', `c${id}@example.com`),
          id,
          seal(key(contact, id), identifierPlace(id, 'email'), `c${id}@example.com`),
          'shop',
          at,
          at,
        ],
        [
          'phone',
          keyring.digest('phone', `+7912${String(id).padStart(7, '0')}`),
          id,
          seal(key(contact, id), identifierPlace(id, 'phone'), `+7912${String(id).padStart(7, '0')}`),
          'shop',
          at,
          at,
        ],
      ]),
    )
    await copyRows(
      tx,
      'keep.vault',
      cols('customer_id:int8 field:text version:int8 sealed:bytea category:text source:text at:timestamptz by_kind:text by_id:int8'),
      ids.flatMap((id, i) =>
        fields.map((field, f): CopyValue[] => {
          const version = id * 10 + f
          return [id, field, version, seal(key(contact, id), vaultPlace(id, field, version), names[i]?.[f] ?? '-'), 'contact', 'shop', at, 'api', 1]
        }),
      ),
    )
    await copyRows(
      tx,
      'fact.derived',
      cols('customer_id:int8 person:int8 kind:text role:text status:text language:text since:timestamptz batch:int8'),
      ids.map((id) => [id, id, 'person', 'customer', 'known', 'ru', at, 1]),
    )
    await copyRows(
      tx,
      'fact.interaction',
      cols('customer_id:int8 id:int8 batch:int8 at:timestamptz kind:text channel:text direction:text source:text amount:int8 currency:text sealed:bool'),
      ids.flatMap((id) =>
        moments(id, at).map((m): CopyValue[] => [
          id,
          m.id,
          1,
          m.at,
          m.order ? 'order' : 'message',
          m.order ? 'shop' : 'email',
          'in',
          'shop',
          m.order ? 10_000 + id : null,
          m.order ? 'RUB' : null,
          false,
        ]),
      ),
    )
    await copyRows(
      tx,
      'fact.interaction_item',
      cols('customer_id:int8 interaction_id:int8 line:int4 batch:int8 sku:text quantity:float8 price:int8 amount:int8'),
      ids.flatMap((id) =>
        moments(id, at)
          .filter((m) => m.order)
          .map((m): CopyValue[] => [id, m.id, 1, 1, `sku-${id % 1000}`, 1, 10_000, 10_000]),
      ),
    )
    await copyRows(
      tx,
      'keep.content',
      cols('customer_id:int8 kind:text id:int8 category:text sealed:bytea'),
      ids.flatMap((id) =>
        moments(id, at)
          .filter((m) => !m.order)
          .map((m): CopyValue[] => [
            id,
            'interaction',
            m.id,
            'content',
            seal(key(content, id), contentPlace(id, 'interaction', m.id), '{"subject":"Question","text":"When will it come?"}'),
          ]),
      ),
    )
  })
}

const moments = (id: number, from: number) =>
  Array.from({ length: perCustomer }, (_, i) => {
    const at = new Date(from + i * 60 * day + (id % 1000) * 60_000)
    return { at, id: interactionId(at, i), order: i % 2 === 0 }
  })

type ColumnType = Parameters<typeof copyRows>[2][number]['type']
const known: readonly ColumnType[] = ['int4', 'int8', 'float8', 'bool', 'text', 'bytea', 'timestamptz']

function cols(list: string): { name: string; type: ColumnType }[] {
  return list.split(' ').map((pair) => {
    const [name = '', typeName] = pair.split(':')
    return { name, type: known.find((t) => t === typeName) ?? 'text' }
  })
}
