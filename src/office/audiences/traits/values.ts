import { type Db, sql } from '../../../platform/db/index.ts'
import type { Analyst } from '../../analyst/index.ts'
import type { Asking } from '../asking.ts'
import { askStore } from '../choosing.ts'
import { type Engine, inCopy, inStore, type Sql, type Whom } from '../compile/engines.ts'
import { type Question, questionOf } from '../compile/question.ts'
import { traitValues } from '../compile/traits.ts'
import { askCopy } from '../counting.ts'
import { rule } from '../rule.ts'
import type { ComputedTrait } from './definition.ts'

// What a computed trait says of persons, asked of either engine. Of whom it may not be asked it says nothing.

/** What it says of one person: a figure or a code, and what that was counted from. */
export type Value = { person: number; number: number | null; said: string | null; n: number; first_at: string; last_at: string }

/** A question of the engine with the relation `v` of the trait, and whether what it counts may be asked of person `w`. */
export function questionAbout(engine: Engine, trait: ComputedTrait, asking: Asking): { question: Question; values: Sql; lets: Sql } {
  const by: Asking = { ...asking, traits: new Map([[trait.trait, trait]]) }
  const about = { trait: { trait: trait.trait, is: 'not_empty' as const } }
  const question = questionOf(engine, [rule.parse({ all: [about] })], by)
  return { question, values: traitValues(trait.definition, question.scope, by), lets: question.lets(about, by) }
}

/** A statement about the store that gives person, number, said, n, first_at and last_at of these persons. */
export function valuesStatement(trait: ComputedTrait, asking: Asking, whom: Whom): Sql {
  const { question, values, lets } = questionAbout(inStore(whom), trait, asking)
  return question.statement(
    sql`select w.person, v.number, v.said, v.n, v.first_at, v.last_at from w join ${values} v on v.person = w.person where ${lets} order by w.person`,
  )
}

type Stored = { person: number; number: number | null; said: string | null; n: number; first_at: Date; last_at: Date }

/** What the store says of some persons, in the order of their ids. */
export async function valuesInStore<T>(db: Db<T>, trait: ComputedTrait, asking: Asking, whom: Whom): Promise<Value[]> {
  const rows = await askStore<T, Stored>(db, valuesStatement(trait, asking, whom))
  return rows.map(({ first_at, last_at, ...row }) => ({ ...row, first_at: first_at.toISOString(), last_at: last_at.toISOString() }))
}

/** What the copy says of the persons in a range of ids, in their order; undefined: there is no copy now. */
export async function valuesInCopy<T>(
  at: { db: Db<T>; analyst: Analyst },
  trait: ComputedTrait,
  asking: Asking,
  range: { above: number; upTo: number },
): Promise<Value[] | undefined> {
  const { question, values, lets } = questionAbout(inCopy(new Map()), trait, asking)
  const rows = await askCopy(
    at,
    question.statement(sql`select w.person, v.number, v.said, v.n, epoch_ms(v.first_at), epoch_ms(v.last_at) from w join ${values} v on v.person = w.person
      where w.person > ${range.above} and w.person <= ${range.upTo} and ${lets} order by w.person`),
  )
  return rows?.map(([person, number, said, n, first, last]) => ({
    person: Number(person),
    number: number === null || number === undefined ? null : Number(number),
    said: said === null || said === undefined ? null : String(said),
    n: Number(n),
    first_at: new Date(Number(first)).toISOString(),
    last_at: new Date(Number(last)).toISOString(),
  }))
}
