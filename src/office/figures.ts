import type { Db } from '../platform/db/index.ts'
import { joinedReads, type Reads } from '../platform/reads.ts'
import { type FactTables, type KindCount, kindsOfAll, type Moment, newestOfAll, type Summary, summariesOf } from './catalogue/index.ts'
import { type InsightTables, insightsOf, type Told, type ValueClassRow, valueClassesOf } from './insight/index.ts'
import { type Held, heldBy, type OwnershipTables } from './ownership/index.ts'
import type { OfficeTables } from './tables.ts'
import { casesAbout, type Task, tasksAbout, type WorkCase } from './work/index.ts'

// What cards opened in the same moment read of facts, work and insight, in one statement each for all of them.

/** A person: the root and all ids. */
export type Person = { person: number; members: readonly number[] }

export type Figures = {
  summary(of: Person): Promise<Summary | undefined>
  /** Open tasks, the most urgent first, at most fifty. */
  tasks(of: Person): Promise<Task[]>
  /** Cases, the open ones first, at most twenty. */
  cases(of: Person): Promise<WorkCase[]>
  valueClass(of: Person): Promise<ValueClassRow | undefined>
  /** What is thought of them. */
  insight(of: { person: number; now: Date }): Promise<Told>
  /** Tags, units and the owner. */
  held(of: Person): Promise<Held>
  /** The first page of a timeline. */
  newest(of: { members: readonly number[]; limit: number }): Promise<Moment[]>
  /** How many interactions there are by kind and channel. */
  kinds(members: readonly number[]): Promise<KindCount[]>
}

const facts = (db: Db<OfficeTables>) => db.$pickTables<keyof FactTables>()
const work = (db: Db<OfficeTables>) => db.$pickTables<'office.task' | 'office.work_case'>()
const membersOf = (people: readonly Person[]) => people.map((p) => p.members)

/** `reads` answers what is looked up by key. */
export function openFigures(reads: Reads<OfficeTables>): Figures {
  const reading = joinedReads(reads)
  return {
    summary: reading(async (db, people) => {
      const found = await summariesOf(facts(db), distinctPairs(people))
      return people.map((p) => found.get(p.person))
    }),
    tasks: reading((db, people) => tasksAbout(work(db), membersOf(people), 50)),
    cases: reading((db, people) => casesAbout(work(db), membersOf(people), 20)),
    valueClass: reading(async (db, people) => {
      const found = await valueClassesOf(
        db.$pickTables<keyof InsightTables>(),
        people.map((p) => p.person),
      )
      return people.map((p) => found.get(p.person))
    }),
    insight: reading(async (db, asked) => {
      const found = await insightsOf(db.$pickTables<keyof InsightTables>(), asked)
      return asked.map(({ person }) => found.get(person) ?? { computed_at: null, valid_until: null, why: 'not_computed' as const, items: [], traits: [] })
    }),
    held: reading(async (db, people) => {
      const found = await heldBy(
        db.$pickTables<keyof OwnershipTables>(),
        people.map((p) => p.person),
      )
      return people.map((p) => found.get(p.person) ?? { tags: [], owner: null, units: [] })
    }),
    newest: reading((db, asked) => newestOfAll(facts(db), asked)),
    kinds: reading((db, asked) => kindsOfAll(facts(db), asked)),
  }
}

/** Two who open the same card must not count its interactions twice. */
function distinctPairs(people: readonly Person[]): { id: number; person: number }[] {
  const pairs = new Map(
    people.flatMap(({ person, members }) => members.map((id): [string, { id: number; person: number }] => [`${id} ${person}`, { id, person }])),
  )
  return [...pairs.values()]
}
