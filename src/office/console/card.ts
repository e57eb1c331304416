import type { z } from 'zod'
import type { Card, Credential } from '../../keep/door/contract.ts'
import type { Opaque } from '../../platform/ids/index.ts'
import type { Summary } from '../catalogue/index.ts'
import type { Person } from '../figures.ts'
import type { House } from '../house.ts'
import { titled, toldOutside, type ValueClassRow } from '../insight/index.ts'
import { showTag } from '../ownership/index.ts'
import { isWithin, type Within } from '../within.ts'
import { showCases, showTasks } from '../work/index.ts'
import { showField } from './fields/show.ts'
import { showRelation } from './relations/routes.ts'
import { contactOf } from './rows.ts'
import type { card, relation } from './shapes.ts'

type CardShape = z.input<typeof card>

/** The whole card: facts and work from this wing, everything personal through the door under one receipt. */
export async function cardOf(
  house: House,
  as: Credential,
  at: { customer: number; caseId: number | null; purpose: string; now: Date; within?: Within | undefined },
): Promise<CardShape> {
  const { door, ids } = house
  // Most people have one id, so their figures are read while the door opens; who is refused gets none of them.
  const alone = figuresOf(house, { person: at.customer, members: [at.customer] }, at.now)
  alone.catch(() => {}) // heard below by whoever is shown them
  const reason = at.caseId === null ? { kind: 'card' as const } : { kind: 'case' as const, id: at.caseId }
  const opened = await door.ask(as, 'card', { customer: at.customer, purpose: at.purpose, reason })
  if (isClosed(opened)) return closedCard(house, opened)
  const of = { person: opened.preview.person, members: opened.members }
  const isAlone = of.person === at.customer && of.members.length === 1
  const [s, allTasks, everyCase, value, held, insight] = await (isAlone ? alone : figuresOf(house, of, at.now))
  const { within } = at
  const openTasks = allTasks.filter((task) => isWithin(within, task))
  const allCases = everyCase.filter((one) => isWithin(within, one))
  const beyond = beyondUnits({ tasks: allTasks.length - openTasks.length, cases: everyCase.length - allCases.length })
  const [shownTasks, shownCases, owner] = await Promise.all([
    showTasks({ door, ids }, as, openTasks),
    showCases({ door, ids }, as, allCases),
    colleagueOf(house, as, held.owner),
  ])
  const relations = opened.relations.map((r) => showRelation(ids, r))
  const atOrganisation = (r: z.input<typeof relation>) =>
    opened.preview.kind === 'organisation' && r.other.kind === 'person' && (r.kind === 'employer' || r.kind === 'contact_person')
  return {
    ...personal(ids, opened),
    hidden: [...opened.hidden, ...beyond],
    id: ids.show('customer', opened.preview.customer),
    joined: opened.members.length - 1,
    tags: held.tags.map((tag) => showTag(ids, tag)),
    owner,
    units: [...held.units],
    relationship: s ? relationshipOf(s) : null,
    value: value ? classOf(value) : null,
    insight: toldOutside(titled(insight, await house.topicTitles())),
    spent: s?.spent ?? [],
    purchases: s?.purchases ?? 0,
    last_contact: contactOf(s),
    tasks: shownTasks,
    cases: shownCases,
    relations: relations.filter((r) => !atOrganisation(r)),
    people: relations.filter(atOrganisation),
  }
}

/** How much work there is of other units: that it is there is said, what it is not. */
const beyondUnits = (counts: { tasks: number; cases: number }): CardShape['hidden'] =>
  Object.entries(counts).flatMap(([section, count]) => (count === 0 ? [] : [{ section, count, reason: 'other_unit', purposes: [] }]))

function figuresOf({ figures }: House, of: Person, now: Date) {
  const insight = figures.insight({ person: of.person, now })
  return Promise.all([figures.summary(of), figures.tasks(of), figures.cases(of), figures.valueClass(of), figures.held(of), insight])
}

async function colleagueOf({ door, ids }: House, as: Credential, staff: number | null): Promise<CardShape['owner']> {
  const [found] = staff === null ? [] : await door.ask(as, 'colleagues', { ids: [staff] })
  return found ? { id: ids.show('staff', found.id), name: found.name, role: found.role } : null
}

/** The keep refused the look whole; then this wing, too, keeps to itself what it knows of the person. */
const isClosed = (opened: Card) => opened.hidden.some((part) => part.section === 'card')

function closedCard(house: House, opened: Card): CardShape {
  return {
    ...personal(house.ids, opened),
    id: house.ids.show('customer', opened.preview.customer),
    joined: 0,
    tags: [],
    owner: null,
    units: [],
    relationship: null,
    value: null,
    insight: null,
    spent: [],
    purchases: 0,
    last_contact: null,
    tasks: [],
    cases: [],
    relations: [],
    people: [],
  }
}

function personal(ids: Opaque, opened: Card) {
  const { preview } = opened
  return {
    kind: preview.kind,
    role: preview.role,
    status: preview.status,
    name: preview.name,
    language: opened.language,
    time_zone: opened.time_zone,
    country: opened.country,
    form: opened.form,
    job_title: opened.job_title,
    purpose: opened.purpose,
    identifiers: opened.identifiers.map(({ source, ...i }) => i),
    fields: opened.fields.map((f) => showField(ids, f)),
    reach: opened.reach,
    hidden: opened.hidden,
    noted_at: opened.noted_at,
  }
}

function relationshipOf(s: Summary): NonNullable<CardShape['relationship']> {
  return { since: day(s.first_at), unbroken_since: day(s.unbroken_since), breaks: s.breaks, interactions: s.interactions }
}

function classOf(row: ValueClassRow): CardShape['value'] {
  return {
    class: row.class,
    previous: row.previous,
    changed_on: row.changed_on ? day(row.changed_on) : null,
    computed_at: row.computed_at.toISOString(),
    because: {
      days_since_last: row.days_since_last,
      purchases: row.purchases,
      spent: { minor: row.spent, currency: row.currency },
      window_days: row.window_days,
    },
  }
}

const day = (at: Date) => at.toISOString().slice(0, 10)
