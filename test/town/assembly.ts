import { iso } from './calendar.ts'
import type { House, Setting } from './setting.ts'
import type { Case, Entry, Identifier, Life, Matter, Party, RecordedInteraction, Relation, Task, Town, TownOrganisation, TownPerson } from './shapes.ts'

/** Puts a company's life in order: introduces everyone before their first contact, numbers cases and interactions. */
export function assembled(s: Setting, house: House, life: Life, relations: readonly Relation[]): Town {
  const matters = numbered(life.matters, house.caseNumber)
  const introduced = [...s.people, ...s.contacts, ...s.organisations].flatMap((p) => introductions(s, p))
  const entries = [...introduced, ...life.entries].toSorted((a, b) => a.at - b.at)
  const counts = new Map<string, number>()
  const interactions = entries.map((e) => {
    const n = (counts.get(e.kind) ?? 0) + 1
    counts.set(e.kind, n)
    return recorded(e, `${e.kind}-${String(n).padStart(5, '0')}`)
  })
  return {
    company: s.company,
    title: house.title,
    units: house.units,
    people: [...s.people, ...s.contacts],
    organisations: [...s.organisations],
    staff: house.staff,
    products: house.products,
    topics: Object.entries(house.topics).map(([code, title]) => ({ code, title })),
    eventTypes: house.eventTypes,
    interactions,
    consents: life.consents.toSorted(byTime),
    relations: [...relations, ...life.relations],
    notes: life.notes.toSorted(byTime),
    promises: life.promises.toSorted(byTime),
    tasks: [...life.tasks, ...ownersTasks(s, house, matters)].toSorted(byTime),
    cases: matters.map(caseOf),
  }
}

/** Whoever opens the console first signs in as the owner: their day has work in it too. */
function ownersTasks(s: Setting, house: House, matters: readonly Matter[]): Task[] {
  const owner = house.staff.find((one) => one.role === 'admin')
  if (owner === undefined) return []
  const at = (ago: number, time: string): string => iso(s.calendar.at(ago, time))
  const [longest] = matters.filter((m) => m.kind === 'complaint' && m.solved === undefined).toSorted((a, b) => a.opened - b.opened)
  return [
    ...(longest === undefined
      ? []
      : [{ at: at(2, '09:10'), by: owner.key, what: `Разобраться с жалобой № ${longest.number}: «${longest.subject}»`, due_at: at(0, '18:00') }]),
    { at: at(5, '10:00'), by: owner.key, what: 'Согласовать рассылки на следующий месяц', due_at: at(-3, '18:00') },
  ]
}

const byTime = (a: { at: string }, b: { at: string }): number => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)

/** The first entry of everyone says who they are; a changed surname comes as an entry of its own. */
function introductions(s: Setting, who: TownPerson | TownOrganisation): Entry[] {
  const at = s.calendar.at(who.known_for, '06:30')
  const channel = s.company === 'telecom' || s.company === 'hotel' ? 'web' : 'shop'
  const fields =
    who.kind === 'person'
      ? personal(who)
      : { org_name: who.org_name, inn: who.inn, ...(who.kpp !== undefined && { kpp: who.kpp }), ogrn: who.ogrn, address: who.address }
  const first: Entry = { who, at, kind: 'registered', channel, direction: 'in', fields }
  if (who.kind !== 'person' || who.former_surname === undefined) return [first]
  const married: Entry = {
    who,
    at: s.calendar.at(Math.round(who.known_for / 2), '11:20'),
    kind: 'profile_changed',
    channel: 'shop',
    direction: 'in',
    fields: { surname: who.surname, former_surname: who.former_surname },
  }
  return [{ ...first, fields: { ...fields, surname: who.former_surname } }, married]
}

function personal(p: TownPerson): Record<string, string> {
  const { surname, name, patronymic, short_name, gender, birth_date, form, address, job_title } = p
  const known = { surname, name, patronymic, short_name, gender, birth_date, form, address, job_title }
  return Object.fromEntries(Object.entries(known).filter((pair): pair is [string, string] => pair[1] !== undefined))
}

function recorded(e: Entry, id: string): RecordedInteraction {
  const { who, at, by, fields, about, ...rest } = e
  const facts = about?.number === undefined ? rest.facts : { ...rest.facts, case_no: about.number }
  return {
    ...rest,
    id,
    at: iso(at),
    customer: {
      identifiers: identifiers(who, by, e.kind === 'registered'),
      ...(fields !== undefined && { fields }),
      ...(e.kind === 'registered' && describes(who)),
    },
    ...(facts !== undefined && { facts }),
  }
}

/** Everything at the first contact; later what the channel itself shows, unless a family shares it. */
function identifiers(who: Party, by: Entry['by'], all: boolean): Identifier[] {
  if (who.kind === 'passer') return [{ kind: 'anonymous', value: who.anonymous }]
  const own: Identifier = { kind: 'user', value: who.ref }
  if (all) return [own, ...who.contacts]
  const shown = who.contacts.filter((c) => c.kind === by)
  const shared = who.kind === 'person' && by !== undefined && by !== 'user' && by !== 'anonymous' && who.shared.includes(by)
  return shown.length === 0 || shared ? [own, ...shown] : shown.slice(0, 1)
}

function describes(who: Party): Pick<RecordedInteraction['customer'], 'kind' | 'language' | 'time_zone' | 'country' | 'role'> {
  if (who.kind === 'passer') return {}
  if (who.kind === 'organisation') return { kind: 'organisation', language: who.language, time_zone: 'Europe/Moscow', country: 'RU', role: who.role }
  return { kind: 'person', language: who.language, time_zone: who.time_zone, country: who.country, role: who.role }
}

/** Numbers cases in the order they were opened, from 1 or so that the one a scene names has its number. */
function numbered(matters: readonly Matter[], named: House['caseNumber']): Matter[] {
  const sorted = matters.toSorted((a, b) => a.opened - b.opened)
  const place = named === undefined ? -1 : sorted.findIndex((m) => m.who.key === named.key)
  const first = named === undefined || place < 0 ? 1 : named.number - place
  if (first < 1) throw new Error(`more than ${named?.number ?? 0} cases were opened before the one that must have this number`)
  sorted.forEach((m, i) => {
    m.number = first + i
  })
  return sorted
}

function caseOf(m: Matter): Case {
  return {
    number: String(m.number),
    ref: m.who.ref,
    kind: m.kind,
    subject: m.subject,
    opened_at: iso(m.opened),
    by: m.by,
    ...(m.solved !== undefined && { solved: { ...m.solved, at: iso(m.solved.at) } }),
  }
}
