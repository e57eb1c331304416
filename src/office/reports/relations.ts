import { type RawBuilder, sql } from '../../platform/db/index.ts'
import { Bug } from '../../platform/errors.ts'
import { permitted } from '../analyst/index.ts'
import type { Bucket } from './time.ts'

// What reports are made of in the analyst's copy: the same that free questions see, so nothing that is not kept for analysis, and nobody who may not be
// analysed, is in any figure.

/** A relation as free questions see it. */
export function permittedAs(name: 'subject' | 'interaction' | 'interaction_item' | 'field' | 'product'): RawBuilder<unknown> {
  const found = permitted.find((one) => one.name === name)
  if (!found) throw new Bug(`nothing of the name ${name} may be asked`)
  return sql.raw(found.said)
}

/** A moment as the copy holds it: UTC without a zone. */
export const moment = (at: Date): RawBuilder<unknown> => sql`${at.toISOString().slice(0, 19).replace('T', ' ')}::timestamp`

/** Numbers of people as a relation (person); as one text, since a value is a plain one. */
export const peopleIn = (persons: readonly number[]): RawBuilder<unknown> =>
  persons.length === 0 ? sql`select 0::bigint as person where false` : sql`select unnest(string_split(${persons.join(',')}, ','))::bigint as person`

/** When each bucket begins, as a relation (start, day, n). */
export function bucketsIn(buckets: readonly Bucket[]): RawBuilder<unknown> {
  const starts = buckets.map(({ start }) => start.toISOString().slice(0, 19).replace('T', ' ')).join(',')
  const days = buckets.map(({ day }) => day).join(',')
  return sql`select unnest(string_split(${starts}, ','))::timestamp as start, unnest(string_split(${days}, ',')) as day, unnest(range(${buckets.length}::bigint)) as n`
}

/** Whom it is about: a condition on `person`, with its relation. */
export type Who = { persons: readonly number[] } | null
export const withWho = (who: Who): RawBuilder<unknown> => (who ? sql`who as (${peopleIn(who.persons)}),` : sql``)
export const inWho = (who: Who): RawBuilder<boolean> => (who ? sql<boolean>`person in (select person from who)` : sql<boolean>`true`)
