import type { z } from 'zod'
import { type Asking, isKeptFor } from './asking.ts'
import type { Closed } from './check.ts'
import { askable, columnsOf } from './columns.ts'
import type { audienceConditions, countRule } from './contract.ts'
import type { NotChosen } from './counting.ts'
import { typeOf } from './traits/definition.ts'

/** What a rule may ask of what the company declared, now. */
export function conditionsOf(asking: Asking): Pick<z.input<typeof audienceConditions.output>, 'fields' | 'kinds'> {
  const { byName } = columnsOf(asking)
  return {
    fields: askable(asking).flatMap((field) => {
      const { column, title, type, codes, one_currency, filter } = byName.get(field.code) ?? {}
      return column && type && filter
        ? [
            {
              column,
              title: title ?? null,
              type,
              codes: codes ?? null,
              ...(one_currency && { one_currency }),
              filter,
              kept: isKeptFor(field, asking),
              kept_for: [...field.purposes],
            },
          ]
        : []
    }),
    kinds: [...asking.kinds.values()]
      .filter((kind) => !kind.retired && !kind.sensitive)
      .map((kind) => ({
        kind: kind.code,
        title: kind.title,
        numbers: Object.entries(kind.attributes).flatMap(([attribute, of]) => (of.type === 'number' ? [{ attribute, title: of.title ?? null }] : [])),
        kept: isKeptFor(kind, asking),
        kept_for: [...kind.purposes],
      })),
  }
}

/** The traits a rule may ask: all computed ones, and those that somebody has. `held`: with the values that most have. */
export function traitsAskable(
  { traits, kinds, use }: Pick<Asking, 'traits' | 'kinds' | 'use'>,
  held: readonly { trait: string; values: string[] }[],
): z.input<typeof audienceConditions.output>['traits'] {
  const valuesOf = (code: string) => held.find((each) => each.trait === code)?.values ?? []
  const computed = [...traits.values()].filter(({ deleted }) => !deleted)
  const read = held.filter(({ trait }) => !traits.has(trait))
  return [
    ...computed.map(({ trait, title, definition }) => {
      const kind = 'event' in definition.of ? kinds.get(definition.of.event.kind) : undefined
      const kept = kind === undefined || isKeptFor(kind, { use })
      return { trait, title, type: typeOf(definition, kinds), currency: definition.currency ?? null, kept, values: valuesOf(trait) }
    }),
    ...read.map(({ trait, values }) => ({ trait, title: null, type: 'code' as const, currency: null, kept: true, values })),
  ]
}

type Unchosen = Pick<z.input<typeof countRule.output>, 'not_chosen' | 'closed'>

/** Whom a rule does not choose although they would fit, and by which of its parts. */
export const unchosen = ({ not_chosen, closed }: { not_chosen: readonly NotChosen[]; closed: readonly Closed[] }): Unchosen => ({
  not_chosen: not_chosen.map((one) => ({ ...one, decision: 'deny' as const })),
  closed: closed.map(({ place, shape, of }) => ({ place, shape, code: of.code, title: of.title, kept_for: [...of.purposes] })),
})
