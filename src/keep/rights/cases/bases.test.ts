import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gives, groundAgainst } from './bases.ts'
import { type Right, rightsKinds } from './shapes.ts'

// Facts of W3C DPV 2.3, legal/eu/gdpr/modules/legal_basis_rights_mapping.ttl (commit b70b397), as far as the bases and rights here go:
// which articles `dpv:hasRight` names for each basis. A13, A14 (being told) and A7-3 (taking consent back) are no cases.
const dpv = {
  consent: { of: 'A6-1-a', has: ['A15', 'A16', 'A17', 'A18', 'A20', 'A22', 'A77'] },
  contract: { of: 'A6-1-b', has: ['A15', 'A16', 'A17', 'A18', 'A20', 'A22', 'A77'] },
  legal_obligation: { of: 'A6-1-c', has: ['A15', 'A16', 'A18', 'A77'] },
  legitimate_interest: { of: 'A6-1-f', has: ['A15', 'A16', 'A17', 'A18', 'A21', 'A22', 'A77'] },
} as const
const article: { [R in Right]: string } = {
  access: 'A15',
  rectify: 'A16',
  erase: 'A17',
  restrict: 'A18',
  portability: 'A20',
  object: 'A21',
  review: 'A22',
  complaint: 'A77',
}
const bases = ['consent', 'contract', 'legal_obligation', 'legitimate_interest'] as const

test('each basis gives the rights that DPV says it gives, and no other', () => {
  for (const basis of bases)
    for (const right of rightsKinds)
      assert.equal(
        gives(basis, right),
        dpv[basis].has.some((one) => one === article[right]),
        `${basis} (${dpv[basis].of}): ${right}`,
      )
})

test('what a basis does not give is answered with its ground', () => {
  assert.deepEqual(
    bases.map((legalBasis) => groundAgainst({ legalBasis }, 'object')),
    ['take_back_consent', 'contract', 'law', undefined],
  )
  assert.deepEqual(
    bases.map((legalBasis) => groundAgainst({ legalBasis }, 'restrict')),
    [undefined, undefined, 'law', undefined],
  )
})
