import * as access from '../../../src/keep/access/contract.ts'
import * as agreements from '../../../src/keep/agreements/contract.ts'
import * as terms from '../../../src/keep/terms/contract.ts'
import * as console_ from '../../../src/office/console/contract.ts'
import * as work from '../../../src/office/work/contract.ts'
import type { RecordedInteraction, Town } from '../index.ts'
import type { Progress } from './print.ts'
import { ask, sentence, type Visitor, visitor } from './visitor.ts'

// Brings a company into a fresh installation by the same calls anyone would use.

/** Everyone of a demo's staff signs in with this. */
export const demoPassword = 'rapport-demo'

const together = { interactions: 500, consents: 250, calls: 4 } as const

export type Moved = { site: string; owner: Visitor; key: string; staff: Map<string, { id: string; email: string; name: string; role: string }> }

/** Sets the installation up with the owner as its first administrator, and brings in the rest of the staff and a key for recording. */
export async function settleStaff(o: {
  url: string
  code: string
  world: Town
  language: 'en' | 'ru'
  country: string
  currency: string
  timeZone: string
}): Promise<Moved> {
  const owner = visitor(o.url)
  const { staff: people } = o.world
  const [first, ...others] = people
  if (first === undefined) throw new Error('a company without staff')
  const language = o.language
  const company = {
    name: o.world.title[language],
    country: o.country,
    currency: o.currency,
    time_zone: o.timeZone,
    mail_from: first.email.replace(/^[^@]*/, 'hello'),
  }
  await ask(owner, access.setUp, { body: { code: o.code, name: first.name, email: first.email, password: demoPassword, language, company } })
  const added = await Promise.all(
    others.map((p) => ask(owner, access.addStaff, { body: { name: p.name, email: p.email, password: demoPassword, role: p.role, language } })),
  )
  const me = await ask(owner, access.readSession)
  const ids = new Map([[first.email, me.staff?.id ?? ''], ...added.map((p) => [p.email, p.id] as const)])
  const { secret } = await ask(owner, access.addKey, { body: { kind: 'secret', title: 'Demo', source: 'demo' } })
  return {
    site: o.url,
    owner,
    key: secret,
    staff: new Map(people.map((p) => [p.key, { id: ids.get(p.email) ?? '', email: p.email, name: p.name, role: p.role }])),
  }
}

/** Registers units, topics and kinds of interactions. */
export async function registerWords(m: Moved, world: Town): Promise<number> {
  const kinds = [...world.eventTypes, ...noteKinds].map((kind) => ({ ...kind, purposes: [...kind.purposes], attributes: attributesOf(kind.attributes) }))
  // What was bought is known by being bought; what only arrived is put on the shelf.
  const products = world.products
    .filter((p) => p.arrived)
    .map(({ sku, title, category, price_minor, currency }) => ({ sku, title: title.ru, category, price_minor, currency }))
  const topics = world.topics.map((t) => ({ topic: t.code, title: t.title }))
  const made = await ask(m.owner, terms.register, { body: { units: world.units, topics, kinds, products } })
  return made.units + made.topics + made.kinds
}

/** Publishes which agreements of IEEE 7012 the company signs with whoever wants one, the most first. */
export const publishTerms = (m: Moved) => ask(m.owner, agreements.saveMyTermsList, { body: { accepts: ['SD-BASE-ATP', 'SD-BASE-AT', 'SD-BASE-A', 'SD-BASE'] } })

type Attributes = Town['eventTypes'][number]['attributes']

function attributesOf(attributes: Attributes) {
  return Object.fromEntries(Object.entries(attributes).map(([name, a]) => [name, a.type === 'code' ? { type: a.type, codes: [...a.codes] } : a]))
}

const noteKinds: Town['eventTypes'] = [
  { code: 'note', title: { en: 'Note', ru: 'Заметка' }, sensitive: false, purposes: ['service'], attributes: {} },
  { code: 'sealed_note', title: { en: 'Sealed note', ru: 'Закрытая заметка' }, sensitive: true, purposes: ['service'], attributes: {} },
]

/** Records everything that happened, notes among it, in the order of time. Gives whom each of the company's numbers became. */
export async function recordLife(m: Moved, world: Town, progress: Progress): Promise<{ customers: Map<string, string>; recorded: number; moved: number }> {
  const all = [...world.interactions, ...world.notes.map((note, i) => noted(note, i, m))].toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at))
  const customers = new Map<string, string>()
  let [recorded, moved] = [0, 0]
  for (let at = 0; at < all.length; at += together.interactions) {
    const batch = all.slice(at, at + together.interactions)
    const said = await record(m, batch)
    for (const [i, item] of said.items.entries()) {
      const ref = batch[i]?.customer.identifiers.find((id) => id.kind === 'user')?.value
      if (ref !== undefined && item.customer !== undefined) customers.set(ref, item.customer)
      moved += item.moved_to_content ?? 0
    }
    recorded += said.recorded
    progress(Math.min(at + together.interactions, all.length), all.length)
  }
  return { customers, recorded, moved }
}

type Said = { recorded: number; refused: number; items: { status: string; customer?: string; moved_to_content?: number; detail?: string }[] }

async function record(m: Moved, batch: readonly RecordedInteraction[]): Promise<Said> {
  const response = await fetch(new URL('/v1/interactions?ids=true', m.site), {
    method: 'POST',
    headers: { authorization: `Bearer ${m.key}`, 'content-type': 'application/json' },
    body: JSON.stringify(batch),
  })
  if (!response.ok) throw new Error(`POST /v1/interactions: ${response.status} ${await sentence(response)}`)
  const said: Said = JSON.parse(await response.text())
  const refused = said.items.find((item) => item.status === 'refused')
  if (refused !== undefined) throw new Error(`POST /v1/interactions: ${refused.detail ?? 'refused'}`)
  return said
}

function noted(note: Town['notes'][number], n: number, m: Moved): RecordedInteraction {
  return {
    id: `note-${String(n + 1).padStart(5, '0')}`,
    at: note.at,
    kind: note.sensitive ? 'sealed_note' : 'note',
    channel: 'system',
    direction: 'none',
    customer: { identifiers: [{ kind: 'user', value: note.ref }] },
    content: { text: note.text, by: m.staff.get(note.by)?.name ?? '' },
  }
}

/** Enters consents with what proves them. */
export async function enterConsents(m: Moved, world: Town, customers: ReadonlyMap<string, string>, progress: Progress): Promise<number> {
  const said = world.consents.map((c) => ({
    customer_id: must(customers, c.ref),
    purpose: c.purpose,
    channel: c.channel,
    topic: c.topic,
    state: c.state,
    at: c.at,
    method: c.how.by,
    evidence: c.how.evidence,
  }))
  for (let at = 0; at < said.length; at += together.consents) {
    await ask(m.owner, terms.enterConsents, { body: { consents: said.slice(at, at + together.consents) } })
    progress(Math.min(at + together.consents, said.length), said.length)
  }
  return said.length
}

/** Relations, promises, tasks and cases: what the staff has to do, and what was done. */
export async function enterWork(m: Moved, world: Town, customers: ReadonlyMap<string, string>, progress: Progress): Promise<number> {
  const staff = (key: string): { assignee_id?: string } => ({ ...(m.staff.get(key) !== undefined && { assignee_id: m.staff.get(key)?.id ?? '' }) })
  const calls: (() => Promise<unknown>)[] = [
    ...world.relations.map(
      (r) => () =>
        ask(m.owner, console_.addRelation, {
          params: { customer_id: must(customers, r.from) },
          body: { other_id: must(customers, r.to), kind: r.kind, title: r.title ?? null },
        }),
    ),
    ...world.promises.map(
      (p) => () => ask(m.owner, work.addTask, { body: { kind: p.kind, what: p.what, customer_id: must(customers, p.ref), due_at: p.due_at, ...staff(p.by) } }),
    ),
    ...world.tasks.map(
      (t) => () =>
        ask(m.owner, work.addTask, {
          body: { kind: 'task', what: t.what, ...(t.ref !== undefined && { customer_id: must(customers, t.ref) }), due_at: t.due_at, ...staff(t.by) },
        }),
    ),
    ...world.cases.map((c) => () => {
      const solved = c.solved === undefined ? null : { at: c.solved.at, resolution: c.solved.resolution, rating: c.solved.rating ?? null }
      return ask(m.owner, work.openCase, {
        body: {
          kind: c.kind,
          subject: c.subject,
          customer_id: must(customers, c.ref),
          ...staff(c.by),
          before: { number: c.number, opened_at: c.opened_at, solved },
        },
      })
    }),
  ]
  for (let at = 0; at < calls.length; at += together.calls) {
    await Promise.all(calls.slice(at, at + together.calls).map((call) => call()))
    progress(Math.min(at + together.calls, calls.length), calls.length)
  }
  return calls.length
}

function must(customers: ReadonlyMap<string, string>, ref: string): string {
  const id = customers.get(ref)
  if (id === undefined) throw new Error(`nobody was recorded under the number ${ref}`)
  return id
}

/** A member of the staff in a browser of their own. */
export async function signedIn(m: Moved, key: string): Promise<Visitor> {
  const someone = m.staff.get(key)
  if (someone === undefined) throw new Error(`nobody on the staff is ${key}`)
  const who = visitor(m.site)
  await ask(who, access.signIn, { body: { email: someone.email, password: demoPassword } })
  return who
}
