import { AppError } from '../../../platform/errors.ts'
import { noRights, type Rights } from '../roles/builtIn.ts'
import { nothingIsChanged } from '../shapes.ts'

// An administrator looks at the console as a colleague does. They see what both may see, change nothing, and stay who they are in
// everything that is noted.

/** Through whose eyes somebody looks. */
export type Seeing = { id: number; name: string; role: string; units: readonly string[] }

/**
 * What whoever looks through a colleague's eyes is let see: what both may. Nothing at all once they may not look so any more, or the
 * colleague has left; they still leave by themselves, so that nobody finds themselves writing under a bar that says they cannot.
 */
export function rightsOfSeeing(own: Rights, theirs: Rights | undefined): Rights {
  if (theirs === undefined || !maySeeAs(own)) return noRights
  return {
    abilities: own.abilities.filter((one) => theirs.abilities.includes(one)),
    sees: own.sees.filter((one) => theirs.sees.includes(one)),
    changes: [],
    scope: theirs.scope,
    customers: theirs.customers,
  }
}

/** Whoever works with their own units, or sees some customers only, would see others through somebody else's eyes. */
export const maySeeAs = (own: Rights): boolean => own.abilities.includes('staff.preview') && own.scope === 'all' && own.customers === 'all'

/** Throws forbidden where somebody looks through a colleague's eyes. */
export function mustBeOneself(session: { seeing: Seeing | undefined }): void {
  if (session.seeing) throw new AppError('forbidden', nothingIsChanged, { place: 'seeing' })
}
