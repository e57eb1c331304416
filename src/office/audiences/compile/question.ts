import { sql } from '../../../platform/db/index.ts'
import { assert } from '../../../platform/errors.ts'
import { purchaseKinds, withStanding } from '../../catalogue/index.ts'
import { type Asking, isKeptFor } from '../asking.ts'
import { type Condition, type Group, isGroup, type Rule } from '../rule.ts'
import { eventsAsked, placed, placedDeep } from '../walk.ts'
import { knownOf, restingOn } from './doubt.ts'
import { againstKey, type Engine, type Sql } from './engines.ts'
import { fitting } from './fitting.ts'
import { ago } from './parts.ts'
import { daysBack } from './window.ts'

/**
 * A set of persons. `fit`: those in it fit; `fail`: those in it do not, and all others do, also of whom nothing is known. Said so, what never happened needs
 * no row.
 */
export type Chosen = { fit: Sql } | { fail: Sql } | { holds: Sql }

/** Names for what several conditions rest on, each written once into the WITH. */
export type Scope = {
  engine: Engine
  /** The name of this relation; made once, however often it is asked for. */
  named: (key: string, made: () => Sql) => Sql
  /** Purchases that stand: person, id, at, kind, currency, amount, taken_back. */
  standing: () => Sql
  /** Interactions of the kinds that the rules ask for, up to now and as far back as they ask. */
  log: () => Sql
}

export type Question = {
  /** Whether person `w` is chosen by the rule: true or false, never unknown. */
  holds: (rule: Rule, asking: Asking) => Sql
  /** Whether what a condition asks may be asked of person `w` for what the audience is for. */
  lets: (said: Condition, asking: Asking) => Sql
  /** A whole statement: `select … from w`, with all that `holds` rests on before it. */
  statement: (selected: Sql) => Sql
  scope: Scope
}

/**
 * Rules become SQL over sets of persons, for one engine. `of`: all rules that will be asked, `asking` at one moment. Rules must have been checked (check.ts).
 *
 * What the company declared is asked only where that is kept for what the audience is for, and only of those who let that be done: of all others the
 * answer is not known, and who is not known to fit is not chosen, whether the part stands among all, any or none, however deep.
 */
export function questionOf(engine: Engine, of: readonly Rule[], asking: Asking): Question {
  const relations: Sql[] = []
  const names = new Map<string, Sql>()
  const kinds = kindsOf(of, asking)
  const add = (name: string, made: Sql): Sql => {
    relations.push(sql`${sql.raw(name)} as (${made})`)
    return sql.raw(name)
  }
  const named: Scope['named'] = (key, made) => {
    const known = names.get(key)
    if (known) return known
    const relation = made()
    const name = add(`c${names.size}`, relation)
    names.set(key, name)
    return name
  }
  const log = () => {
    const known = names.get('log')
    if (known) return known
    const days = daysBack(of, asking)
    const from = days === undefined ? sql`` : sql`and "at" >= ${ago(asking.now, days)}`
    relations.push(sql`log as ${engine.keeping} (select * from (${engine.log(kinds)}) i where "at" <= ${asking.now} ${from})`)
    names.set('log', sql.raw('log'))
    return sql.raw('log')
  }
  const standing = () => {
    const known = names.get('standing')
    if (known) return known
    relations.push(withStanding(sql`select person, id, "at", kind, currency, amount from ${log()}`, engine.keeping))
    names.set('standing', sql.raw('standing'))
    return sql.raw('standing')
  }
  const scope: Scope = { engine, named, standing, log }

  function part(said: Group | Condition, by: Asking, yes: boolean): Sql {
    if (isGroup(said)) return group(said, by, yes)
    if ('audience' in said) {
      const other = by.audiences.get(said.audience)
      assert(other, 'a rule that was checked')
      return whole(other.rule, by, yes)
    }
    const known = by.supposes ? knownOf(said, scope, by) : undefined
    const sure = undisputed(said, by, chosen(fitting(said, scope, by), yes))
    const fits = known ? sql`(${sure} or not ${known})` : sure
    const needs = neededFor(said, by)
    if (needs === 'nothing') return fits
    if (needs === 'closed') return sql`false`
    return sql`(${isIn(leave(by))} and ${fits})`
  }

  /** What its person calls wrong decides nothing: whether it fits is not known. */
  function undisputed(said: Condition, by: Asking, fits: Sql): Sql {
    if (!('trait' in said) || !by.traits.has(said.trait.trait)) return fits
    const about = contestOf(said.trait.trait)
    return sql`(${fits} and not ${isIn(named(about, () => engine.contested(about)))})`
  }

  function group({ all = [], any = [], none = [] }: Group, by: Asking, yes: boolean): Sql {
    const either =
      any.length > 0
        ? [
            joined(
              any.map((one) => part(one, by, yes)),
              !yes,
            ),
          ]
        : []
    return joined([...all.map((one) => part(one, by, yes)), ...either, ...none.map((one) => part(one, by, !yes))], yes)
  }

  /** Whoever is left out for a doubt is not known to fit, and not known to fail. */
  function whole(rule: Rule, by: Asking, yes: boolean): Sql {
    const left = (rule.leave_out ?? []).filter((doubt) => !by.forgives?.includes(doubt))
    return left.length === 0
      ? group(rule, by, yes)
      : joined([...left.flatMap((doubt) => (doubt === 'not_known' ? allKnown(rule, by) : nothingAgainst(rule, by))), group(rule, by, yes)], true)
  }

  /** What is closed to the purpose is not looked at; of whom it was not let, it is not known. */
  function allKnown(rule: Rule, by: Asking): Sql[] {
    return placedDeep(rule, by.audiences).flatMap(({ condition }) => {
      const needs = neededFor(condition, by)
      const known = needs === 'closed' ? undefined : knownOf(condition, scope, by)
      return known ? [needs === 'leave' ? sql`(${isIn(leave(by))} and ${known})` : known] : []
    })
  }

  function nothingAgainst(rule: Rule, by: Asking): Sql[] {
    const fields = restingOn(rule, by)
    return fields.length === 0 ? [] : [sql`(not ${isIn(named(againstKey(fields), () => engine.against(fields)))})`]
  }

  const leave = (by: Asking) => named(`leave ${by.use}`, () => sql`select distinct person from ${engine.reach} r where purpose = ${by.use} and reach`)

  return {
    holds: (rule, by) => whole(rule, by, true),
    lets: (said, by) => {
      const needs = neededFor(said, by)
      if (needs === 'nothing') return sql`true`
      return needs === 'closed' ? sql`false` : isIn(leave(by))
    },
    statement: (selected) => sql`with ${sql.join([...engine.before, ...relations])} ${selected}`,
    scope,
  }
}

/** How what somebody calls wrong is named, where it is a computed trait. */
export const contestOf = (trait: string): string => `trait:${trait}`

/** All of them, or any; of none: everybody fits, and nobody fails. */
function joined(parts: readonly Sql[], all: boolean): Sql {
  if (parts.length === 0) return all ? sql`true` : sql`false`
  return sql`(${sql.join(parts, all ? sql` and ` : sql` or `)})`
}

function chosen(said: Chosen, yes: boolean): Sql {
  if ('holds' in said) return yes ? said.holds : sql`(not ${said.holds})`
  const [inside, fits] = 'fit' in said ? [said.fit, true] : [said.fail, false]
  return fits === yes ? isIn(inside) : sql`(not ${isIn(inside)})`
}

/** Made once and looked up. Without `is true` PostgreSQL takes it for a join, and where it believes in few rows it makes the set anew for each person. */
const isIn = (inside: Sql) => sql`((w.person in (select person from ${inside})) is true)`

/** What must be let for a condition to be asked: nothing, leave for the purpose, or it is closed to it. */
function neededFor(said: Condition, asking: Asking): 'nothing' | 'leave' | 'closed' {
  if ('list' in said && !asking.asksClosed && asking.lists.get(said.list)?.purpose !== asking.use) return 'closed'
  if ('list' in said) return asking.asksLeave ? 'leave' : 'nothing'
  const declared = 'own' in said ? [asking.fields.get(said.own.field)] : eventsAsked(said, asking.traits).map(({ event }) => asking.kinds.get(event.kind))
  if (declared.length === 0) return 'nothing'
  if (!asking.asksClosed && declared.some((of) => !of || !isKeptFor(of, asking))) return 'closed'
  return asking.asksLeave ? 'leave' : 'nothing'
}

/** The kinds of interactions that rules ask for, with the audiences they name: the log is read once, for these alone. */
export function kindsOf(rules: readonly Rule[], asking: Asking): string[] {
  const kinds = new Set<string>()
  const all = [...rules, ...[...asking.audiences.values()].map(({ rule }) => rule)]
  for (const { condition } of all.flatMap((rule) => placed(rule))) {
    for (const { event } of eventsAsked(condition, asking.traits)) kinds.add(event.kind)
    if (asksPurchases(condition, asking)) for (const kind of purchaseKinds) kinds.add(kind)
  }
  return [...kinds]
}

export const asksPurchases = (said: Condition, { traits }: Pick<Asking, 'traits'>): boolean =>
  ('trait' in said && 'bought' in (traits.get(said.trait.trait)?.definition.of ?? {})) ||
  'bought' in said ||
  'spent' in said ||
  'last_purchase' in said ||
  ('sequence' in said && said.sequence.some((step) => 'bought' in ('not' in step ? step.not : step)))
