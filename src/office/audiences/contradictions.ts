import { badInput } from '../../platform/errors.ts'
import { type Condition, type Group, isGroup, type Rule } from './rule.ts'

// What nobody can ever fit. A saved rule that says so simply chooses nobody; who writes one is told.

/** Throws bad_input with the place of the first condition that contradicts another. */
export function refuseContradiction(rule: Rule): void {
  const found = contradictionIn(rule)
  if (found) throw badInput(`${found.place}: ${found.sentence}`, found.place)
}

export type Contradiction = { place: string; sentence: string }

/** The first condition that cannot hold beside another one: in the groups where all must hold, however deep, and in each of several ways on its own. */
export function contradictionIn(rule: Group, place = 'rule', above: readonly Claim[] = []): Contradiction | undefined {
  const claims = [...above]
  for (const claim of claimsOf(rule, place)) {
    const alone = impossible(claim)
    if (alone) return { place: claim.place, sentence: alone }
    const other = claims.find((each) => opposed(each, claim))
    if (other) return { place: claim.place, sentence: `nobody can fit this and what ${other.place} says, so the audience would always be empty` }
    claims.push(claim)
  }
  return waysOf(rule, place)
    .map((way) => contradictionIn(way.group, way.place, claims))
    .find((found) => found !== undefined)
}

/** A condition that must hold, or must not. */
type Claim = { condition: Condition; holds: boolean; place: string }

/** What must hold of everybody a group chooses: through groups of all, and none of those that may not hold. */
function claimsOf(group: Group, place: string): Claim[] {
  const all = (group.all ?? []).flatMap((part, i): Claim[] => {
    const at = `${place}.all[${i}]`
    return isGroup(part) ? claimsOf(part, at) : [{ condition: part, holds: true, place: at }]
  })
  const none = (group.none ?? []).flatMap((part, i): Claim[] => {
    const at = `${place}.none[${i}]`
    if (!isGroup(part)) return [{ condition: part, holds: false, place: at }]
    const only = part.any ?? []
    const isAny = (part.all ?? []).length + (part.none ?? []).length === 0
    return isAny ? only.flatMap((one, n): Claim[] => (isGroup(one) ? [] : [{ condition: one, holds: false, place: `${at}.any[${n}]` }])) : []
  })
  return [...all, ...none]
}

/** The ways among which one may be taken: each must be possible beside what must hold. */
function waysOf(group: Group, place: string): { group: Group; place: string }[] {
  const own = (group.any ?? []).flatMap((part, i) => (isGroup(part) ? [{ group: part, place: `${place}.any[${i}]` }] : []))
  const deeper = (group.all ?? []).flatMap((part, i) => (isGroup(part) ? waysOf(part, `${place}.all[${i}]`) : []))
  return [...own, ...deeper]
}

type Range = { least: number | undefined; most: number | undefined }
const empty = ({ least, most }: Range) => least !== undefined && most !== undefined && least > most

function impossible({ condition, holds }: Claim): string | undefined {
  if (!holds) return undefined
  if ('event' in condition) {
    if (empty(timesOf(condition.event))) return '"at_most" must not be less than "at_least": nobody can fit both'
    if (condition.event.sum && empty(timesOf(condition.event.sum))) return 'of the sum "at_most" must not be less than "at_least": nobody can fit both'
  }
  if ('bought' in condition && empty(timesOf(condition.bought))) return '"at_most" must not be less than "at_least": nobody can fit both'
  if ('spent' in condition && empty(sumOf(condition.spent))) return '"at_most_minor" must not be less than "at_least_minor": nobody can fit both'
  if ('last_purchase' in condition) {
    const { within_days: within, before_days: before } = condition.last_purchase
    if (within !== undefined && before !== undefined && within <= before)
      return `the last purchase cannot lie within ${within} days and more than ${before} days back`
  }
  const between = 'own' in condition ? condition.own : 'about' in condition ? condition.about : 'trait' in condition ? condition.trait : undefined
  if (between?.is === 'between' && Array.isArray(between.value)) {
    const [low, high] = between.value.map(figureOf)
    if (low !== undefined && high !== undefined && low > high) return 'the first value of "between" must not be more than the second'
  }
  return undefined
}

function opposed(a: Claim, b: Claim): boolean {
  if (a.holds !== b.holds) return JSON.stringify(a.condition) === JSON.stringify(b.condition)
  if (!a.holds) return false
  const [one, other] = [a.condition, b.condition]
  if ('last_purchase' in one && 'last_purchase' in other)
    return impossible({ ...a, condition: { last_purchase: { ...one.last_purchase, ...other.last_purchase } } }) !== undefined
  const codes = [codesOf(one), codesOf(other)] as const
  if (codes[0] && codes[1]) return codes[0].of === codes[1].of && !codes[0].codes.some((code) => codes[1]?.codes.includes(code))
  const values = [askedValue(one), askedValue(other)] as const
  if (values[0] && values[1]) return values[0].of === values[1].of && apart(values[0], values[1])
  const figures = [figuresOf(one), figuresOf(other)] as const
  if (figures[0] && figures[1]) return figures[0].of === figures[1].of && (tooFew(figures[0], figures[1]) || tooFew(figures[1], figures[0]))
  return false
}

function codesOf(condition: Condition): { of: string; codes: readonly string[] } | undefined {
  if ('value_class' in condition) return { of: 'value_class', codes: condition.value_class }
  if ('role' in condition) return { of: 'role', codes: condition.role }
  if ('language' in condition) return { of: 'language', codes: condition.language }
  const said = 'own' in condition ? condition.own : 'about' in condition ? condition.about : 'trait' in condition ? condition.trait : undefined
  if (said?.is !== 'one_of' || !Array.isArray(said.value)) return undefined
  const of =
    'own' in condition
      ? `own ${condition.own.field}`
      : 'about' in condition
        ? condition.about.fact
        : `trait ${'trait' in condition ? condition.trait.trait : ''}`
  return { of, codes: said.value.map(String) }
}

/** What is asked of one value: whether there is one, and between which figures it lies. */
type Value = Range & { of: string; there: boolean; isTrue?: boolean }

function askedValue(condition: Condition): Value | undefined {
  const said = 'own' in condition ? condition.own : 'about' in condition ? condition.about : 'trait' in condition ? condition.trait : undefined
  if (!said || said.is === 'none_of') return undefined
  const of =
    'own' in condition
      ? `own ${condition.own.field}`
      : 'about' in condition
        ? condition.about.fact
        : `trait ${'trait' in condition ? condition.trait.trait : ''}`
  const value = { of, there: said.is !== 'empty', least: undefined, most: undefined }
  if (said.is === 'true' || said.is === 'false') return { ...value, isTrue: said.is === 'true' }
  const [low, high] = [said.value ?? []].flat().map(figureOf)
  if (said.is === 'equals') return { ...value, least: low, most: low }
  if (said.is === 'between') return { ...value, least: low, most: high }
  if (said.is === 'more') return { ...value, least: low }
  return said.is === 'less' ? { ...value, most: low } : value
}

const apart = (a: Value, b: Value): boolean =>
  a.there !== b.there ||
  (a.isTrue !== undefined && b.isTrue !== undefined && a.isTrue !== b.isTrue) ||
  empty({ least: a.least, most: b.most }) ||
  empty({ least: b.least, most: a.most })

function figureOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value
  return typeof value === 'object' && value !== null && 'minor' in value && typeof value.minor === 'number' ? value.minor : undefined
}

/** How often something happened within so many days; undefined: ever. */
type Figures = Range & { of: string; days: number | undefined }

function figuresOf(condition: Condition): Figures | undefined {
  if ('event' in condition) {
    const { within_days: days, at_least: least, at_most: most, sum: _, ...of } = condition.event
    return { of: `event ${JSON.stringify(of)}`, days, least, most }
  }
  if ('bought' in condition) {
    const { within_days: days, at_least: least, at_most: most, ...of } = condition.bought
    return { of: `bought ${JSON.stringify(of)}`, days, least, most }
  }
  return undefined
}

/** More is asked of a shorter time than is let in a longer one. */
const tooFew = (short: Figures, long: Figures): boolean =>
  short.least !== undefined &&
  long.most !== undefined &&
  short.least > long.most &&
  (long.days === undefined || (short.days !== undefined && short.days <= long.days))

const timesOf = ({ at_least: least, at_most: most }: { at_least?: number | undefined; at_most?: number | undefined }): Range => ({ least, most })
const sumOf = ({ at_least_minor: least, at_most_minor: most }: { at_least_minor?: number | undefined; at_most_minor?: number | undefined }): Range => ({
  least,
  most,
})
