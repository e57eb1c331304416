import type { Door, Words } from '../../keep/door/contract.ts'
import { badInput } from '../../platform/errors.ts'
import { type DeclaredField, type Today, zoneOf } from '../lists/index.ts'
import { type Doubt, type Rule, ruleLimits } from './rule.ts'
import type { ComputedTrait } from './traits/definition.ts'
import { audiencesIn } from './walk.ts'

// What a rule is read with, besides itself: the moment, what the audience is for, what the company declared, and other audiences that it names.

export type Field = DeclaredField & { purposes: readonly string[]; retired: boolean }
export type Kind = {
  code: string
  title: Words
  attributes: { [attribute: string]: { type: string; title?: Words | undefined } }
  purposes: readonly string[]
  sensitive: boolean
  retired: boolean
}

/** An audience that a rule names. */
export type Named = { title: string; rule: Rule; deleted: boolean }
/** A list of people from a file (keep/imports/people), as the keep publishes it. */
export type PeopleList = { list: number; title: string; purpose: string; complete: boolean; deleted: boolean }
/** Finds what a rule names besides what the company declared. */
export type FindAudiences = {
  /** By the ids they are shown by; what is not there is left out. */
  audiences(ids: readonly string[]): Promise<ReadonlyMap<string, Named>>
  /** All computed traits by their codes, also those that were deleted. */
  traits(): Promise<ReadonlyMap<string, ComputedTrait>>
  /** All lists of people by the ids they are shown by, also those that were deleted. */
  lists(): Promise<ReadonlyMap<string, PeopleList>>
}

export type Asking = Today & {
  /** The purpose it is for. */
  use: string
  /** Customers can say no to that purpose: of whom it was not let, nothing that the company declared is asked. */
  asksLeave: boolean
  /** Asks also what is kept for other purposes: to count whom it leaves out, never to choose by. */
  asksClosed: boolean
  /** Takes what is not known for what would fit: to count whom it leaves out, never to choose by. */
  supposes?: true
  /** Reasons of `leave_out` that are passed over: to count likewise. */
  forgives?: readonly Doubt[]
  fields: ReadonlyMap<string, Field>
  kinds: ReadonlyMap<string, Kind>
  audiences: ReadonlyMap<string, Named>
  /** Computed traits; of any other trait it is asked what was read from what they wrote. */
  traits: ReadonlyMap<string, ComputedTrait>
  lists: ReadonlyMap<string, PeopleList>
}

export type AskedFor = { use: string; now: Date /** Absent: nothing is to be chosen, only said what can be asked. */; rule?: Rule }

/** Throws bad_input when there is no such purpose. */
export async function askingFor({ door, find }: { door: Door; find: FindAudiences }, at: AskedFor): Promise<Asking> {
  const house = { service: 'health' } as const
  const [fields, kinds, purposes, zone, audiences, traits, lists] = await Promise.all([
    door.ask(house, 'ownFields', {}),
    door.ask(house, 'kinds', {}),
    door.ask(house, 'purposes', {}),
    zoneOf(door),
    namedBy(at.rule, find),
    find.traits(),
    find.lists(),
  ])
  const use = purposes.find((p) => p.code === at.use)
  if (!use) throw badInput(`purpose: there is no purpose "${at.use}"`, 'purpose')
  return {
    now: at.now,
    zone: zone ?? 'UTC',
    use: use.code,
    asksLeave: use.asks,
    asksClosed: false,
    fields: new Map(fields.map((f) => [f.code, f])),
    kinds: new Map(kinds.map((k) => [k.code, k])),
    audiences,
    traits,
    lists,
  }
}

/** The same, for a rule that is known only now. */
export const withAudiences = async (asking: Asking, rule: Rule, find: FindAudiences): Promise<Asking> => ({ ...asking, audiences: await namedBy(rule, find) })

/** The audiences that a rule names, and those that they name in turn. */
async function namedBy(rule: Rule | undefined, find: FindAudiences): Promise<Map<string, Named>> {
  const found = new Map<string, Named>()
  for (let wanted = rule ? audiencesIn(rule) : []; wanted.length > 0 && found.size <= ruleLimits.audiences; ) {
    const some = await find.audiences(wanted)
    for (const [id, named] of some) found.set(id, named)
    wanted = [...some.values()].flatMap((named) => audiencesIn(named.rule)).filter((id) => !found.has(id))
  }
  return found
}

/** Whether this is kept for what the audience is for. */
export const isKeptFor = ({ purposes }: { purposes: readonly string[] }, { use }: Pick<Asking, 'use'>): boolean => purposes.includes(use)
