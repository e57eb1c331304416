import { assembled } from './assembly.ts'
import { calendar } from './calendar.ts'
import { families } from './cast.ts'
import { townsfolk } from './crowd.ts'
import { customersOf } from './customers.ts'
import { houses } from './houses.ts'
import { organisationsOf } from './organisations.ts'
import type { Company, Relation, Town, TownPerson } from './shapes.ts'

export type { Company, RecordedInteraction, Town, TownPerson } from './shapes.ts'
export { companies } from './shapes.ts'

/** The seed of the town everyone means when they say nothing else. */
export const usualSeed = 'gorodok'

/**
 * One company of the town with its two years, told as of `today` (`2026-11-21`). The same arguments give the same town, byte
 * for byte; nothing in it lies after the morning of `today`, but what is promised, planned or due.
 */
export function town(o: { company: Company; today: string; seed?: string }): Town {
  const seed = o.seed ?? usualSeed
  const days = calendar(o.today)
  const people = customersOf(o.company, townsfolk(days, seed), seed)
  const { organisations, contacts, relations } = organisationsOf(o.company, people.length)
  const setting = { company: o.company, seed, calendar: days, people, organisations, contacts }
  const house = houses[o.company]
  return assembled(setting, house, house.live(setting), [...relations, ...atHome(people)])
}

function atHome(people: readonly TownPerson[]): Relation[] {
  return families.flatMap(([from, to, kind]) => {
    const [a, b] = [people.find((p) => p.key === from), people.find((p) => p.key === to)]
    return a === undefined || b === undefined ? [] : [{ from: a.ref, to: b.ref, kind }]
  })
}
