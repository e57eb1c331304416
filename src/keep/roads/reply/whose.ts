import { type Db, sql } from '../../../platform/db/index.ts'
import { customersOf } from '../../channels/index.ts'
import type { RoadsDeps } from '../deps.ts'
import type { UsedTables } from '../tables.ts'

type Deps = Pick<RoadsDeps, 'db' | 'keyring'>

/** An address by its kind and digest, and the message that is answered, as far as either is known. */
type Pointing = { address: { kind: 'email' | 'phone'; digest: Buffer } | undefined; message: number | undefined }

/** What they answer: how much a no of theirs reaches. `unasked`: nobody had ordered it. */
export type Answered = { message: number; purpose: string; channel: string; topic: string; unasked: boolean }
/** `people`: all who share the address. `one`: of whom the words are kept. */
export type Whose = { people: readonly number[]; one: number; shared: boolean; byAddress: boolean; answered: Answered | undefined }

/**
 * Who says something by an address: all whose it is. One that is nobody's leads to whom the answered message was written to, as the link in it
 * does. Undefined: to nobody, or to somebody erased.
 */
export async function whoseIs(deps: Deps, { address, message }: Pointing): Promise<Whose | undefined> {
  const sent = message === undefined ? undefined : await sentMessage(deps, message)
  const people = address === undefined ? [] : await atAddress(deps.db, address)
  const [first] = people
  if (first) {
    const one = people.find((p) => p.owner)?.customer ?? first.customer
    const theirs = sent && people.some((p) => p.customer === sent.customer || p.person === sent.person) ? sent : undefined
    return { people: people.map((p) => p.customer), one, shared: people.length > 1 || first.shared, byAddress: true, answered: theirs }
  }
  return sent && { people: [sent.customer], one: sent.customer, shared: false, byAddress: false, answered: sent }
}

type At = { customer: number; person: number; owner: boolean; shared: boolean }

/** Its owner, and those who gave the same address. What a stranger typed into a form counts for nobody. */
async function atAddress(db: Db<UsedTables>, { kind, digest }: { kind: string; digest: Buffer }): Promise<At[]> {
  const { rows } = await sql<At>`
    select q.customer_id as customer, coalesce(c.merged_into, c.customer_id) as person, q.owner, q.shared
    from (
      select customer_id, true as owner, shared from keep.identifier where kind = ${kind} and digest = ${digest}
      union all select customer_id, false, true from keep.claim where kind = ${kind} and digest = ${digest} and why = 'shared') q
    join keep.customer c on c.customer_id = q.customer_id where c.status <> 'erased'
    order by q.owner desc, q.customer_id limit ${mostAtOne}`.execute(db)
  return rows
}

/** So many may share an address; a number that thousands gave is nobody's. */
const mostAtOne = 50

type Sent = Answered & { customer: number; person: number }

/** Found by the link that every message carries: its row is reached by its customer only. */
async function sentMessage({ db, keyring }: Deps, message: number): Promise<Sent | undefined> {
  const customer = (await customersOf(db.$pickTables(), keyring, [message])).get(message)
  if (customer === undefined) return undefined
  const { rows } = await sql<Sent>`
    select m.customer_id as customer, coalesce(c.merged_into, c.customer_id) as person, m.message_id as message, m.purpose, m.channel, m.topic, m.once as unasked
    from keep.message m join keep.customer c on c.customer_id = m.customer_id
    where m.customer_id = ${customer} and m.message_id = ${message} and c.status <> 'erased'`.execute(db)
  return rows[0]
}
