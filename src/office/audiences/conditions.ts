import type { z } from 'zod'
import { type Asking, isKeptFor } from './asking.ts'
import type { Closed } from './check.ts'
import { askable, columnsOf } from './columns.ts'
import type { audienceConditions, countRule } from './contract.ts'
import type { NotChosen } from './counting.ts'

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

type Unchosen = Pick<z.input<typeof countRule.output>, 'not_chosen' | 'closed'>

/** Whom a rule does not choose although they would fit, and by which of its parts. */
export const unchosen = ({ not_chosen, closed }: { not_chosen: readonly NotChosen[]; closed: readonly Closed[] }): Unchosen => ({
  not_chosen: not_chosen.map((one) => ({ ...one, decision: 'deny' as const })),
  closed: closed.map(({ place, shape, of }) => ({ place, shape, code: of.code, title: of.title, kept_for: [...of.purposes] })),
})
