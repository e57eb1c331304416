import { type AnyDb, sql } from '../../platform/db/index.ts'
import type { OpaqueKind } from '../../platform/ids/index.ts'
import type { Topic } from './contract.ts'

/** The kinds of ids that topics carry; a topic that is not here carries none. */
export const idKinds = {
  customer: 'customer',
  tasks: 'task',
  cases: 'case',
  campaigns: 'campaign',
  imports: 'import',
  rights: 'rights',
} as const satisfies { [T in Topic]?: OpaqueKind }

type WithId = keyof typeof idKinds

/** What changed. `to` names the members of staff who are told; everybody when absent. */
export type Said = ({ topic: WithId; id?: number } | { topic: Exclude<Topic, WithId> }) & { to?: readonly number[] }

export const channel = 'rapport_live'
/** On this one offices tell each other who has which customer open. */
export const presenceChannel = 'rapport_presence'
/** On this one the keep says that a request by right moved. */
export const rightsChannel = 'rapport_rights'
const mostTold = 500

/** Tells every office, when this transaction commits, that something changed. */
export async function tell(db: AnyDb, said: Said): Promise<void> {
  const { to } = said
  if (to?.length === 0) return
  // A message of PostgreSQL holds 8,000 bytes: more names than fit are everybody.
  const whom = to && to.length <= mostTold ? { to } : {}
  const id = 'id' in said && said.id !== undefined ? { id: said.id } : {}
  await sql`select pg_notify(${channel}, ${JSON.stringify({ topic: said.topic, ...id, ...whom })})`.execute(db)
}

/** Tells the other offices what the pages of this one say of themselves; nothing of it is written anywhere. */
export async function tellPresence(db: AnyDb, said: { office: string; here: readonly (readonly (number | string | null)[])[] }): Promise<void> {
  await sql`select pg_notify(${presenceChannel}, ${JSON.stringify(said)})`.execute(db)
}

/** What was told, if it can be read at all. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
