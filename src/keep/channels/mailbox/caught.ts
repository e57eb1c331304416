import { type Db, sql } from '../../../platform/db/index.ts'
import type { MailCourier, ReadMail } from '../../courier/index.ts'
import type { ChannelDeps } from '../deps.ts'
import { customersOf } from '../link/links.ts'
import type { ChannelTables } from '../tables.ts'
import { caughtPlace } from './catch.ts'

// Reading what the mailbox caught. What is opened here stays here until the one who asks has been decided about and the use
// was noted (routes.ts).

/** `envelope` is whom the letter was handed over for, whatever its headers say; `customer` is who was written to, when that is still known; `staff`: it is a letter to the company's own staff. */
export type Caught = ReadMail & {
  id: number
  at: Date
  size: number
  raw: Buffer
  envelope: { from: string; to: string }
  customer: number | undefined
  staff: boolean
}
type Deps = ChannelDeps & { mail: MailCourier }

/** The place of a letter in the list, which goes from the newest to the oldest. */
export type Mark = { at: Date; id: number }
type Row = { id: number; sealed: Buffer; size: number; at: Date }

const readTogether = 50
/** No call reads more letters than this to find some; the next page goes on from there. */
export const mostRead = 500

/** Caught letters, the newest first; with `words` those that hold all of them. `next` is where the next page begins. */
export async function listCaught(
  deps: Deps,
  of: { limit: number; before: Mark | undefined; words: readonly string[] },
): Promise<{ items: Caught[]; next: Mark | null }> {
  const items: Caught[] = []
  let before = of.before
  for (let read = 0; ; ) {
    const rows = await rowsBefore(deps.db, before, (of.words.length === 0 ? of.limit : readTogether) + 1)
    const more = rows.length > (of.words.length === 0 ? of.limit : readTogether)
    const letters = await opened(deps, more ? rows.slice(0, -1) : rows)
    for (const [i, letter] of letters.entries()) {
      before = { at: letter.at, id: letter.id }
      if (holds(letter, of.words)) items.push(letter)
      if (items.length === of.limit) return { items, next: more || i + 1 < letters.length ? before : null }
    }
    read += letters.length
    if (!more || read >= mostRead) return { items, next: more ? (before ?? null) : null }
  }
}

/** One caught letter; undefined when there is none of that number. */
export async function findCaught(deps: Deps, id: number): Promise<Caught | undefined> {
  const row = await deps.db.selectFrom('keep.mailbox_message').select(['id', 'sealed', 'size', 'at']).where('id', '=', id).executeTakeFirst()
  const [letter] = await opened(deps, row ? [row] : [])
  return letter
}

/** How many letters are held, and which is the newest: nobody is named by it. */
export async function countCaught(db: Db<ChannelTables>): Promise<{ letters: number; newest: Mark | null }> {
  const { rows } = await sql<{ letters: number; id: number | null; at: Date | null }>`
    select (select count(*)::int from keep.mailbox_message) as letters, n.id, n.at from (values (1)) one left join lateral (
      select id, at from keep.mailbox_message order by at desc, id desc limit 1) n on true`.execute(db)
  const [row] = rows
  return { letters: row?.letters ?? 0, newest: row?.id == null || row.at === null ? null : { id: row.id, at: row.at } }
}

async function rowsBefore(db: Db<ChannelTables>, before: Mark | undefined, limit: number): Promise<Row[]> {
  const all = db.selectFrom('keep.mailbox_message').select(['id', 'sealed', 'size', 'at']).orderBy('at', 'desc').orderBy('id', 'desc').limit(limit)
  return (before ? all.where(sql<boolean>`(at, id) < (${before.at}, ${before.id}::bigint)`) : all).execute()
}

async function opened(deps: Deps, rows: readonly Row[]): Promise<Caught[]> {
  const letters = await Promise.all(rows.map((row) => open(deps, row)))
  const customers = await customersOf(
    deps.db,
    deps.keyring,
    letters.flatMap(({ message }) => message ?? []),
  )
  return letters.map(({ message, ...letter }) => ({ ...letter, customer: message === undefined ? undefined : customers.get(message) }))
}

async function open(deps: Deps, row: Row) {
  const raw = deps.keyring.openRecord(caughtPlace(row.id), row.sealed)
  const mail = await deps.mail.read(raw)
  // The first header of a name is ours: a letter may bring others of the same name.
  const header = (name: string) => mail.headers.find(([each]) => each.toLowerCase() === name)?.[1] ?? ''
  const envelope = { from: header('return-path').replace(/^<(.*)>$/, '$1'), to: header('delivered-to') }
  const shown = /^<([^@>]+)@/.exec(header('message-id'))?.[1] ?? ''
  const message = deps.ids.read('message', shown)
  const staff = deps.ids.read('letter', shown) !== undefined
  return { ...mail, id: row.id, at: row.at, size: row.size, raw, envelope, message, staff }
}

/** What codes of links and proofs are made of; three letters that somebody seeks stand in one of some hundred letters by chance. */
const byChance = /(?=\S*\d)[\w+/=-]{20,}/g
/** Whoever seeks so much of a code means it. */
const meantFrom = 8

/** Whether every word stands somewhere in what a reader sees of the letter. */
function holds(letter: ReadMail & { envelope: { to: string } }, words: readonly string[]): boolean {
  if (words.length === 0) return true
  const text = folded([letter.from, letter.to, letter.cc, letter.envelope.to, letter.subject, letter.text].join('\n'))
  const said = text.replaceAll(byChance, ' ')
  return words.every((word) => (word.length < meantFrom ? said : text).includes(word))
}

/** The words of a query, as `holds` compares them. */
export const wordsOf = (query: string) =>
  folded(query)
    .split(/\s+/)
    .filter((word) => word !== '')

const folded = (text: string) => text.normalize('NFC').toLowerCase().replaceAll('ё', 'е')
