import { type Random, random } from './random.ts'
import type { Townsman } from './read-cast.ts'
import { type Company, companies, type Identifier, type TownPerson } from './shapes.ts'

// The same people as each company knows them: under a number of its own, and only what people tell such a company.

type Knowledge = { email: number; phone: number; born: number; address: number; card: number; messengers: boolean }

/** How likely a company was told each thing. Banks and telephone companies may not use foreign messengers with customers. */
const told: Record<Company, Knowledge> = {
  bank: { email: 0.9, phone: 1, born: 1, address: 1, card: 0, messengers: false },
  hotel: { email: 0.9, phone: 0.95, born: 0.8, address: 0.5, card: 0, messengers: true },
  kiosk: { email: 0, phone: 0.4, born: 0, address: 0, card: 1, messengers: false },
  clinic: { email: 0.8, phone: 1, born: 1, address: 1, card: 0, messengers: false },
  bookshop: { email: 0.9, phone: 0.75, born: 0.35, address: 0.4, card: 0.6, messengers: true },
  florist: { email: 0.8, phone: 0.95, born: 0.3, address: 0.6, card: 0, messengers: true },
  telecom: { email: 0.75, phone: 1, born: 1, address: 1, card: 0, messengers: false },
}

const domestic: readonly string[] = ['max', 'vk']

/** The people of one company, those it has known longest first. */
export function customersOf(company: Company, folk: readonly Townsman[], seed: string): TownPerson[] {
  const here = folk.filter((p) => p.in[company] !== undefined)
  here.sort((a, b) => (b.in[company] ?? 0) - (a.in[company] ?? 0) || (a.key < b.key ? -1 : 1))
  return here.map((p, rank) => known(company, p, rank, random(`${seed}/${company}/told/${p.key}`)))
}

function known(company: Company, p: Townsman, rank: number, r: Random): TownPerson {
  const knows = told[company]
  const [surname, name, patronymic] = p.name
  const inFull = p.why !== 'one of the crowd' && company !== 'kiosk'
  const hears = (what: 'born' | 'address'): boolean => inFull || r.chance(knows[what])
  return {
    kind: 'person',
    key: p.key,
    ref: numberOf(company, rank),
    role: 'customer',
    surname,
    name,
    ...(patronymic !== undefined && { patronymic }),
    ...(p.former_surname !== undefined && { former_surname: p.former_surname }),
    ...(p.short_name !== undefined && { short_name: p.short_name }),
    gender: p.gender,
    ...(hears('born') && { birth_date: p.born }),
    form: p.form ?? 'formal',
    language: p.language ?? 'ru',
    time_zone: p.time_zone ?? 'Europe/Moscow',
    country: p.country ?? 'RU',
    ...(p.address !== undefined && hears('address') && { address: p.address }),
    contacts: contacts(p, knows, inFull, rank, company, r),
    shared: [...(p.shared ?? [])],
    known_for: p.in[company] ?? 0,
  }
}

/** A company's own numbers: six digits that look like no other company's. */
export function numberOf(company: Company, rank: number): string {
  return String((companies.indexOf(company) + 1) * 100_000 + 211 + rank * 7)
}

function contacts(p: Townsman, knows: Knowledge, inFull: boolean, rank: number, company: Company, r: Random): Identifier[] {
  const found: Identifier[] = []
  // One in seven of the crowd gave this company another address or number than the rest of the town knows.
  const other = !inFull && r.chance(0.15)
  const hears = (likely: number): boolean => inFull || r.chance(likely)
  if (p.email !== undefined && hears(knows.email)) found.push({ kind: 'email', value: other ? p.email.replace('@', `.${company}@`) : p.email })
  if (p.phone !== undefined && hears(knows.phone)) found.push({ kind: 'phone', value: other ? p.phone.replace('+7946', '+7947') : p.phone })
  if (r.chance(p.key === 'pakhomova' ? Math.ceil(knows.card) : knows.card)) found.push({ kind: 'card', value: cardNumber(company, rank) })
  return [...found, ...(p.more ?? []).filter((id) => knows.messengers || (domestic.includes(id.kind) && company !== 'kiosk'))]
}

const cardNumber = (company: Company, rank: number): string => `${company === 'kiosk' ? '77' : '55'}${String(1_000_003 + rank * 37)}`
