import { sql } from '../../../platform/db/index.ts'
import type { MailOrder, Rendering } from '../../courier/index.ts'
import { type FieldValue, nameOf, type OpenIdentifier, openFields, openIdentifiers } from '../../customers/index.ts'
import { logMark } from '../../receipts/index.ts'
import { type Purpose, purposesNow } from '../../terms/index.ts'
import type { Way } from '../account/ways.ts'
import type { ChannelDeps, WireDeps } from '../deps.ts'
import { checkCode } from '../link/checkCode.ts'
import { tokenOf } from '../link/links.ts'
import type { MessageRow } from '../tables.ts'
import { slotValues } from '../template/slots.ts'
import { findTemplate, nameParts, openedBy, type StoredTemplate } from '../template/template.ts'
import { urlsPlace } from './send.ts'

// Puts a message together for the courier: opens the address and the declared fields of many customers at once. The receipt
// for this use was committed when the contact was reserved.

export type Composed = { order: Omit<MailOrder, 'leaveBefore'>; recipient: Buffer }

/** One order for each row, in their order; undefined where the person has no address that may be written to. */
export async function composeMail(deps: WireDeps, rows: readonly MessageRow[]): Promise<(Composed | undefined)[]> {
  if (rows.length === 0) return []
  const way = await deps.ways.now()
  const opened = await openAll(deps, rows, 'email')
  return rows.map((row) => {
    const template = opened.templates.get(templateKey(row))
    const to = opened.address(row.customer_id)
    if (!template || !to) return undefined
    deps.mail.template(templateKey(row), template.words)
    return { order: orderOf(deps, way, row, template, opened, to), recipient: to.digest }
  })
}

export const templateKey = (row: MessageRow) => `${row.template}.${row.template_version}`

export type Opened = {
  templates: Map<string, StoredTemplate>
  fields: Map<number, Map<string, FieldValue>>
  purposes: Map<string, Purpose>
  who: Map<number, { kind: 'person' | 'organisation'; language: string | null; timeZone: string | null }>
  titles: Map<string, string>
  /** The log's mark, for the foot. */
  mark: string | null
  address(customer: number): (OpenIdentifier & { value: string }) | undefined
}

/** What many messages need; `kind`: of the addresses they go to. */
export async function openAll(deps: ChannelDeps, rows: readonly MessageRow[], kind: 'email' | 'phone'): Promise<Opened> {
  const templates = new Map<string, StoredTemplate>()
  for (const row of rows) {
    if (templates.has(templateKey(row))) continue
    const found = await findTemplate(deps.db, row.template, row.template_version)
    if (found) templates.set(templateKey(row), found)
  }
  const customers = [...new Set(rows.map((r) => r.customer_id))]
  const wanted = [...new Set([...templates.values()].flatMap((t) => openedBy(t.fields)))]
  const [fields, identifiers, suppressed, who, titles, purposes, mark] = [
    await openFields(deps, customers, wanted),
    await openIdentifiers(deps, customers),
    await suppressedOf(deps, customers, kind),
    await whoAre(deps, customers),
    await titlesOf(deps, rows, templates),
    await purposesNow(deps.db),
    await logMark(deps.db.$pickTables()),
  ]
  return { templates, fields, who, titles, purposes, mark, address: (customer) => best(identifiers.get(customer) ?? [], kind, suppressed) }
}

/** The address a letter to this customer would go to: since when it has been theirs, and whether others read it too; undefined where there is none. */
export async function letterAddress(
  deps: Pick<ChannelDeps, 'db' | 'keyring'>,
  customer: number,
): Promise<Pick<OpenIdentifier, 'first_seen' | 'shared'> | undefined> {
  const all = (await openIdentifiers({ db: deps.db.$pickTables(), keyring: deps.keyring }, [customer])).get(customer) ?? []
  return best(all, 'email', await suppressedOf(deps, [customer], 'email'))
}

/** The address to write to: the preferred one, then a proven one, then the one seen last; never one on the list. */
function best(
  identifiers: readonly OpenIdentifier[],
  kind: 'email' | 'phone',
  suppressed: ReadonlySet<string>,
): (OpenIdentifier & { value: string }) | undefined {
  const usable = identifiers.flatMap((i) =>
    i.kind === kind && i.value !== null && !suppressed.has(i.digest.toString('hex')) ? [{ ...i, value: i.value }] : [],
  )
  const rank = (i: OpenIdentifier) => Number(i.preferred) * 2 + Number(i.verified)
  return usable.sort((a, b) => rank(b) - rank(a) || b.last_seen.getTime() - a.last_seen.getTime())[0]
}

async function suppressedOf(deps: Pick<ChannelDeps, 'db'>, customers: readonly number[], kind: 'email' | 'phone'): Promise<Set<string>> {
  const { rows } = await sql<{ digest: Buffer }>`
    select x.digest from keep.suppression x join keep.identifier i on i.kind = x.kind and i.digest = x.digest
    where i.kind = ${kind} and i.customer_id in (
      select customer_id from keep.customer where customer_id = any(${[...customers]}::bigint[])
      union select m.customer_id from keep.customer c join keep.customer m on m.merged_into = coalesce(c.merged_into, c.customer_id) or m.customer_id = c.merged_into
        where c.customer_id = any(${[...customers]}::bigint[]) and (c.merged_into is not null or exists (select from keep.customer x where x.merged_into = c.customer_id)))`.execute(
    deps.db,
  )
  return new Set(rows.map((r) => r.digest.toString('hex')))
}

async function whoAre(deps: ChannelDeps, customers: readonly number[]): Promise<Opened['who']> {
  const { rows } = await sql<{ customer: number; kind: 'person' | 'organisation'; language: string | null; zone: string | null }>`
    select c.customer_id as customer, r.kind, coalesce(r.language, c.language) as language, coalesce(r.time_zone, c.time_zone) as zone
    from keep.customer c join keep.customer r on r.customer_id = coalesce(c.merged_into, c.customer_id) where c.customer_id = any(${[...customers]}::bigint[])`.execute(
    deps.db,
  )
  return new Map(rows.map((r) => [r.customer, { kind: r.kind, language: r.language, timeZone: r.zone }]))
}

async function titlesOf(deps: ChannelDeps, rows: readonly MessageRow[], templates: ReadonlyMap<string, StoredTemplate>): Promise<Map<string, string>> {
  const skus = rows.flatMap((row) =>
    Object.entries(templates.get(templateKey(row))?.slots ?? {}).flatMap(([name, type]) => (type === 'product' ? [String(row.slots[name])] : [])),
  )
  if (skus.length === 0) return new Map()
  const found = await sql<{ sku: string; title: string }>`select sku, title from fact.product where sku = any(${[...new Set(skus)]}::text[])`.execute(deps.db)
  return new Map(found.rows.map((r) => [r.sku, r.title]))
}

function orderOf(
  deps: ChannelDeps,
  way: Way,
  row: MessageRow,
  template: StoredTemplate,
  opened: Opened,
  to: OpenIdentifier & { value: string },
): Composed['order'] {
  const rendering = renderingOf(deps, way, row, { template, opened })
  return {
    ...rendering,
    account: way.key,
    to: {
      name: template.fields.some((f) => nameParts.some((part) => openedBy([f]).includes(part))) ? (named(row, opened).name?.short ?? '') : '',
      address: to.value,
    },
    messageId: `<${deps.ids.show('message', row.message_id)}@${way.domain}>`,
    date: (row.handed_at ?? row.queued_at).toISOString(),
    listUnsubscribe: rendering.foot.stop,
  }
}

function named(row: MessageRow, opened: Opened) {
  const values = Object.fromEntries([...(opened.fields.get(row.customer_id) ?? [])].map(([field, v]) => [field, v.value]))
  return { values, name: nameOf(values, opened.who.get(row.customer_id)?.kind ?? 'person', values['gender'] ?? null) }
}

/** The words a message is made of, whatever carries them. */
export function renderingOf(deps: ChannelDeps, way: Way, row: MessageRow, { template, opened }: { template: StoredTemplate; opened: Opened }): Rendering {
  const language = opened.who.get(row.customer_id)?.language ?? way.company.language
  const { values, name } = named(row, opened)
  const stop = row.once ? `${deps.publicUrl}/u/${tokenOf(deps.keyring, 'stop', row.message_id)}` : null
  const purpose = opened.purposes.get(row.purpose)
  return {
    template: templateKey(row),
    language,
    timeZone: opened.who.get(row.customer_id)?.timeZone ?? way.company.timeZone,
    person: personOf(template, values, name, language),
    slots: slotValues(template.slots, row.slots, opened.titles, urlsOf(deps, row)),
    foot: {
      company: way.company.name,
      address: way.company.address,
      reach: way.company.mailFrom,
      sentence: footSentence(purpose, language),
      why: `${deps.publicUrl}/m/${tokenOf(deps.keyring, 'why', row.message_id)}`,
      stop,
      checkpoint: opened.mark,
      check: { url: `${deps.publicUrl}/w`, code: checkCode(deps.keyring, row.message_id) },
    },
  }
}

/** The declared fields; what nobody knows is an empty string. */
function personOf(
  template: StoredTemplate,
  values: { [field: string]: string },
  name: ReturnType<typeof nameOf>,
  language: string,
): { [field: string]: string } {
  const out: { [field: string]: string } = {}
  for (const field of template.fields) {
    if (field === 'greeting') out[field] = greeting(name, language)
    else if (field === 'full_name') out[field] = name?.full ?? ''
    else if (field === 'address_as') out[field] = name?.address_as ?? ''
    else out[field] = values[field] ?? ''
  }
  if (values['gender']) out['gender'] ??= values['gender']
  return out
}

const cyrillic = /^[\p{P}\s]*[А-ЯЁ]/iu

/** The greeting in the language of the letter, whatever script the name is in; without a name a plain one. */
function greeting(name: ReturnType<typeof nameOf>, language: string): string {
  const russian = language.startsWith('ru')
  if (!name) return russian ? 'Здравствуйте!' : 'Hello,'
  if (cyrillic.test(name.formal) === russian) return name.formal
  return russian ? `Здравствуйте, ${name.address_as}!` : `Dear ${name.address_as},`
}

function urlsOf(deps: ChannelDeps, row: MessageRow): { [name: string]: string } {
  if (!row.sealed) return {}
  const held: unknown = JSON.parse(deps.keyring.openRecord(urlsPlace(row.message_id), row.sealed).toString('utf8'))
  return typeof held === 'object' && held !== null ? Object.fromEntries(Object.entries(held).map(([k, v]) => [k, String(v)])) : {}
}

function footSentence(purpose: Purpose | undefined, language: string): string {
  const russian = language.startsWith('ru')
  const title = purpose?.title[russian ? 'ru' : 'en'] ?? purpose?.title['en'] ?? ''
  if (purpose?.legalBasis === 'consent')
    return russian ? `Вы получили это письмо, потому что дали согласие: «${title}».` : `You get this because you agreed to it: “${title}”.`
  return russian
    ? `Вы получили это письмо, потому что оно нужно для того, что вы заказали или просили: «${title}».`
    : `You get this because it belongs to something you ordered or asked for: “${title}”.`
}
