import { type Db, sql, type Tx } from '../../platform/db/index.ts'
import { purposesNow, type TermsTables } from '../terms/index.ts'
import { agreements, hashOf, idOf, iriOf, type Use } from './known.ts'
import { match, type Offer } from './match.ts'
import { acceptedNow } from './store.ts'
import type { AgreementTables } from './tables.ts'

// Whoever's offers stand: how would they be answered if the company accepted other agreements? Nothing is answered; what was signed stays signed.

/** What serving anybody needs: of the purposes that rest on a contract or the law. */
export async function neededToServe(db: Db<TermsTables> | Tx<TermsTables>): Promise<Use[]> {
  const purposes = await purposesNow(db)
  return [...purposes.values()].flatMap((p) => (p.legalBasis === 'contract' || p.legalBasis === 'legal_obligation' ? p.needs : []))
}

/** 'agreed SD-BASE', 'counter SD-BASE-A' or 'refused'. */
export type Answer = string
type Standing = { person: number; offers: string[]; countered: boolean }

/**
 * Gives a function that, of these persons, says those whose offers would be answered otherwise by this list than by the one in force. The offers are the
 * last ones of each person, over all of their cards: those of the agreement that stands, or those that nobody agreed to.
 */
export async function answering(
  db: Db<AgreementTables & TermsTables>,
  ids: readonly string[],
): Promise<(persons: readonly number[]) => Promise<{ person: number; before: Answer; after: Answer }[]>> {
  const needed = await neededToServe(db.$pickTables())
  const { accepts } = await acceptedNow(db.$pickTables())
  const others = ids.map(offerOf)
  const answer = ({ offers, countered }: Standing, list: readonly Offer[]): Answer => {
    const matched = match(
      offers.map((iri) => offerOf(idOf(iri) ?? iri)),
      { accepts: list, needed },
      countered,
    )
    return matched.is === 'refused' ? 'refused' : `${matched.is} ${matched.agreement.id}`
  }
  return async (persons) => {
    const { rows } = await sql<Standing>`
      select distinct on (person) person, offers, countered from (
        select coalesce(c.merged_into, c.customer_id) as person, a.since as at, a.offers, false as countered
        from keep.customer c join keep.agreement a using (customer_id) where a.ended_at is null and ${amongThem(persons)}
        union all
        select coalesce(c.merged_into, c.customer_id), o.at, o.offers, o.agreement is not null
        from keep.customer c join keep.counter_offer o using (customer_id) where cardinality(o.offers) > 0 and ${amongThem(persons)}) of
      order by person, at desc`.execute(db)
    return rows.flatMap((row) => {
      const [before, after] = [answer(row, accepts), answer(row, others)]
      return before === after ? [] : [{ person: row.person, before, after }]
    })
  }
}

const amongThem = (persons: readonly number[]) => sql`(c.customer_id = any(${[...persons]}::bigint[]) or c.merged_into = any(${[...persons]}::bigint[]))`

/** By the text that the registry has for it: an offer of another text was never kept. */
function offerOf(id: string): Offer {
  const known = agreements.get(id)
  return known ? { iri: iriOf(id), sha256: hashOf(known) } : { iri: id, sha256: '' }
}
