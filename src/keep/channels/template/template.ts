import { createHash } from 'node:crypto'
import { type Db, sql, type Tx } from '../../../platform/db/index.ts'
import { badInput } from '../../../platform/errors.ts'
import type { Template } from '../../courier/index.ts'
import { variablesOf } from '../../courier/index.ts'
import { isField } from '../../customers/index.ts'
import type { By } from '../../terms/index.ts'
import type { ChannelTables } from '../tables.ts'
import { type SlotTypes, slotTypes } from './slots.ts'

// The words of the company. They live in the keep and name what they need, so the office can send without ever seeing it.

/** `greeting` and `full_name` are made from the parts of the name; the rest are fields of the vault. */
export type NewTemplate = { template: string; channel: string; fields: readonly string[]; slots: SlotTypes; words: Template }
export type StoredTemplate = NewTemplate & { version: number }

/** Parts of the name from which we make how somebody is addressed. */
export const nameParts = ['surname', 'name', 'patronymic', 'short_name', 'address_as', 'form', 'gender', 'org_name'] as const
const made = new Set(['greeting', 'full_name'])

/** The fields of the vault behind the declared ones: what is opened, and what the gate and the receipt are told. */
export function openedBy(fields: readonly string[]): string[] {
  return [...new Set(fields.flatMap((f) => (made.has(f) || f === 'address_as' ? [...nameParts] : [f])))].sort()
}

/** Adds a template, or a new version of it. Gives the version in force; what says the same adds nothing. Throws bad_input with what is wrong in it. */
export async function registerTemplate(tx: Tx<ChannelTables>, said: NewTemplate, by: By): Promise<number> {
  check(said)
  const sha256 = digestOf(said)
  await oneAtATime(tx)
  const before = await tx
    .selectFrom('keep.template')
    .select(['version', 'sha256'])
    .where('template', '=', said.template)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (before?.sha256.equals(sha256)) return before.version
  const version = (before?.version ?? 0) + 1
  await sql`
    insert into keep.template (template, version, channel, fields, slots, words, sha256, registered_at, by_kind, by_id)
    values (${said.template}, ${version}, ${said.channel}, ${[...said.fields]}, ${JSON.stringify(said.slots)}::jsonb, ${JSON.stringify(said.words)}::jsonb, ${sha256}, ${by.now}, ${by.actor.kind}, ${by.actor.id})`.execute(
    tx,
  )
  return version
}

/**
 * Registers what an installation begins with; for every start. Words that were registered before are left alone, so a company's own
 * version stays in force and none is added; words that a later release brings go in only where ours were in force.
 */
export async function registerStarting(tx: Tx<ChannelTables>, templates: readonly NewTemplate[], by: By): Promise<void> {
  await oneAtATime(tx)
  for (const said of templates) {
    const known = await tx.selectFrom('keep.template').select(['sha256', 'by_kind']).where('template', '=', said.template).orderBy('version', 'desc').execute()
    const sha256 = digestOf(said)
    if (known.some((version) => version.sha256.equals(sha256))) continue
    if (known[0] === undefined || known[0].by_kind === by.actor.kind) await registerTemplate(tx, said, by)
  }
}

function digestOf(said: NewTemplate): Buffer {
  const body = JSON.stringify([said.channel, [...said.fields].sort(), sorted(said.slots), Object.entries(said.words).sort(([a], [b]) => (a < b ? -1 : 1))])
  return createHash('sha256').update(body).digest()
}

const oneAtATime = (tx: Tx<ChannelTables>) => sql`select pg_advisory_xact_lock(hashtext('keep.template'))`.execute(tx)

function check(said: NewTemplate): void {
  if (Object.keys(said.words).length === 0) throw badInput('A template needs words in at least one language.', 'words')
  for (const field of said.fields) if (!isField(field) && !made.has(field) && !field.startsWith('x_')) throw badInput(`There is no field "${field}".`, 'fields')
  for (const [name, type] of Object.entries(said.slots))
    if (!/^[a-z][a-z0-9_]{0,39}$/.test(name) || !slotTypes.includes(type)) throw badInput(`The slot "${name}" has no type we know.`, `slots.${name}`)
  for (const [language, source] of Object.entries(said.words)) checkSource(said, language, source)
}

function checkSource(said: NewTemplate, language: string, source: Template[string]): void {
  const place = `words.${language}`
  let used: string[]
  try {
    used = variablesOf(source)
  } catch (error) {
    throw badInput(`These words cannot be rendered: ${error instanceof Error ? error.message.split('\n')[0] : 'not a template'}.`, place)
  }
  for (const variable of used) {
    const [root, name] = variable.split('.')
    const declared =
      root === 'company' ||
      (root === 'person' && name !== undefined && said.fields.includes(name)) ||
      (root === 'slots' && name !== undefined && said.slots[name] !== undefined)
    if (!declared) throw badInput(`The words use "${variable}", which the template does not declare.`, place)
  }
}

const sorted = (slots: SlotTypes) => Object.entries(slots).sort(([a], [b]) => (a < b ? -1 : 1))

/** A template as it stands, or in the version asked for. */
export async function findTemplate(db: Db<ChannelTables>, template: string, version?: number): Promise<StoredTemplate | undefined> {
  const query = db.selectFrom('keep.template').select(['template', 'version', 'channel', 'fields', 'slots', 'words']).where('template', '=', template)
  return (version === undefined ? query.orderBy('version', 'desc').limit(1) : query.where('version', '=', version)).executeTakeFirst()
}
