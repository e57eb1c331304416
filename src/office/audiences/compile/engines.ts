import { type RawBuilder, sql } from '../../../platform/db/index.ts'
import { assert } from '../../../platform/errors.ts'
import { classStands } from '../../insight/index.ts'

// Where the facts stand: in the store, or in the copy for analysis. All else of a rule is one and the same SQL, in the words that PostgreSQL and
// DuckDB share: no division, no rounding, no order of nulls, `at` in quotes.

export type Sql = RawBuilder<unknown>

export type Engine = {
  /** What comes before all else in the WITH: `w`, a row for each person who may be chosen, with the columns of fact.derived. */
  before: readonly Sql[]
  /** Interactions of these kinds: person, id, at, kind, channel, currency, amount, attrs. */
  log: (kinds: readonly string[]) => Sql
  /** How the log of all kinds asked for, and the purchases of it that stand, are kept while a statement runs. */
  keeping: Sql
  /** Their lines: person, interaction_id, sku, amount. */
  lines: Sql
  /** person, customer_id, batch and the typed values of a field of the company's own. */
  field: (code: string) => Sql
  /** person, customer_id, batch, value. */
  trait: (trait: string) => Sql
  /** person, purpose, channel, topic, reach: what is published of the person. */
  reach: Sql
  /** The persons whose class is one of these and stands. */
  classes: (classes: readonly ValueClass[]) => Sql
  products: Sql
  /** Persons who call this wrong. */
  contested: (about: string) => Sql
  /** Persons who stand in a list from a file, by any of their cards. */
  listed: (list: number) => Sql
  /** Persons of whom one of these fields contradicts something. */
  against: (fields: readonly string[]) => Sql
}
export type ValueClass = 'first' | 'second' | 'third'

/** Whom to ask about: persons in a range of ids, those of these customers, or everybody. */
export type Whom = { above: number; upTo: number } | { customers: readonly number[] } | 'everybody'

/** The store. Joined cards are as strict as the strictest of them (docs/decisions/0780), as in the copy. */
export function inStore(whom: Whom): Engine {
  const outside = sql`(select o.customer_id from fact.objection o where o.purpose = 'analysis')`
  const w = sql`w as materialized (select p.* from fact.derived p where p.person = p.customer_id and p.status = 'known' and ${among(whom)} and p.customer_id not in ${outside}
    and not exists (select 1 from fact.derived m where m.person = p.customer_id and m.person <> m.customer_id and (m.status not in ('known', 'anonymous') or m.customer_id in ${outside})))`
  const member = sql`member as materialized (select person, customer_id from w union all select m.person, m.customer_id from fact.derived m join w on w.person = m.person where m.person <> m.customer_id)`
  return {
    before: [w, member],
    log: (kinds) =>
      sql`select m.person, i.id, i.at, i.kind, i.channel, i.currency, i.amount, i.attrs from member m join fact.interaction i on i.customer_id = m.customer_id where i.kind in (${sql.join(kinds)})`,
    keeping: sql``,
    lines: sql`(select m.person, l.interaction_id, l.sku, l.amount from member m join fact.interaction_item l on l.customer_id = m.customer_id)`,
    field: (code) =>
      sql`select m.person, v.customer_id, v.batch, v.number, v.minor, v."time", v.yes, v.code from member m join fact.field v on v.customer_id = m.customer_id where v.field = ${code}`,
    trait: (trait) =>
      sql`select m.person, v.customer_id, v.batch, v.value from member m join fact.trait v on v.customer_id = m.customer_id where v.trait = ${trait}`,
    reach: sql`(select w.person, r.purpose, r.channel, r.topic, r.reach from w join fact.reach r on r.customer_id = w.person)`,
    classes: (classes) =>
      // The fence keeps the class out of the look-up: by the index of classes it would go through the whole class for each person.
      sql`select w.person from w, lateral (select v.class from office.value_class v where v.customer_id = w.person offset 0) v
        where v.class in (${sql.join(classes)}) and ${classStands(sql`w.person`)}`,
    products: sql`fact.product`,
    contested: (about) => sql`select w.person from w join fact.contest x on x.customer_id = w.person where x.about = ${about}`,
    listed: (list) => sql`select m.person from member m join fact.people_list_member l on l.customer_id = m.customer_id where l.list_id = ${list}`,
    against: (fields) => sql`select w.person from w join fact.quality q on q.customer_id = w.person where ${contradicts(fields)}`,
  }
}

function among(whom: Whom): Sql {
  if (whom === 'everybody') return sql`true`
  if ('above' in whom) return sql`p.customer_id > ${whom.above} and p.customer_id <= ${whom.upTo}`
  // As an array it is looked up by the key; as a join PostgreSQL, which expects a single person of their own card, went through everybody for each of these.
  return sql`p.customer_id = any (array(select c.person from fact.derived c where c.customer_id = any(${[...whom.customers]}::bigint[])))`
}

/** Names a set of fields of which somebody may be contradictory. */
export const againstKey = (fields: readonly string[]): string => `against ${fields.join(' ')}`

/** A condition on `q` (fact.quality). */
export const contradicts = (fields: readonly string[]): Sql =>
  sql`exists (select from unnest(q.against) as a (code) where split_part(a.code, ':', 1) in (${sql.join([...fields])}))`

function broughtAlong(held: HeldClasses, key: string): Sql {
  const persons = held.get(key)
  assert(persons !== undefined, 'what the copy does not have is brought along')
  return sql`select unnest(string_split(nullif(${persons}, ''), ',')::bigint[]) as person`
}

/** The persons of each set of classes and of each list that a rule asks for, and of each set of fields that it doubts, as the store has them now; their ids in a text with commas. */
export type HeldClasses = ReadonlyMap<string, string>
export const listKey = (list: number): string => `list ${list}`
export const classesKey = (classes: readonly ValueClass[]): string => [...classes].sort().join(' ')

/** The copy for analysis. Classes are the office's own figures, lists come and go with their files, and neither stands in it: they are brought along. */
export function inCopy(held: HeldClasses): Engine {
  return {
    before: [sql`w as (select * from subject)`],
    log: (kinds) => sql`select person, id, "at", kind, channel, currency, amount, attrs from interaction where kind in (${sql.join(kinds)})`,
    // Kept, all columns of ten million rows would be; read anew, only those that each condition needs.
    keeping: sql`not materialized`,
    lines: sql`interaction_item`,
    field: (code) => sql`select person, customer_id, batch, number, minor, "time", yes, code from field where field = ${code}`,
    trait: (trait) => sql`select person, customer_id, batch, value from trait where trait = ${trait}`,
    reach: sql`(select person, purpose, channel, topic, reach from reach where customer_id = person)`,
    classes: (classes) => broughtAlong(held, classesKey(classes)),
    products: sql`product`,
    contested: (about) => sql`select person from contest where about = ${about}`,
    listed: (list) => broughtAlong(held, listKey(list)),
    against: (fields) => broughtAlong(held, againstKey(fields)),
  }
}
