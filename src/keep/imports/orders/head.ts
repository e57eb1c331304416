import { normaliseIdentifier } from '../../customers/index.ts'
import type { Identifier } from '../../interactions/index.ts'
import type { Plan } from '../mapping/plan.ts'
import type { Reason } from '../shapes.ts'
import { splitName } from '../values/name.ts'
import { countryOf, orderKindOf } from '../values/words.ts'

/** What a row says of its order. */
export type Head = {
  at: number
  kind: string
  identifiers: readonly Identifier[]
  fields: { [field: string]: string } | undefined
  country: string | undefined
  unit: string | undefined
  /** A country that was not understood. */
  strange: boolean
}

/** Why a row cannot go in; `detail` names the column. */
export type Problem = { reason: Reason; detail: string }

export type HeadReader = {
  /** The kind that an order's number says. */
  kindOf(order: string): string
  read(order: string, cells: readonly string[]): Head | Problem
}

const mostCountries = 1_000

/** Reads what belongs to the order; rows in a run that say the same of it are read once. */
export function headReader(plan: Plan, isUnit: (code: string) => boolean): HeadReader {
  const { mapping } = plan
  const place = {
    at: plan.at('at'),
    kind: plan.at('kind'),
    country: plan.at('country'),
    currency: plan.at('currency'),
    unit: plan.at('unit'),
    name: plan.at('full_name'),
  }
  const pointers = pointersOf(plan)
  const places = [...Object.values(place), ...pointers.map((p) => p.i)].filter((i) => i >= 0)
  const hasPrefixes = Object.keys(mapping.prefixes).length > 0
  let last: { order: string; cells: readonly string[]; head: Head | Problem } | undefined

  const text = (cells: readonly string[], i: number) => (i < 0 ? '' : (cells[i] ?? '').trim())
  const wrong = (reason: Reason, i: number): Problem => ({ reason, detail: plan.names[i] ?? '' })

  function kindOf(order: string): string {
    const prefix = hasPrefixes ? /^([A-Z]{1,4})(?=\d)/.exec(order)?.[1] : undefined
    return (prefix && mapping.prefixes[prefix]) || 'order'
  }

  const countries = new Map<string, string | undefined>()
  function knownCountry(said: string): string | undefined {
    if (countries.has(said)) return countries.get(said)
    const code = countryOf(said)
    if (countries.size < mostCountries) countries.set(said, code)
    return code
  }

  function readNew(order: string, cells: readonly string[]): Head | Problem {
    const when = text(cells, place.at)
    const at = when === '' ? undefined : plan.moments.at(when)
    if (at === undefined) return wrong(when === '' ? 'missing' : 'bad_date', place.at)
    const saidKind = text(cells, place.kind)
    const kind = saidKind === '' ? kindOf(order) : orderKindOf(saidKind)
    if (kind === undefined) return wrong('bad_value', place.kind)
    const currency = text(cells, place.currency).toUpperCase()
    if (currency !== '' && currency !== mapping.currency) return wrong('bad_value', place.currency)
    const unit = text(cells, place.unit) || undefined
    if (unit !== undefined && !isUnit(unit)) return wrong('bad_value', place.unit)
    const said = text(cells, place.country)
    const country = said === '' ? undefined : knownCountry(said)
    const identifiers = identifiersOf(cells, country ?? mapping.country)
    if ('reason' in identifiers) return identifiers
    const name = text(cells, place.name)
    const fields = name === '' || identifiers.length === 0 ? undefined : { ...splitName(name) }
    return { at, kind, identifiers, fields, country, unit, strange: said !== '' && country === undefined }
  }

  function identifiersOf(cells: readonly string[], country: string): Identifier[] | Problem {
    const out: Identifier[] = []
    for (const { kind, i } of pointers) {
      const value = text(cells, i)
      if (value === '') continue
      const given = kind === 'user' ? wholeNumber(value) : kind === 'external' ? `${mapping.source}:${value}` : value
      const normal = normaliseIdentifier(kind, given, country)
      if ('problem' in normal) return wrong(kind === 'email' ? 'bad_email' : kind === 'phone' ? 'bad_phone' : 'bad_value', i)
      if (!out.some((o) => o.kind === kind && o.value === normal.value)) out.push({ kind, value: normal.value, proven: true })
    }
    return out
  }

  return {
    kindOf,
    read(order, cells) {
      const same = last
      if (same && same.order === order && places.every((i) => cells[i] === same.cells[i])) return same.head
      const head = readNew(order, cells)
      last = { order, cells, head }
      return head
    },
  }
}

function pointersOf(plan: Plan) {
  return [
    ...plan.all('customer_number').map((i) => ({ kind: 'user' as const, i })),
    ...plan.all('card').map((i) => ({ kind: 'card' as const, i })),
    ...plan.all('external').map((i) => ({ kind: 'external' as const, i })),
    ...plan.all('email').map((i) => ({ kind: 'email' as const, i })),
    ...plan.all('phone').map((i) => ({ kind: 'phone' as const, i })),
  ]
}

/** A number that went through a table of floats and came back as 13085.0. */
export function wholeNumber(text: string): string {
  const plain = text.trim()
  return plain.endsWith('.0') && /^\d+\.0$/.test(plain) ? plain.slice(0, -2) : plain
}
