import { leftByGpc } from '../terms/index.ts'
import { type Agreement, agreements, hashOf, idOf, type Use } from './known.ts'

/** An agreement by what it is called and by the hash of its text. */
export type Offer = { iri: string; sha256: string }

export type Matched =
  | { is: 'agreed'; agreement: Agreement }
  /** The company offers this one instead, once. */
  | { is: 'counter'; agreement: Agreement }
  /** `text`: an offer is of a known name and another text; `none`: nothing both accept. */
  | { is: 'refused'; why: 'text' | 'none'; at: number }

type Company = {
  /** What the company published that it accepts, in its order. */
  accepts: readonly Offer[]
  /** What serving anybody needs. */
  needed: readonly Use[]
}

/**
 * The first of a person's offers, in their order, that the company published and that covers what serving them needs; else one counter-offer; else nothing
 * (IEEE 7012; the order of the person decides). A name we do not know is read as SD-BASE, which permits least. A known name over another text is refused
 * whole: somebody was shown something else than what is agreed here.
 */
export function match(offers: readonly Offer[], { accepts, needed }: Company, countered: boolean): Matched {
  const changed = offers.findIndex(isChanged)
  if (changed >= 0) return { is: 'refused', why: 'text', at: changed }
  const published = accepts.flatMap((offer) => (isChanged(offer) ? [] : (readOffer(offer) ?? [])))
  const acceptable = published.filter((agreement) => needed.every((use) => agreement.uses.includes(use)))
  const offered = offers.map((offer) => readOffer(offer) ?? leastOf)
  for (const wish of offered) {
    const found = acceptable.find(({ id }) => id === wish?.id)
    if (found) return { is: 'agreed', agreement: found }
  }
  const counter = countered ? undefined : nearest(acceptable, offered[0])
  return counter ? { is: 'counter', agreement: counter } : { is: 'refused', why: 'none', at: 0 }
}

const leastOf = agreements.get('SD-BASE')

function readOffer({ iri }: Offer): Agreement | undefined {
  return agreements.get(idOf(iri) ?? '')
}

function isChanged(offer: Offer): boolean {
  const known = readOffer(offer)
  return known !== undefined && hashOf(known) !== offer.sha256
}

/** What permits least beyond the wish; of several the one the company named first. */
function nearest(acceptable: readonly Agreement[], wish: Agreement | undefined): Agreement | undefined {
  const beyond = ({ uses }: Agreement) => uses.filter((use) => !wish?.uses.includes(use)).length
  return acceptable.toSorted((a, b) => beyond(a) - beyond(b))[0]
}

/** Whether GPC says no to what needs these uses. */
export const coveredByGpc = (needs: readonly Use[]): boolean => needs.some((use) => !leftByGpc.includes(use))
