import type { Unit } from './queries.ts'

type Somebody = { id: string; scope: 'all' | 'own'; customers: 'all' | 'units_or_none' | 'units' | 'own'; units: readonly string[] }
type Care = { units: readonly string[]; owner: string | null }

/** What somebody's role and units let them see and choose, as the server decides it: for saying so beforehand. */
export type Reach = {
  /** Units that work may be given by them. */
  choices: readonly Unit[]
  /** Whether they see work of this unit (null: the company's own) that is neither theirs nor begun by them. */
  seesWork(unit: string | null): boolean
  seesCustomer(care: Care): boolean
  /** Where new work goes when nothing is said. */
  first(ofCustomer: readonly string[]): string | null
}

export function reachOf(me: Somebody, units: readonly Pick<Unit, 'code' | 'parent' | 'retired'>[]): Omit<Reach, 'choices'> & { mine: ReadonlySet<string> } {
  const mine = withBelow(me.units, units)
  const seesWork = (unit: string | null) => me.scope === 'all' || (unit !== null && mine.has(unit))
  return {
    mine,
    seesWork,
    seesCustomer: ({ units: theirs, owner }) =>
      me.customers === 'all' ||
      owner === me.id ||
      (me.customers !== 'own' && theirs.some((unit) => mine.has(unit))) ||
      (me.customers === 'units_or_none' && theirs.length === 0),
    first: (ofCustomer) => {
      const [only] = me.units.length === 1 ? me.units : ofCustomer.length === 1 ? ofCustomer : []
      const known = units.find(({ code }) => code === only)
      const open = me.units.length === 1 || (known !== undefined && !known.retired && seesWork(known.code))
      return only !== undefined && open ? only : null
    },
  }
}

function withBelow(codes: readonly string[], units: readonly Pick<Unit, 'code' | 'parent'>[]): ReadonlySet<string> {
  const mine = new Set(codes)
  for (let before = -1; before < mine.size; ) {
    before = mine.size
    for (const { code, parent } of units) if (parent !== null && mine.has(parent)) mine.add(code)
  }
  return mine
}
