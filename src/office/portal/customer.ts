import { AppError } from '../../platform/errors.ts'
import type { Caller } from '../caller.ts'
import { membersOfPersons } from '../console/index.ts'
import type { House } from '../house.ts'

// Which customer asks, and by what.

/** Gives the customer of the session. */
export function own(caller: Caller): number {
  if (caller.person.customer === null) throw new AppError('unauthenticated', 'Open your page by the link in a message, or ask for a new one.')
  return caller.person.customer
}

/** Whether somebody came by the link of a letter, which may have been forwarded. */
export const byLink = ({ person }: Caller): boolean => person.message !== null

/** Refuses whoever came by the link of a letter. */
export function mustBeWhole(caller: Caller): void {
  if (byLink(caller))
    throw new AppError('forbidden', 'By the link of a message you can only make us quieter. For anything else ask for a link to your own page.')
}

/** All ids of the person who asks, with the person they belong to. */
export const membersOf = (house: House, caller: Caller) => membersOfPersons(house.db, [own(caller)]).then((found) => rootFirst(house, found))

/** A session may stand for a customer that was merged into another since: then all ids of that person are theirs. */
async function rootFirst(house: House, found: { id: number; person: number }[]): Promise<{ id: number; person: number }[]> {
  const person = found[0]?.person
  if (person === undefined || found.some((m) => m.id === person)) return found
  return membersOfPersons(house.db, [person])
}
