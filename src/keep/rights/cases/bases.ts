import type { Purpose } from '../../terms/index.ts'
import type { Ground, Right } from './shapes.ts'

// Which rights a legal basis gives. The facts are those of W3C DPV 2.3 (legal/eu/gdpr, legal_basis_rights_mapping); the test holds this table
// to a copy of them.

type Basis = Purpose['legalBasis']

/** Rights that hang on the basis of a purpose; every basis gives the others. */
const given: { readonly [basis in Basis]: readonly Right[] } = {
  consent: ['erase', 'portability', 'review'],
  contract: ['erase', 'portability', 'review'],
  legal_obligation: [],
  legitimate_interest: ['erase', 'object', 'review'],
}
const always: readonly Right[] = ['access', 'rectify', 'restrict', 'complaint']

export const gives = (basis: Basis, right: Right): boolean => always.includes(right) || given[basis].includes(right)

const grounds: { readonly [basis in Basis]: Ground } = {
  consent: 'take_back_consent',
  contract: 'contract',
  legal_obligation: 'law',
  legitimate_interest: 'law',
}

/**
 * Why a purpose is not stopped or restricted by its person's word; undefined: it is. The ground says what there is instead: a consent is taken
 * back, a contract ended, what a law demands goes on.
 */
export function groundAgainst(purpose: Pick<Purpose, 'legalBasis'>, right: 'object' | 'restrict'): Ground | undefined {
  if (right === 'object') return gives(purpose.legalBasis, 'object') ? undefined : grounds[purpose.legalBasis]
  return purpose.legalBasis === 'legal_obligation' ? 'law' : undefined
}
