import type { Db } from '../../platform/db/index.ts'
import { acceptedNow, answering } from '../agreements/index.ts'
import { everybody } from './everybody.ts'
import type { Beside, PolicyDb, PolicyTables } from './tables.ts'

// What a draft would change beside the verdicts of the gate. Nothing is written.

/** So many people of each are kept to be looked at. */
export const samples = 20

export type BesideCell = Beside & { people: number[] }
type Trial = Pick<PolicyTables['keep.policy_trial'], 'body'>
type Found = Omit<Beside, 'count'> & { person: number }

/** What of it differs, the most people first, with a few people of each. */
export async function besideOf(db: Db<PolicyDb>, trial: Trial): Promise<BesideCell[]> {
  const cells = new Map<string, BesideCell>()
  const looks = await looksOf(db, trial)
  if (looks.length === 0) return []
  for await (const batch of everybody(db))
    for (const look of looks)
      for (const { person, ...found } of await look(batch)) {
        const key = JSON.stringify([found.what, found.of, found.before, found.after])
        const cell = cells.get(key) ?? { ...found, count: 0, people: [] }
        cell.count += 1
        if (cell.people.length < samples) cell.people.push(person)
        cells.set(key, cell)
      }
  return [...cells.values()].sort((a, b) => b.count - a.count)
}

type Look = (persons: readonly number[]) => Promise<Found[]>

/** One for each part of the draft that says something else than what is in force. */
async function looksOf(db: Db<PolicyDb>, { body }: Trial): Promise<Look[]> {
  const looks: Look[] = []
  const { accepts } = body
  if (accepts !== undefined && accepts.join() !== (await acceptedNow(db.$pickTables())).ids.join()) {
    const answers = await answering(db.$pickTables(), accepts)
    looks.push(async (persons) => (await answers(persons)).map((found) => ({ what: 'offers', of: null, ...found })))
  }
  return looks
}
