import { type DeskState, deskStates, type Law, laws, type Right, type Road, rightsKinds, roads } from '../../../src/keep/rights/cases/kinds/shapes.ts'

/** Which requests are listed. What waits is what one comes for, so it does not stand in the address. */
export type RightsSearch = { state?: Exclude<DeskState, 'open'>; right?: Right; law?: Law; road?: Road }

export function rightsSearch(search: Record<string, unknown>): RightsSearch {
  return cleanSearch({
    state: (['overdue', 'over'] as const).find((each) => each === search['state']),
    right: rightsKinds.find((each) => each === search['right']),
    law: laws.find((each) => each === search['law']),
    road: roads.find((each) => each === search['road']),
  })
}

/** What is not asked does not stand in the address. */
export const cleanSearch = ({ state, right, law, road }: { [K in keyof RightsSearch]: RightsSearch[K] | undefined }): RightsSearch => ({
  ...(state && { state }),
  ...(right && { right }),
  ...(law && { law }),
  ...(road && { road }),
})

export const stateOf = (name: string): RightsSearch['state'] => deskStates.filter((each) => each !== 'open').find((each) => each === name)
