import { sql } from '../../../platform/db/index.ts'
import type { Asking } from '../asking.ts'
import type { Condition, Rule } from '../rule.ts'
import { placedDeep } from '../walk.ts'
import type { Sql } from './engines.ts'
import { heldTrait, heldValue } from './fitting.ts'
import type { Scope } from './question.ts'

// What is known of the fields that a rule asks. Whoever asks whether a field is empty asks about knowing itself, and doubts nothing.

type About = Extract<Condition, { about: unknown }>['about']['fact']

/** What each fact rests on, by the names that the keep publishes (fact.quality). */
const restsOn: { readonly [F in About]?: readonly string[] } = {
  language: ['language'],
  time_zone: ['time_zone'],
  country: ['country', 'phone'],
  region: ['address'],
  age_band: ['birth_date'],
  birthday: ['birth_date'],
  gender: ['gender'],
  has_phone: ['phone'],
}

/** Columns of `w` that may be empty, by fact. */
const mayBeEmpty: { readonly [F in About]?: string } = {
  language: 'language',
  time_zone: 'time_zone',
  country: 'country',
  region: 'region',
  age_band: 'age_band',
  birthday: 'birth_month',
  gender: 'gender',
  mail_domain_class: 'mail_domain_class',
  since: 'since',
}

const asksEmptiness = (is: string) => is === 'empty' || is === 'not_empty'

/** Whether what a condition asks of person `w` is known; undefined where it always is. */
export function knownOf(said: Condition, scope: Scope, asking: Asking): Sql | undefined {
  if ('language' in said) return sql`w.language is not null`
  if ('about' in said) {
    const column = mayBeEmpty[said.about.fact]
    return column === undefined || asksEmptiness(said.about.is) ? undefined : sql`w.${sql.raw(column)} is not null`
  }
  if ('own' in said && !asksEmptiness(said.own.is)) {
    const field = asking.fields.get(said.own.field)
    return field && among(sql`select person from ${heldValue(field, scope)} v where v.held is not null`, `known ${said.own.field}`, scope)
  }
  // What is counted is known: what did not come in did not happen for us.
  if ('trait' in said && !asksEmptiness(said.trait.is) && !asking.traits.has(said.trait.trait))
    return among(sql`select person from ${heldTrait(said.trait.trait, scope)} v where v.held is not null`, `known trait ${said.trait.trait}`, scope)
  return undefined
}

const among = (of: Sql, key: string, scope: Scope) => sql`((w.person in (select person from ${scope.named(key, () => of)})) is true)`

/** The fields a rule rests on, with those of the audiences it names, by the names that the keep publishes; each once, in order. */
export function restingOn(rule: Rule, { audiences }: Pick<Asking, 'audiences'>): string[] {
  const fields = placedDeep(rule, audiences).flatMap(({ condition }): readonly string[] => {
    if ('language' in condition) return ['language']
    if ('about' in condition) return asksEmptiness(condition.about.is) ? [] : (restsOn[condition.about.fact] ?? [])
    return 'own' in condition ? [condition.own.field] : []
  })
  return [...new Set(fields)].sort()
}

/** Whether any condition of a rule may be not known of somebody. */
export const asksFields = (rule: Rule, asking: Pick<Asking, 'audiences'>): boolean =>
  placedDeep(rule, asking.audiences).some(
    ({ condition }) =>
      'language' in condition || ('about' in condition && mayBeEmpty[condition.about.fact] !== undefined) || 'own' in condition || 'trait' in condition,
  )

/** A field that one would have to be told, by the name that the keep publishes, and whether what the rule asks of it is known of person `w`. */
export type Lacking = { field: string; known: Sql }

/** What a rule would have to be told of somebody, each field once; of what is read from words, and of what follows by itself, nobody can be asked. */
export function lackingOf(rule: Rule, scope: Scope, asking: Asking): Lacking[] {
  const asked = placedDeep(rule, asking.audiences).flatMap(({ condition }) => {
    const [field, known] = [toldAs(condition), knownOf(condition, scope, asking)]
    return field && known ? [{ field, known }] : []
  })
  return [...Map.groupBy(asked, ({ field }) => field)].map(([field, all]) => ({
    field,
    known: sql`(${sql.join(
      all.map(({ known }) => known),
      sql` and `,
    )})`,
  }))
}

function toldAs(said: Condition): string | undefined {
  if ('language' in said) return 'language'
  if ('own' in said) return said.own.field
  if (!('about' in said)) return undefined
  return said.about.fact === 'mail_domain_class' ? 'email' : restsOn[said.about.fact]?.[0]
}
