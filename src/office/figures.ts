import type { Db } from '../platform/db/index.ts'
import { joined } from '../platform/joined.ts'
import { type ChannelCount, channelsOfAll, type FactTables, type Moment, newestOfAll, type Summary, summariesOf } from './catalogue/index.ts'
import { type InsightTables, type ValueClassRow, valueClassesOf } from './insight/index.ts'
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
  /** The first page of a timeline. */
  newest(of: { members: readonly number[]; limit: number }): Promise<Moment[]>
  channels(members: readonly number[]): Promise<ChannelCount[]>
}

/** `reads` answers what is looked up by key. */
export function openFigures(reads: Db<OfficeTables>): Figures {
  const facts = reads.$pickTables<keyof FactTables>()
  const work = reads.$pickTables<'office.task' | 'office.work_case'>()
  const insight = reads.$pickTables<keyof InsightTables>()
  const members = (people: readonly Person[]) => people.map((p) => p.members)
  return {
    summary: joined(async (people) => {
      const found = await summariesOf(facts, distinctPairs(people))
      return people.map((p) => found.get(p.person))
    }),
    tasks: joined((people) => tasksAbout(work, members(people), 50)),
    cases: joined((people) => casesAbout(work, members(people), 20)),
    valueClass: joined(async (people) => {
      const found = await valueClassesOf(
        insight,
        people.map((p) => p.person),
      )
      return people.map((p) => found.get(p.person))
    }),
    newest: joined((asked) => newestOfAll(facts, asked)),
    channels: joined((asked) => channelsOfAll(facts, asked)),
  }
}

/** Two who open the same card must not count its interactions twice. */
function distinctPairs(people: readonly Person[]): { id: number; person: number }[] {
  const pairs = new Map(
    people.flatMap(({ person, members }) => members.map((id): [string, { id: number; person: number }] => [`${id} ${person}`, { id, person }])),
  )
  return [...pairs.values()]
}
