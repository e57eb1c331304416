import { inTransaction, sql, type Tx } from '../../platform/db/index.ts'
import { badInput, notFound } from '../../platform/errors.ts'
import { staffNames } from '../access/index.ts'
import {
  contentPlace,
  type FieldWrite,
  fitOwn,
  historyOf,
  isField,
  isOwn,
  isRowField,
  keptAs,
  newBatch,
  type OwnField,
  ownFields,
  publishDerived,
  rootsOf,
  Stale,
  sameOwn,
  whyNotTyped,
  writeFields,
} from '../customers/index.ts'
import { checkInteraction, recordBatch } from '../interactions/index.ts'
import { sealText } from '../keyring/index.ts'
import { gatherQualityOf } from '../quality/index.ts'
import { tellOfCorrected } from '../rights/index.ts'
import type { KeepTables } from '../tables.ts'
import { holdStill, noteChange, sightToChange, type Touch, writer } from './changing.ts'
import { categoryIn, closedField } from './closed.ts'
import type { Checked, Outputs } from './contract.ts'
import type { Asker, DoorDeps } from './deps.ts'
import { rowHistory } from './roles.ts'
import { mustSee, sightOf } from './sight.ts'
import { noteUse } from './uses.ts'

/** Writes fields (each a new version) and texts by reference. */
export async function write(deps: DoorDeps, asker: Asker, input: Checked<'write'>): Promise<Outputs['write']> {
  writer(asker, input.fields.length > 0 ? 'customers.change' : 'work.do')
  if (input.texts.length > 0) writer(asker, 'work.do')
  await mustSee(deps, asker, aboutSomebody(input.texts))
  const now = deps.clock.now()
  const country = await countryOf(deps, input.fields)
  const typed = input.fields.map((write) => ({ ...write, value: write.value && keptAs(write.field, write.value) }))
  for (const { field, value } of typed) {
    if (!isField(field) && !field.startsWith('x_')) throw badInput(`There is no field "${field}"; a field of your own begins with x_.`, 'field')
    const wrong = value === null ? undefined : whyNotTyped(field, value, now, country)
    if (wrong !== undefined) throw badInput(`${field}: ${wrong}`, field)
  }
  const fields = await fitted(deps, typed)
  await mayWrite(deps, asker, fields)
  const changed = await unlessStale(() =>
    inTransaction(deps.db, async (tx) => {
      await holdStill(tx, aboutSomebody([...input.fields, ...input.texts]), input.fields.length > 0)
      const written = await writeFields({ db: tx.$pickTables(), keyring: deps.keyring, rowIds: deps.rowIds }, tx.$pickTables(), fields, {
        actor: asker.actor,
        source: sourceOf(asker),
        now,
      })
      await tellOfCorrected(deps, tx.$pickTables(), written, { actor: asker.actor, now })
      if (written.length > 0) await published(deps, tx, [...new Set(written.map((w) => w.customer))], now)
      for (const text of input.texts) await putText(deps, tx, text)
      return written.length + input.texts.length
    }),
  )
  if (changed instanceof Stale) return { changed: 0, stale: [...changed.fields] }
  if (input.fields.length > 0) await deps.directory.follow()
  return { changed, stale: [] }
}

/** What the office may know of them follows in the same transaction, and what is known of them at all. */
async function published(deps: DoorDeps, tx: Tx<KeepTables>, customers: readonly number[], now: Date): Promise<void> {
  await publishDerived({ keyring: deps.keyring }, tx.$pickTables(), customers, { batch: await newBatch(tx), now })
  const roots = new Set((await rootsOf(tx.$pickTables(), customers)).values())
  await gatherQualityOf({ keyring: deps.keyring }, tx.$pickTables(), [...roots], now)
}

/** Whom something is about: notes of the house itself are about nobody. */
const aboutSomebody = (said: readonly { customer: number }[]) => said.map((one) => one.customer).filter((customer) => customer !== 0)

/** Whose law gives companies their numbers. */
async function countryOf(deps: DoorDeps, fields: readonly unknown[]): Promise<string | undefined> {
  if (fields.length === 0) return undefined
  return (await deps.db.selectFrom('keep.company').select('country').executeTakeFirst())?.country
}

async function unlessStale<T>(work: () => Promise<T>): Promise<T | Stale> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof Stale) return error
    throw error
  }
}

/**
 * Who may see a category for service may change it, also a field of the company's own that is read for something else. One no
 * is a no to all; each customer's receipt names what of theirs is changed.
 */
async function mayWrite(deps: DoorDeps, asker: Asker, fields: readonly FieldWrite[]): Promise<void> {
  if (fields.length === 0) return
  const touch = touching(deps, fields)
  const sight = await sightToChange(deps, asker, touch, (seen) => (touch.fields ?? []).every((name) => seen.covers(categoryIn(deps, name), name)))
  await Promise.all([...Map.groupBy(fields, (f) => f.customer).values()].map((theirs) => noteChange(deps, asker, sight, touching(deps, theirs))))
}

function touching(deps: DoorDeps, fields: readonly FieldWrite[]): Touch {
  const names = [...new Set(fields.map((f) => f.field))]
  return {
    customers: [...new Set(fields.map((f) => f.customer))],
    categories: [...new Set(names.map((name) => categoryIn(deps, name)))],
    deed: 'write',
    fields: names,
  }
}

/** Values of the company's own fields as their types keep them, and what each is written upon. */
async function fitted(deps: DoorDeps, said: Checked<'write'>['fields']): Promise<FieldWrite[]> {
  const declared = said.some((f) => isOwn(f.field)) ? await ownFields(deps.db.$pickTables()) : new Map<string, OwnField>()
  return said.map(({ was, ...write }) => {
    const own = declared.get(write.field)
    const upon = was === undefined ? {} : { upon: (standing: string | null) => sameOwn(own, standing, was) }
    if (!isOwn(write.field) || write.value === null) return { ...write, ...upon }
    const fit = fitOwn(own, write.value)
    if ('problem' in fit) throw badInput(`${write.field}: ${fit.problem}`, write.field)
    return { ...write, ...upon, value: fit.value }
  })
}

type Text = Checked<'write'>['texts'][number]

async function putText(deps: DoorDeps, tx: Tx<KeepTables>, text: Text): Promise<void> {
  const key = (await deps.keyring.keysFor([text.customer], 'content')).get(text.customer)
  if (!key) throw notFound()
  const sealed = sealText(key, contentPlace(text.customer, text.kind, text.id), text.text)
  await sql`insert into keep.content (customer_id, kind, id, category, sealed) values (${text.customer}, ${text.kind}, ${text.id}, 'content', ${sealed})
    on conflict (customer_id, kind, id) do update set sealed = excluded.sealed`.execute(tx)
}

const noteChannel = { note: 'system', call: 'phone', meeting: 'meeting' } as const

/** A note of a call or meeting stands in the timeline like every other interaction; the customer can read it. */
export async function note(deps: DoorDeps, asker: Asker, input: Checked<'note'>): Promise<Outputs['note']> {
  const touch = { customers: [input.customer], categories: ['content'], deed: 'note' as const }
  await noteChange(deps, asker, await sightToChange(deps, asker, touch), touch)
  const now = deps.clock.now()
  const pointer = await anyIdentifier(deps, input.customer)
  const event = checkInteraction(
    {
      ...(input.once !== undefined && { id: `note ${asker.actor.kind} ${asker.actor.id} ${input.customer} ${input.once}` }),
      at: now.toISOString(),
      kind: input.kind,
      channel: noteChannel[input.kind],
      direction: input.direction,
      customer: { identifiers: [pointer] },
      content: { text: input.text, by: asker.name ?? asker.actor.role, ...(asker.actor.kind === 'staff' && { by_id: asker.actor.id }) },
    },
    'note',
    { trust: 'secret' },
  )
  const [outcome] = await recordBatch(deps.record, [event], { now, source: sourceOf(asker), trust: 'secret' })
  if (!outcome || outcome.status === 'refused') throw badInput(outcome?.detail ?? 'It could not be recorded.', outcome?.place)
  return { customer: outcome.customer, id: outcome.id, at: now.toISOString() }
}

/** Recording finds customers by identifiers only; one of our own points at this customer and at nobody else. */
async function anyIdentifier(deps: DoorDeps, customer: number): Promise<{ kind: 'external'; value: string }> {
  const value = `rapport:${customer}`
  const roots = await rootsOf(deps.db.$pickTables(), [customer])
  if (!roots.has(customer)) throw notFound()
  const now = deps.clock.now()
  await sql`insert into keep.identifier (kind, digest, customer_id, verified_at, source, first_seen, last_seen)
    values ('external', ${deps.keyring.digest('external', value)}, ${customer}, ${now}, 'console', ${now}, ${now}) on conflict do nothing`.execute(deps.db)
  return { kind: 'external', value }
}

/** All versions of a field, with who brought each; a look like any other. */
export async function history(deps: DoorDeps, asker: Asker, input: Checked<'history'>): Promise<Outputs['history']> {
  if (isRowField(input.field)) return rowHistory(deps, asker, { ...input, field: input.field })
  const sight = await sightOf(deps, asker, 'service', [input.customer], deps.clock.now())
  if (!sight || sight.refusal(input.customer) !== undefined || !sight.covers(categoryIn(deps, input.field), input.field)) throw notFound()
  if (closedField(deps, 'service', input.field) || !(isField(input.field) || isOwn(input.field))) throw notFound()
  await noteUse(deps, asker, {
    sight,
    customers: [input.customer],
    reason: input.reason,
    deed: 'read',
    categories: [categoryIn(deps, input.field)],
    fields: [input.field],
  })
  const after = input.after && { ...input.after, at: new Date(input.after.at) }
  const page = { after: after ?? undefined, limit: input.limit + 1 }
  const found = await historyOf({ db: deps.db.$pickTables(), keyring: deps.keyring }, input.customer, input.field, page)
  const versions = found.slice(0, input.limit)
  const colleagues = versions.filter((v) => v.by_kind === 'staff').map((v) => v.by_id)
  const names = await staffNames({ db: deps.db.$pickTables(), keyring: deps.keyring }, colleagues)
  const nameOf = (v: { by_kind: string; by_id: number }) => (v.by_kind === 'staff' ? (names.get(v.by_id) ?? null) : null)
  const last = found.length > input.limit ? versions.at(-1) : undefined
  return {
    items: versions.map((v) => ({
      value: v.value,
      version: v.version,
      from: v.at.toISOString(),
      source: v.source,
      by: { kind: v.by_kind, id: v.by_id, name: nameOf(v) },
    })),
    next: last ? { at: last.at.toISOString(), customer: last.customer, version: last.version } : null,
  }
}

export const sourceOf = (asker: Asker) => (asker.actor.kind === 'staff' ? 'console' : asker.actor.kind)
