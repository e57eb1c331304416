import { sql } from '../../../platform/db/index.ts'
import { type Duck, inDuck, literal } from './duck.ts'
import type { FactDb } from './store.ts'

// What is small and must never wait for the facts: who is kept out of analysis, what is not kept for it, which guesses are called wrong. It is
// read whole every few seconds and written when it says something else, beside the turns of the facts and in tables of its own.

/** What the store says of it, as texts that DuckDB reads. */
export type Aside = { kept_out: string; closed: string; contest: string }

/**
 * Whoever objects, is restricted, in the bin or erased, with all cards of that person; kinds and own fields that are not kept for
 * analysis; guesses that are contested. At the present moment of the store.
 */
export async function readAside(db: FactDb): Promise<Aside> {
  const { rows } = await sql<Aside>`
    with objected as (select customer_id from fact.objection where purpose = 'analysis'),
    kept_out as (
      select customer_id from objected
      union select d.customer_id from objected o join fact.derived d on d.person = o.customer_id and d.person <> d.customer_id
      union select customer_id from fact.derived where status not in ('known', 'anonymous'))
    select coalesce((select string_agg(customer_id::text, ',' order by customer_id) from kept_out), '') as kept_out,
      coalesce((select json_agg(json_build_object('what', what, 'code', code) order by what, code) from fact.closed_to_analysis), '[]')::text as closed,
      coalesce((select json_agg(json_build_object('person', customer_id, 'about', about, 'at', at at time zone 'UTC') order by customer_id, about) from fact.contest), '[]')::text as contest`.execute(
    db,
  )
  return rows[0] ?? { kept_out: '', closed: '[]', contest: '[]' }
}

export async function writeAside(duck: Duck, said: Aside): Promise<void> {
  await inDuck(duck, async () => {
    await duck.run('delete from kept_out')
    await duck.run(`insert into kept_out select unnest([${said.kept_out}]::bigint[])`)
    await duck.run('delete from closed')
    await duck.run(`insert into closed select unnest(from_json(${literal(said.closed)}, '[{"what":"VARCHAR","code":"VARCHAR"}]'), recursive := true)`)
    await duck.run('delete from contest')
    await duck.run(
      `insert into contest select unnest(from_json(${literal(said.contest)}, '[{"person":"BIGINT","about":"VARCHAR","at":"TIMESTAMP"}]'), recursive := true)`,
    )
  })
}

export const sameAside = (a: Aside, b: Aside): boolean => a.kept_out === b.kept_out && a.closed === b.closed && a.contest === b.contest

/** Copies what is looked for, about nobody: few rows, whole. */
export async function takeNeeds(db: FactDb, duck: Duck): Promise<void> {
  const { rows } = await sql<{ all: string }>`select coalesce(json_agg(n), '[]')::text as all from fact.need n`.execute(db)
  const types = '[{"need_id":"BIGINT","kind":"VARCHAR","topic":"VARCHAR","band":"VARCHAR","week":"DATE","state":"VARCHAR"}]'
  await inDuck(duck, async () => {
    await duck.run('delete from need')
    await duck.run(`insert into need by name select unnest(from_json(${literal(rows[0]?.all ?? '[]')}, '${types}'), recursive := true)`)
  })
}
