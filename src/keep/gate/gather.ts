import { type Db, sql } from '../../platform/db/index.ts'
import { type ConsentState, consentStates, type Stop, type TermsTables, unpacked } from '../terms/index.ts'
import type { GateFacts, GateRequest, HeldConsent } from './decide.ts'
import type { Cap } from './pressure.ts'
import { type Rules, rulesOf } from './rules.ts'

// What decisions about many customers need, in one statement: columns of text are cheaper here than a row per record.

/** What is held of one person. `recent` and `contents` are changed by whoever reserves, so that later requests of the same batch see it. */
export type Held = {
  person: number
  standing: GateFacts['standing']
  consents: Map<string, HeldConsent[]>
  stops: Stop[]
  addresses: Map<string, 'usable' | 'suppressed'>
  ownCap: Cap | undefined
  recent: number[]
  /** State of contacts by content key, where one stands. */
  contents: Map<string, ContactState>
}
export type ContactState = 'reserved' | 'made' | 'released' | 'refused'
export type Gathered = { of(customer: number): Held | undefined; persons: ReadonlySet<number>; rules: Rules }

type Row = {
  customer_id: number
  person: number
  status: string
  version: string
  contents: string | null
  consents: string | null
  stops: string | null
  addresses: string | null
  own_cap: string | null
  recent: string | null
}

/** Which kind of identifier a channel writes to; those that are not here need none. */
const addressKind: { readonly [channel: string]: string } = {
  email: 'email',
  sms: 'phone',
  phone: 'phone',
  telegram: 'telegram',
  whatsapp: 'whatsapp',
  viber: 'viber',
  vk: 'vk',
  max: 'max',
  post: 'post',
}

export type GatherFor = { customer: number; contentKey?: string | undefined }

/** So many content keys are looked up for each person; a batch with more looks its pairs up by themselves. */
const fewKeys = 3

/** Reads what is held of these customers' persons. Within a transaction that locked them this is what stands, else what stood a moment ago. */
export async function gather(
  db: Db<TermsTables>,
  asked: readonly GatherFor[],
  about: { purposes: readonly string[]; channels: readonly string[] },
): Promise<Gathered> {
  const kinds = [...new Set(about.channels.flatMap((c) => addressKind[c] ?? []))]
  const keys = [...new Set(asked.flatMap((a) => a.contentKey ?? []))]
  const customers = asked.map((a) => a.customer)
  const { rows } = await sql<Row>`
    with asked as materialized (
      select customer_id, coalesce(merged_into, customer_id) as person, merged_into, status from keep.customer where customer_id = any(${customers}::bigint[])
    ), who as (
      select customer_id, person, status from asked
      union all select m.customer_id, m.merged_into, m.status from keep.customer m where m.merged_into in (select person from asked)
      union all select r.customer_id, r.customer_id, r.status from keep.customer r where r.customer_id in (select merged_into from asked where merged_into is not null)
    )
    select w.customer_id, w.person, w.status, (select version from keep.register_state) as version,
      ${keys.length <= fewKeys ? sql`(select string_agg(k.content_key || ' ' || k.state, ',') from keep.contact k where k.customer_id = w.person and k.content_key = any(${keys}::text[]))` : sql`null::text`} as contents,
      (select string_agg(concat_ws(' ', s.purpose, s.category, s.channel, s.topic, s.state, s.seq, extract(epoch from s.expires_at)), ',')
        from keep.consent_state s where s.customer_id = w.customer_id and s.purpose = any(${about.purposes}::text[])) as consents,
      (select string_agg(s.purpose || ' ' || s.channel || ' ' || s.topic, ',') from keep.stop s where s.customer_id = w.customer_id and s.lifted_at is null) as stops,
      ${addresses(kinds)} as addresses,
      (select p.value || ' ' || p.days from keep.preference p where p.customer_id = w.customer_id and p.kind = 'cap' and p.code = 'all' and p.until is null) as own_cap,
      (select p.recent::text from keep.person_state p where p.customer_id = w.person) as recent
    from who w`.execute(db)
  const found = folded(rows)
  if (keys.length > fewKeys) await addContents(db, found, asked)
  return { ...found, rules: await rulesOf(db, rows[0]?.version) }
}

/** The state of each asked content, by pairs of person and key. */
async function addContents(db: Db<TermsTables>, found: Folded, asked: readonly GatherFor[]): Promise<void> {
  const pairs = asked.flatMap((a) => {
    const held = found.of(a.customer)
    return held && a.contentKey !== undefined ? [{ held, key: a.contentKey }] : []
  })
  const { rows } = await sql<{ nth: number; state: ContactState }>`
    select p.nth::int, k.state from unnest(${pairs.map((p) => p.held.person)}::bigint[], ${pairs.map((p) => p.key)}::text[]) with ordinality as p(person, key, nth)
    join keep.contact k on k.customer_id = p.person and k.content_key = p.key`.execute(db)
  for (const { nth, state } of rows) {
    const pair = pairs[nth - 1]
    pair?.held.contents.set(pair.key, state)
  }
}

function addresses(kinds: readonly string[]) {
  if (kinds.length === 0) return sql`null::text`
  const post = kinds.includes('post')
    ? sql`union all select 'post+' from keep.vault v where v.customer_id = w.customer_id and v.field = 'address' and v.current and v.sealed is not null`
    : sql``
  return sql`(select string_agg(a.found, ',') from (
      select i.kind || case when x.digest is null then '+' else '-' end as found
      from keep.identifier i left join keep.suppression x on x.kind = i.kind and x.digest = i.digest
      where i.customer_id = w.customer_id and i.sealed is not null and i.kind = any(${kinds}::text[]) ${post}) a)`
}

type Folded = { of(customer: number): Held | undefined; persons: ReadonlySet<number> }

function folded(rows: readonly Row[]): Folded {
  const persons = new Map<number, Held>()
  const personOf = new Map<number, number>()
  for (const row of rows) {
    personOf.set(row.customer_id, row.person)
    let held = persons.get(row.person)
    if (!held) {
      held = {
        person: row.person,
        standing: 'active',
        consents: new Map(),
        stops: [],
        addresses: new Map(),
        ownCap: undefined,
        recent: row.recent ? unpacked(row.recent) : [],
        contents: new Map(),
      }
      persons.set(row.person, held)
    }
    add(held, row)
  }
  return { of: (customer) => persons.get(personOf.get(customer) ?? 0), persons: new Set(persons.keys()) }
}

/** Adds what one identity holds: the strictest of all of them stands. */
function add(held: Held, row: Row): void {
  if (row.status === 'erased' || (row.status === 'restricted' && held.standing !== 'erased')) held.standing = row.status
  if (row.contents !== null) for (const text of row.contents.split(',')) addContent(held, text)
  if (row.consents !== null) for (const text of row.consents.split(',')) addConsent(held, row.customer_id, text)
  if (row.stops !== null) {
    for (const text of row.stops.split(',')) {
      const [purpose = '*', channel = '*', topic = '*'] = text.split(' ')
      held.stops.push({ purpose, channel, topic })
    }
  }
  if (row.addresses !== null) {
    for (const found of row.addresses.split(',')) {
      const kind = found.slice(0, -1)
      if (found.endsWith('+') || !held.addresses.has(kind)) held.addresses.set(kind, found.endsWith('+') ? 'usable' : 'suppressed')
    }
  }
  if (row.own_cap !== null) {
    const [contacts = 0, days = 1] = row.own_cap.split(' ').map(Number)
    if (!held.ownCap || contacts / days < held.ownCap.contacts / (held.ownCap.windowS / 86_400))
      held.ownCap = { scope: 'all', key: null, contacts, windowS: days * 86_400, own: true }
  }
}

function addContent(held: Held, text: string): void {
  const [key = '', state] = text.split(' ')
  if (state === 'reserved' || state === 'made' || state === 'released' || state === 'refused') held.contents.set(key, state)
}

function addConsent(held: Held, customer: number, text: string): void {
  const [purpose = '', category = '', channel = '', topic = '', state = '', seq, expires] = text.split(' ')
  if (!isState(state)) return
  const record = { customer, category, channel, topic, state, seq: Number(seq), expiresAt: expires === undefined ? null : Number(expires) * 1000 }
  const known = held.consents.get(purpose)
  if (known) known.push(record)
  else held.consents.set(purpose, [record])
}

const states = new Set<string>(consentStates)
const isState = (text: string): text is ConsentState => states.has(text)

const nothing: readonly never[] = []

/** The facts for one request. `own` is the mark of a reservation of this very contact, which does not stand in its own way. */
export function factsFor(rules: Rules, held: Held | undefined, request: GateRequest, own?: number): GateFacts {
  const channel = request.contact?.channel ?? ''
  const kind = addressKind[channel]
  const contentKey = request.contact?.contentKey
  const state = contentKey === undefined ? undefined : held?.contents.get(contentKey)
  return {
    person: held?.person,
    standing: held?.standing ?? 'active',
    agreement: 'fits',
    purpose: rules.purposes.get(request.purpose),
    consents: held?.consents.get(request.purpose) ?? nothing,
    stops: held?.stops ?? nothing,
    context: nothing,
    addresses: kind === undefined ? {} : { [channel]: held?.addresses.get(kind) ?? 'none' },
    topicNumber: request.contact === undefined || request.contact.topic === '*' ? 0 : rules.topics.get(request.contact.topic),
    had: own === undefined && (state === 'reserved' || state === 'made'),
    pausedUntil: null,
    quietUntil: null,
    recent: own === undefined ? (held?.recent ?? nothing) : without(held?.recent ?? nothing, own),
    caps: held?.ownCap ? [...rules.caps, held.ownCap] : rules.caps,
    askFirst: false,
  }
}

/** The marks but one of these. */
export function without(marks: readonly number[], mark: number): number[] {
  const at = marks.indexOf(mark)
  return at < 0 ? [...marks] : [...marks.slice(0, at), ...marks.slice(at + 1)]
}
