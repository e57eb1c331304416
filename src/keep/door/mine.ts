import { inTransaction, sql, type Tx } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors.ts'
import { categoryOf, earlierValuesOf, nameOf, newBatch, publishDerived, unitTitlesOf } from '../customers/index.ts'
import type { KeepTables } from '../tables.ts'
import { lastLeasePast, prefer, purposesNow, setTerm, stop, termsOf, topicsNow, unprefer, unstop } from '../terms/index.ts'
import type { Checked, Field, Outputs, Terms } from './contract.ts'
import type { Asker, DoorDeps } from './deps.ts'
import { openFields, openIdentifiers, readSealed } from './fields.ts'
import { changesShown } from './identifiers.ts'
import { genderOf } from './previews.ts'
import { sightOf } from './sight.ts'
import { openTexts } from './texts.ts'
import { countUses, noteUse } from './uses.ts'

// What a customer sees of themselves and says. Who they are comes from their session and from nowhere else.

export function ownId(asker: Asker): number {
  if (asker.customer === null) throw new AppError('unauthenticated', 'Open your page by the link in a message, or ask for a new one.')
  return asker.customer
}

const groups: { [group: string]: readonly string[] } = {
  name: ['surname', 'name', 'patronymic', 'former_surname', 'short_name', 'address_as', 'form'],
  contact: ['address', 'site'],
  company: ['legal_form', 'org_name', 'inn', 'kpp', 'ogrn', 'bik', 'job_title'],
  profile: ['gender', 'birth_date', 'about'],
}

/**
 * A session that a message's own link opened: whoever a letter was forwarded to holds it too. It sees what the letter
 * concerns, personal values masked, and may only make things quieter.
 */
const byLinkOnly = (asker: Asker) => asker.message !== null

const nothingOfTheirs = { role: null, time_zone: null, country: null }

/** Of a code not even its first letter, which is a letter of ours and says nothing. */
const maskedField = (field: string, value: string) => (field === 'form' || field === 'gender' ? '•••' : masked(value))
const masked = (value: string) => `${[...value][0] ?? ''}•••`

/** Everything known of the customer, by group, with its source and what it is used for. Their own look is noted too. */
export async function myself(deps: DoorDeps, asker: Asker): Promise<Outputs['myself']> {
  const customer = ownId(asker)
  const sight = await sightOf(deps, asker, 'own_view', [customer], deps.clock.now())
  const standing = sight?.standing(customer)
  if (!sight || !standing || sight.refusal(customer) !== undefined) throw new AppError('unauthenticated', 'This page is not there any more.')
  const noted = noteUse(deps, asker, {
    sight,
    customers: [customer],
    reason: { kind: 'portal' },
    operation: 'read',
    categories: [...sight.purpose.categories],
    fields: ['page'],
  })
  const [sealed] = await Promise.all([readSealed(deps, sight, customer), noted])
  const [{ fields }, identifiers, terms, uses, purposes, units] = await Promise.all([
    openFields(deps, sight, sealed),
    openIdentifiers(deps, sight, sealed),
    termsFor(deps, customer),
    countUses(deps, sight.members(customer)),
    purposesNow(deps.db.$pickTables()),
    byLinkOnly(asker) ? [] : unitTitlesOf(deps.db.$pickTables(), customer),
  ])
  const values = Object.fromEntries(fields.map((f) => [f.field, f.value]))
  const name = nameOf(values, standing.kind, genderOf(values, deps.clock.now()))
  const usedFor = (field: Field) =>
    [...purposes.values()]
      .filter((p) => p.categories.includes(field.category) && (p.fields.includes('*') || p.fields.includes(field.field)) && p.purpose !== 'own_view')
      .filter((p) => field.own === null || field.own.purposes.includes(p.purpose))
      .map((p) => ({ code: p.purpose, title: p.title }))
  const groupOf = (field: string) => Object.entries(groups).find(([, names]) => names.includes(field))?.[0] ?? 'other'
  return {
    name: name ? { address_as: name.address_as, full: byLinkOnly(asker) ? name.address_as : name.full } : null,
    form: values['form'] === 'informal' ? 'informal' : 'formal',
    kind: standing.kind,
    language: standing.language,
    ...(byLinkOnly(asker) ? nothingOfTheirs : { role: standing.role, time_zone: standing.time_zone, country: standing.country }),
    customer,
    members: [...sight.members(customer)],
    known: [...Object.keys(groups), 'other']
      .map((group) => ({
        group,
        fields: fields
          .filter((f) => groupOf(f.field) === group)
          .map((f) => ({
            field: f.field,
            title: f.title,
            type: f.own?.type ?? null,
            about: f.own?.about ?? null,
            value: byLinkOnly(asker) ? maskedField(f.field, f.value) : f.value,
            source: f.source,
            changed_at: f.changed_at,
            purposes: usedFor(f),
          })),
      }))
      .filter((g) => g.fields.length > 0),
    identifiers: identifiers.flatMap((i) =>
      i.shown === null || i.shown.startsWith('rapport:')
        ? []
        : [
            {
              kind: i.kind,
              shown: byLinkOnly(asker) ? masked(i.shown) : i.shown,
              verified: i.verified,
              shared: i.shared,
              preferred: i.preferred,
              source: i.source,
              first_seen_at: i.first_seen_at,
            },
          ],
    ),
    terms,
    units,
    uses,
  }
}

/** What was done to the addresses of the customer who asks, removed ones among them; by whom, but not by name. */
export async function myIdentifierHistory(deps: DoorDeps, asker: Asker, input: Checked<'myIdentifierHistory'>): Promise<Outputs['myIdentifierHistory']> {
  const customer = ownId(asker)
  if (byLinkOnly(asker)) throw onlyByMessage()
  const sight = await sightOf(deps, asker, 'own_view', [customer], deps.clock.now())
  if (!sight || sight.refusal(customer) !== undefined || !sight.covers('contact')) return { items: [], next: null }
  await noteUse(deps, asker, {
    sight,
    customers: [customer],
    reason: { kind: 'portal' },
    operation: 'read',
    categories: [...sight.purpose.categories],
    fields: ['page'],
  })
  const { items, next } = await changesShown(deps, sight.members(customer), input)
  return { items: items.map((change) => ({ ...change, by: { ...change.by, id: 0, name: null } })), next }
}

/** What any field was before, by whom, but not by name. Of a field the company declared for other purposes it is their own to see all the same. */
export async function myEarlierValues(deps: DoorDeps, asker: Asker, input: Checked<'myEarlierValues'>): Promise<Outputs['myEarlierValues']> {
  const customer = ownId(asker)
  if (byLinkOnly(asker)) throw onlyByMessage()
  const sight = await sightOf(deps, asker, 'own_view', [customer], deps.clock.now())
  if (!sight || sight.refusal(customer) !== undefined) return { items: [], next: null }
  await noteUse(deps, asker, {
    sight,
    customers: [customer],
    reason: { kind: 'portal' },
    operation: 'read',
    categories: [...sight.purpose.categories],
    fields: ['page'],
  })
  const page = { after: input.after ? { ...input.after, at: new Date(input.after.at) } : undefined, limit: input.limit + 1 }
  const found = await earlierValuesOf({ db: deps.db.$pickTables(), keyring: deps.keyring }, sight.members(customer), page)
  const rows = found.slice(0, input.limit)
  const last = found.length > input.limit ? rows.at(-1) : undefined
  return {
    items: rows
      .filter(({ field }) => sight.covers(categoryOf(field), field))
      .map(({ field, value, source, at, by_kind }) => {
        const own = deps.record.registry.field(field)
        return { field, title: own?.title ?? null, type: own?.type ?? null, value, source, from: at.toISOString(), by: by_kind }
      }),
    next: last ? { at: last.at.toISOString(), customer: last.customer, version: last.version } : null,
  }
}

export async function myTexts(deps: DoorDeps, asker: Asker, input: Checked<'myTexts'>): Promise<Outputs['myTexts']> {
  const customer = ownId(asker)
  if (byLinkOnly(asker)) return input.items.map((i) => ({ ...i, content: null, hidden: { reason: 'message_only', purposes: ['own_view'] } }))
  const sight = await sightOf(deps, asker, 'own_view', [customer], deps.clock.now())
  if (!sight) return []
  const own = new Set(sight.members(customer))
  const items = input.items.filter((i) => own.has(i.customer))
  const all = await sightOf(deps, asker, 'own_view', [...own], deps.clock.now())
  return all ? openTexts(deps, all, items, await deps.together.texts(items)) : []
}

/** What the customer says about being contacted. Turning off is acknowledged only when older leases are past: then nothing more can leave. */
export async function mySay(deps: DoorDeps, asker: Asker, input: Checked<'mySay'>): Promise<Terms> {
  const customer = ownId(asker)
  if (byLinkOnly(asker)) await onlyQuieter(deps, customer, input)
  const now = deps.clock.now()
  const by = { actor: asker.actor, now, method: asker.message === null ? 'portal' : 'link' }
  const consent = { keyring: deps.keyring, rowIds: deps.rowIds }
  await inTransaction(deps.db, async (whole) => {
    const tx = whole.$pickTables()
    if ('term' in input)
      await setTerm(consent, tx, { customer, ...input.term, language: asker.language ?? 'en' }, { ...by, notice: { notice: 'marketing', version: 1 } })
    else if ('cap' in input) await setCap(deps, whole, customer, input.cap, by)
    else if ('stop' in input) await (input.stop ? stop(deps, tx, { customer }, by) : unstop(tx, { customer }, by))
    else {
      await sql`update keep.customer set language = ${input.language} where customer_id = ${customer}`.execute(whole)
      await publishDerived({ keyring: deps.keyring }, whole.$pickTables(), [customer], { batch: await newBatch(whole), now })
    }
  })
  await lastLeasePast(deps.db.$pickTables(), [customer], deps.clock)
  return termsFor(deps, customer)
}

async function onlyQuieter(deps: DoorDeps, customer: number, said: Checked<'mySay'>): Promise<void> {
  if ('term' in said && !said.term.allowed) return
  if ('stop' in said && said.stop) return
  if ('cap' in said && said.cap) {
    const { cap } = await termsOf(deps.db.$pickTables(), customer, deps.clock.now())
    if (!cap || said.cap.contacts * cap.days <= cap.contacts * said.cap.days) return
  }
  throw onlyByMessage()
}

const onlyByMessage = () =>
  new AppError('forbidden', 'By the link of a message you can only make us quieter. For anything else ask for a link to your own page.')

type By = { actor: Asker['actor']; now: Date; method: string }

async function setCap(deps: DoorDeps, tx: Tx<KeepTables>, customer: number, cap: { contacts: number; days: number } | null, by: By): Promise<void> {
  const terms = tx.$pickTables()
  if (cap) await prefer(deps, terms, { customer, preference: { kind: 'cap', ...cap } }, by)
  else await unprefer(terms, { customer, kind: 'cap', code: 'all' }, by)
}

/** The terms as the portal shows them. */
export async function termsFor(deps: DoorDeps, customer: number): Promise<Terms> {
  const db = deps.db.$pickTables()
  const [terms, purposes, topics, caps] = await Promise.all([termsOf(db, customer, deps.clock.now()), purposesNow(db), topicsNow(db), companyCap(deps)])
  const shown = [...purposes.values()].filter((p) => p.channels.length > 0 && terms.items.some((t) => t.purpose === p.purpose && t.changeable))
  return {
    items: terms.items.map((t) => ({
      purpose: t.purpose,
      channel: t.channel,
      topic: t.topic,
      topic_title: topics.get(t.topic ?? '')?.title ?? null,
      allowed: t.allowed,
      state: t.state,
      since: t.since?.toISOString() ?? null,
      changeable: t.changeable,
      because: t.because,
    })),
    purposes: shown.map((p) => ({ code: p.purpose, title: p.title })),
    stopped_at: terms.stoppedAt?.toISOString() ?? null,
    cap: terms.cap,
    company_cap: caps,
  }
}

async function companyCap(deps: DoorDeps): Promise<{ contacts: number; days: number } | null> {
  const rows = await sql<{
    contacts: number
    window_s: number
  }>`select distinct on (cap) contacts, window_s from keep.cap where scope = 'all' order by cap, version desc limit 1`.execute(deps.db)
  const [cap] = rows.rows
  return cap ? { contacts: cap.contacts, days: Math.round(cap.window_s / 86_400) } : null
}
