import type { Db } from '../../platform/db/index.ts'
import { acceptedNow, answering } from '../agreements/index.ts'
import { agesNow, type CustomerTables, wardsOtherwise } from '../customers/index.ts'
import type { Keyring } from '../keyring/index.ts'
import { sameAges } from './body.ts'
import { everybody } from './everybody.ts'
import { changedRetentions, overOtherwise } from './kept.ts'
import type { Beside, PolicyDb, PolicyTables } from './tables.ts'

// What a draft would change beside the verdicts of the gate. Nothing is written.

/** So many people of each are kept to be looked at. */
export const samples = 20

export type TrialDeps = { db: Db<PolicyDb & CustomerTables>; keyring: Keyring }
export type BesideCell = Beside & { people: number[] }
type Trial = Pick<PolicyTables['keep.policy_trial'], 'body'>
type Found = Omit<Beside, 'count' | 'data'> & { person: number; data?: number }

/** What of it differs, the most people first, with a few people of each. */
export async function besideOf(deps: TrialDeps, trial: Trial, now: Date): Promise<BesideCell[]> {
  const cells = new Map<string, BesideCell>()
  const looks = await looksOf(deps, trial, now)
  if (looks.length === 0) return []
  for await (const batch of everybody(deps.db.$pickTables()))
    for (const look of looks)
      for (const { person, data, ...found } of await look(batch)) {
        const key = JSON.stringify([found.what, found.of, found.before, found.after])
        const cell = cells.get(key) ?? { ...found, count: 0, ...(data === undefined ? {} : { data: 0 }), people: [] }
        cell.count += 1
        if (data !== undefined) cell.data = (cell.data ?? 0) + data
        if (cell.people.length < samples) cell.people.push(person)
        cells.set(key, cell)
      }
  return [...cells.values()].sort((a, b) => b.count - a.count)
}

type Look = (persons: readonly number[]) => Promise<Found[]>

/** One for each part of the draft that says something else than what is in force. */
async function looksOf(deps: TrialDeps, { body }: Trial, now: Date): Promise<Look[]> {
  const looks: Look[] = []
  const { db } = deps
  const { accepts, ages } = body
  if (accepts !== undefined && accepts.join() !== (await acceptedNow(db.$pickTables())).ids.join()) {
    const answers = await answering(db.$pickTables(), accepts)
    looks.push(async (persons) => (await answers(persons)).map((found) => ({ what: 'offers', of: null, ...found })))
  }
  if (ages !== undefined && !sameAges(ages, await agesNow(db))) {
    const wards = await wardsOtherwise({ ...deps, db: db.$pickTables() }, new Map(Object.entries(ages)), now)
    const said = (isWard: boolean) => (isWard ? 'ward' : 'own')
    looks.push(async (persons) =>
      (await wards(persons)).map(({ person, country, before, after }) => ({ what: 'wards', of: country, before: said(before), after: said(after), person })),
    )
  }
  const retentions = await changedRetentions(db.$pickTables(), body.kept)
  if (retentions.size > 0) {
    const over = await overOtherwise(db.$pickTables(), retentions, now)
    const said = (isOver: boolean) => (isOver ? 'over' : 'kept')
    looks.push(async (persons) => (await over(persons)).map((one) => ({ ...one, what: 'kept', before: said(one.before), after: said(one.after) })))
  }
  return looks
}
