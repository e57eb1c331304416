// What the town is made of. Everything here is plain data that can be sent to the API as it stands.

export const companies = ['bank', 'hotel', 'kiosk', 'clinic', 'bookshop', 'florist', 'telecom'] as const
export type Company = (typeof companies)[number]

export type Words = { en: string; ru: string }
export type IdentifierKind = 'user' | 'email' | 'phone' | 'card' | 'anonymous' | 'telegram' | 'whatsapp' | 'viber' | 'vk' | 'max'
export type Identifier = { kind: IdentifierKind; value: string }
export type Channel =
  | 'email'
  | 'sms'
  | 'phone'
  | 'post'
  | 'chat'
  | 'telegram'
  | 'whatsapp'
  | 'viber'
  | 'vk'
  | 'max'
  | 'push'
  | 'web'
  | 'app'
  | 'shop'
  | 'meeting'
  | 'forum'
  | 'system'
export type Role = 'customer' | 'lead' | 'supplier' | 'partner'

/** A person as one company knows them. `key` is the same in every company of the town, `ref` is this company's own number. */
export type TownPerson = {
  kind: 'person'
  key: string
  ref: string
  role: Role
  surname: string
  name: string
  patronymic?: string
  former_surname?: string
  short_name?: string
  gender?: 'f' | 'm'
  birth_date?: string
  form: 'formal' | 'informal'
  language: 'ru' | 'en'
  time_zone: string
  country: string
  address?: string
  job_title?: string
  /** Everything but the `user` number: addresses, phones, cards, messengers. */
  contacts: Identifier[]
  /** The mailbox or phone is a whole family's: it points at nobody by itself. */
  shared: IdentifierKind[]
  /** Since when this company knows them, in days before today. */
  known_for: number
}

export type TownOrganisation = {
  kind: 'organisation'
  key: string
  ref: string
  role: Role
  org_name: string
  inn: string
  kpp?: string
  ogrn: string
  address: string
  language: 'ru' | 'en'
  contacts: Identifier[]
  known_for: number
}

/** Somebody who paid and left: only the till or the site knows that it was the same one. */
export type Passer = { kind: 'passer'; key: string; anonymous: string }
export type Party = TownPerson | TownOrganisation | Passer

export type TownStaff = { key: string; name: string; email: string; role: 'admin' | 'privacy' | 'marketer' | 'clerk' | 'analyst'; title: Words; unit?: string }

export type Item = { sku: string; title: string; category: string; quantity: number; price_minor: number; amount_minor: number }
export type Content = { subject?: string; text?: string } & Record<string, string>

/** One interaction as `POST /v1/interactions` takes it. */
export type RecordedInteraction = {
  id: string
  at: string
  kind: string
  channel: Channel
  direction: 'in' | 'out' | 'none'
  customer: {
    identifiers: Identifier[]
    kind?: 'person' | 'organisation'
    fields?: Record<string, string>
    language?: string
    time_zone?: string
    country?: string
    role?: Role
  }
  amount?: { minor: number; currency: string }
  duration_s?: number
  outcome?: string
  unit?: string
  facts?: Record<string, number | boolean | string>
  items?: Item[]
  content?: Content
}

/** The same before it has an id and its customer's identifiers. */
export type Entry = Omit<RecordedInteraction, 'id' | 'at' | 'customer'> & {
  who: Party
  at: number
  /** By which identifier the channel knew them, when not by the company's own number. */
  by?: IdentifierKind
  /** Fields they told us then. */
  fields?: Record<string, string>
  /** The case this belongs to; its number becomes the fact `case_no`. */
  about?: Matter
}

export type Product = {
  sku: string
  title: Words
  category: string
  price_minor: number
  currency: string
  upcoming?: true /** On the shelf, and nobody has bought it yet. */
  arrived?: true
}
export type FactAttribute = { type: 'number' | 'boolean' } | { type: 'code'; codes: readonly string[] }
export type EventType = { code: string; title: Words; sensitive: boolean; purposes: readonly string[]; attributes: Record<string, FactAttribute> }

export type Consent = {
  ref: string
  purpose: string
  channel: Channel
  /** null: any topic. */
  topic: string | null
  state: 'given' | 'refused' | 'withdrawn'
  at: string
  /** What proves it. */
  how: { by: 'paper' | 'site' | 'phone' | 'sms' | 'portal' | 'till'; evidence: string }
}
/** A case while its number is not yet known: numbers follow the order in which cases were opened. */
export type Matter = {
  who: TownPerson
  kind: 'complaint' | 'dispute' | 'question' | 'request'
  subject: string
  opened: number
  by: string
  solved?: { at: number; resolution: string; rating?: number }
  number?: number
}
export type Relation = {
  from: string
  to: string
  kind: 'household' | 'employer' | 'contact_person' | 'referred_by' | 'guardian' | 'family'
  title?: string
  since?: string
}
export type Note = { ref: string; at: string; by: string; kind: 'note' | 'call' | 'meeting'; text: string; sensitive: boolean }
export type Promised = { ref: string; at: string; by: string; what: string; due_at: string; kind: 'promise' | 'call_back' }
export type Task = { ref?: string; at: string; by: string; what: string; due_at: string; case_number?: string }
export type Case = {
  number: string
  ref: string
  kind: 'complaint' | 'dispute' | 'question' | 'request'
  subject: string
  opened_at: string
  by: string
  solved?: { at: string; resolution: string; rating?: number }
}

/** What happened in one company, before the entries are put in order and numbered. */
export type Life = { entries: Entry[]; consents: Consent[]; relations: Relation[]; notes: Note[]; promises: Promised[]; tasks: Task[]; matters: Matter[] }

export type Town = Omit<Life, 'entries' | 'matters'> & {
  cases: Case[]
  company: Company | 'superstore'
  title: Words
  /** Codes of its shops, branches or departments. */
  units: { code: string; title: Words; kind: 'brand' | 'shop' | 'department' | 'branch' }[]
  people: TownPerson[]
  organisations: TownOrganisation[]
  staff: TownStaff[]
  products: Product[]
  topics: { code: string; title: Words }[]
  eventTypes: EventType[]
  interactions: Iterable<RecordedInteraction>
}
