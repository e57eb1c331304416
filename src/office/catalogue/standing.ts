import { type RawBuilder, sql } from 'kysely'
import { purchaseKinds } from './money.ts'

/**
 * The part of a WITH that leaves the purchases which stand, as relation `standing` (person, id, at, kind, currency, amount,
 * taken_back). `of` is a relation with person, id, at, kind, currency and amount, up to the moment of the question and with no
 * beginning: what is cancelled today may have been bought long ago.
 *
 * Orders and cancellations bear no common number: systems number a cancellation anew. So a cancellation of −X takes away the
 * latest purchase of exactly X of the same person in the same currency that came before it and still stands; neither of the
 * two counts any more. One that matches no purchase is a partial return: the purchase stands, the money of the return is
 * taken back. docs/decisions/0150 says what this gets wrong.
 *
 * Within one person, currency and amount this is matching of brackets: a purchase opens, a cancellation closes, `depth` is
 * how many are open. A purchase stands when the depth never falls below its own again; a cancellation closes nothing when the
 * depth has never been so low. Only who ever took something back is gone through so; `is true` has them looked up and not joined, which PostgreSQL
 * would do row by row where it believes in few.
 *
 * `keeping`: what stands between `as` and the relation `standing`; without it the engine decides whether that is written down before it is asked.
 */
export function withStanding(of: RawBuilder<unknown>, keeping: RawBuilder<unknown> = sql``): RawBuilder<unknown> {
  return sql`
    purchase as (${purchases(of)}),
    returning_person as (select distinct person from purchase where taken_back),
    open_purchase as (
      select person, id, "at", kind, currency, amount, taken_back,
        sum(case when taken_back then -1 else 1 end) over (partition by person, currency, abs(amount) order by "at", taken_back, id rows unbounded preceding) as depth
      from purchase where (person in (select person from returning_person)) is true),
    judged as (
      select open_purchase.*,
        min(depth) over (partition by person, currency, abs(amount) order by "at", taken_back, id rows between unbounded preceding and 1 preceding) as lowest_before,
        min(depth) over (partition by person, currency, abs(amount) order by "at", taken_back, id rows between 1 following and unbounded following) as lowest_after
      from open_purchase),
    standing as ${keeping} (
      select person, id, "at", kind, currency, amount, taken_back from purchase where person not in (select person from returning_person)
      union all
      select person, id, "at", kind, currency, amount, taken_back from judged
      where case when taken_back then depth < least(coalesce(lowest_before, 0), 0) else coalesce(lowest_after, depth) >= depth end)`
}

/** The same for people who never took anything back: all purchases stand. Of anybody else `standing` says nothing but that (taken_back). */
export function withPurchases(of: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`standing as (${purchases(of)})`
}

const purchases = (of: RawBuilder<unknown>) => sql`
  select person, id, "at", kind, currency, amount, (kind = 'order_cancelled' or amount < 0) as taken_back
  from (${of}) x where amount is not null and kind in (${sql.join([...purchaseKinds])})`
