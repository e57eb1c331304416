import type { TraitDefinition } from './queries.ts'

// A definition while it is written may lack something: then it is not counted.

export type Take = TraitDefinition['take']
export type Draft = TraitDefinition

export const figures: ReadonlySet<Take> = new Set(['sum', 'average', 'least', 'most'])
const alone: ReadonlySet<Take> = new Set(['count', 'days_since'])

/** Takes that need to know of what. */
export const needsWhat = (take: Take): boolean => !alone.has(take)

/** The definition without what was begun and left empty; undefined while it says nothing yet. */
export function wholeOf({ of, take, what, currency, within_days }: Draft): TraitDefinition | undefined {
  if (needsWhat(take) && !what) return undefined
  if ('event' in of && !of.event.kind) return undefined
  const isMoney = 'bought' in of && figures.has(take)
  return {
    of: 'bought' in of ? { bought: filled(of.bought) } : { event: filledEvent(of.event) },
    take,
    ...(needsWhat(take) ? { what } : {}),
    ...(isMoney ? { currency } : {}),
    ...(within_days === undefined ? {} : { within_days }),
  }
}

type Event = Extract<Draft['of'], { event: unknown }>['event']

const filledEvent = ({ kind, channel, where = [] }: Event): Event => {
  const named = where.filter(({ one_of }) => one_of.length > 0)
  return { kind, ...(channel?.length ? { channel } : {}), ...(named.length > 0 ? { where: named } : {}) }
}

const filled = ({ sku, category }: { sku?: string[] | undefined; category?: string[] | undefined }) => ({
  ...(sku?.length ? { sku } : {}),
  ...(category?.length ? { category } : {}),
})
