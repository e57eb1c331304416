import type { Calendar } from './calendar.ts'
import { type Random, random } from './random.ts'
import type { Company, Entry, EventType, Life, Product, TownOrganisation, TownPerson, TownStaff, Words } from './shapes.ts'

/** What a company's two years are written from. */
export type Setting = {
  company: Company
  seed: string
  calendar: Calendar
  people: readonly TownPerson[]
  organisations: readonly TownOrganisation[]
  /** The people one speaks to at the organisations. */
  contacts: readonly TownPerson[]
}

/** A company as it stands before anything happened, and the function that tells what did. */
export type House = {
  title: Words
  /** Of its mailboxes. */
  domain: string
  units: { code: string; title: Words; kind: 'brand' | 'shop' | 'department' | 'branch' }[]
  staff: TownStaff[]
  products: Product[]
  /** What its mailings can be about, by code. */
  topics: Record<string, Words>
  eventTypes: EventType[]
  /** The number some case must have because a scene says so. */
  caseNumber?: { key: string; number: number }
  live(s: Setting): Life
}

export const emptyLife = (): Life => ({ entries: [], consents: [], relations: [], notes: [], promises: [], tasks: [], matters: [] })

/** Appends what another part of the company's life wrote. */
export function add(life: Life, more: Partial<Life>): void {
  life.entries.push(...(more.entries ?? []))
  life.consents.push(...(more.consents ?? []))
  life.relations.push(...(more.relations ?? []))
  life.notes.push(...(more.notes ?? []))
  life.promises.push(...(more.promises ?? []))
  life.tasks.push(...(more.tasks ?? []))
  life.matters.push(...(more.matters ?? []))
}

/** A stream of chances of its own, so that adding to one part of the town leaves the others as they were. */
export const stream = (s: Setting, name: string): Random => random(`${s.seed}/${s.company}/${name}`)

/** The customer with this key; the cast is where it must be. */
export function someone(s: Setting, key: string): TownPerson {
  const found = s.people.find((p) => p.key === key)
  if (found === undefined) throw new Error(`${key} is no customer of the ${s.company}`)
  return found
}

export const w = (en: string, ru: string): Words => ({ en, ru })

/** Words in the language one speaks with this customer. */
export const said = (words: Words, to: { language: 'ru' | 'en' }): string => words[to.language]

export type Level = 'first' | 'second' | 'third'

/** How someone lives with a company: how busy, and from when to when (days ago) within the two years told. */
export type Pace = { level: Level; from: number; until: number }

/** Who of the cast is in the first class wherever they are; those marked `vip_` are too. */
const first: readonly string[] = ['lebedev', 'zhukova', 'ben']

/** The pace of a customer, the same for all that is told of them. Nobody of the cast has gone silent. */
export function paceOf(s: Setting, p: TownPerson): Pace {
  const r = stream(s, `pace/${p.key}`)
  const drawn = r.weighted<Level>([
    ['first', 0.16],
    ['second', 0.3],
    ['third', 0.54],
  ])
  const named = !/^p\d/.test(p.key)
  const level = p.key.startsWith('vip_') || first.includes(p.key) ? 'first' : named ? 'second' : drawn
  const from = Math.min(p.known_for, 730)
  const lapsed = level === 'third' && r.chance(0.35) && from > 150
  return { level, from, until: lapsed ? r.int(120, from - 20) : r.int(2, level === 'first' ? 8 : 25) }
}

/** Days ago, earliest first, on which something that comes about `perYear` times a year happened. */
export function days(r: Random, pace: { from: number; until: number }, perYear: number): number[] {
  const found: number[] = []
  if (perYear <= 0) return found
  const gap = 365 / perYear
  for (let day = pace.from - gap * r.unit(); day > pace.until; day -= gap * Math.max(0.05, -Math.log(1 - r.unit()))) found.push(Math.floor(day))
  return found.filter((day) => day > 0)
}

/** A local time such as `14:37` between two full hours. */
export function clock(r: Random, from: number, to: number): string {
  return `${String(r.int(from, to - 1)).padStart(2, '0')}:${String(r.int(0, 59)).padStart(2, '0')}`
}

/** An entry that only says who, when and what kind of contact; the rest is added by spreading. */
export function entry(who: Entry['who'], at: number, kind: string, channel: Entry['channel'], direction: Entry['direction'], more: Partial<Entry> = {}): Entry {
  return { who, at, kind, channel, direction, ...more }
}
