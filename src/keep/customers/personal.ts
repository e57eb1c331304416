import { type Db, sql, type Tx } from '../../platform/db/index.ts'
import { AppError, notFound } from '../../platform/errors.ts'
import type { Actor } from '../access/actor.ts'
import { type Keyring, sealText, unseal } from '../keyring/index.ts'
import type { CustomerTables } from './tables.ts'

// What people remember of a customer: kind, day and whose it is stand in the clear, the words sealed beside them.

type Row = CustomerTables['keep.personal']
export type PersonalWords = { text: string; reaction: string | null }
export type Personal = Omit<Row, 'sealed'> & PersonalWords

const place = (customer: number, id: number) => `personal\0${customer}\0${id}`
const mostOfOne = 500

type Deps = { keyring: Pick<Keyring, 'keysFor' | 'existingKeys'> }
type Said = PersonalWords & { customer: number; id: number; kind: Row['kind']; direction: Row['direction']; day: string | null; actor: Actor; now: Date }

/** Writes one down; throws conflict when there are as many of this customer as there may be. */
export async function rememberPersonal({ keyring }: Deps, tx: Tx<CustomerTables>, said: Said): Promise<void> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from keep.personal where customer_id = ${said.customer}`.execute(tx)
  if ((rows[0]?.count ?? 0) >= mostOfOne) throw new AppError('conflict', `There are ${mostOfOne} of these about this customer, which is the most.`)
  await sql`insert into keep.personal (customer_id, personal_id, kind, direction, on_day, sealed, at, by_kind, by_id)
    values (${said.customer}, ${said.id}, ${said.kind}, ${said.direction}, ${said.day}::date, ${await sealed(keyring, said)}, ${said.now}, ${said.actor.kind}, ${said.actor.id})`.execute(
    tx,
  )
}

/** Writes one anew, whichever of a person's ids it stands with; throws not_found. */
export async function correctPersonal({ keyring }: Deps, tx: Tx<CustomerTables>, members: readonly number[], said: Omit<Said, 'customer'>): Promise<void> {
  const customer = await ownerOf(tx, members, said.id)
  await sql`update keep.personal set kind = ${said.kind}, direction = ${said.direction}, on_day = ${said.day}::date,
      sealed = ${await sealed(keyring, { ...said, customer })}, changed_at = ${said.now}, changed_by = ${said.actor.id}
    where customer_id = ${customer} and personal_id = ${said.id}`.execute(tx)
}

export async function forgetPersonal(tx: Tx<CustomerTables>, members: readonly number[], id: number): Promise<void> {
  const customer = await ownerOf(tx, members, id)
  await sql`delete from keep.personal where customer_id = ${customer} and personal_id = ${id}`.execute(tx)
}

async function ownerOf(tx: Tx<CustomerTables>, members: readonly number[], id: number): Promise<number> {
  const { rows } = await sql<{ customer_id: number }>`
    select customer_id from keep.personal where customer_id = any(${[...members]}::bigint[]) and personal_id = ${id} for update`.execute(tx)
  const [row] = rows
  if (!row) throw notFound()
  return row.customer_id
}

async function sealed(keyring: Deps['keyring'], said: Pick<Said, 'customer' | 'id' | 'text' | 'reaction'>): Promise<Buffer> {
  const key = (await keyring.keysFor([said.customer], 'content')).get(said.customer)
  if (!key) throw notFound()
  return sealText(key, place(said.customer, said.id), JSON.stringify({ text: said.text, reaction: said.reaction }))
}

/** The newest first, after a place. For the door only: whoever calls this has a decision and a receipt. */
export async function openPersonal(
  { keyring, db }: Deps & { db: Db<CustomerTables> },
  members: readonly number[],
  page: { after: { at: string; id: number } | null; limit: number },
): Promise<Personal[]> {
  const behind = page.after ? sql`and (at, personal_id) < (${new Date(page.after.at)}, ${page.after.id})` : sql``
  const { rows } =
    await sql<Row>`select customer_id, personal_id, kind, direction, on_day::text as on_day, sealed, at, by_kind, by_id, changed_at, changed_by from keep.personal where customer_id = any(${[...members]}::bigint[]) ${behind}
    order by at desc, personal_id desc limit ${page.limit}`.execute(db)
  const keys = await keyring.existingKeys([...new Set(rows.map((row) => row.customer_id))], 'content')
  return rows.flatMap(({ sealed: kept, ...row }) => {
    const key = keys.get(row.customer_id)
    const plain = key && unseal(key, place(row.customer_id, row.personal_id), kept)
    return plain ? [{ ...row, ...wordsOf(plain) }] : []
  })
}

function wordsOf(plain: Buffer): PersonalWords {
  const said: unknown = JSON.parse(plain.toString('utf8'))
  const part = (name: string) => (typeof said === 'object' && said !== null ? Reflect.get(said, name) : undefined)
  const [text, reaction] = [part('text'), part('reaction')]
  return { text: typeof text === 'string' ? text : '', reaction: typeof reaction === 'string' ? reaction : null }
}
