import assert from 'node:assert/strict'
import { test } from 'node:test'
import { reachOf } from './reach.ts'

const units = [
  { code: 'north', parent: null, retired: false },
  { code: 'till', parent: 'north', retired: false },
  { code: 'old', parent: 'till', retired: true },
  { code: 'south', parent: null, retired: false },
]
const nora = { id: 'nora', scope: 'own', customers: 'units', units: ['north'] } as const

test('work of one’s own units and of those below is seen, that of others and of the company is not', () => {
  const reach = reachOf(nora, units)
  assert.deepEqual(
    ['north', 'till', 'old', 'south', null].map((unit) => reach.seesWork(unit)),
    [true, true, true, false, false],
  )
  assert.equal(reachOf({ ...nora, scope: 'all' }, units).seesWork(null), true)
})

test('a customer is seen by a unit, by being responsible, and without a unit where the role says so', () => {
  const cares = [
    { units: ['till'], owner: null },
    { units: ['south'], owner: null },
    { units: [], owner: null },
    { units: ['south'], owner: 'nora' },
  ]
  const seen = (customers: 'all' | 'units_or_none' | 'units' | 'own') => cares.map((care) => reachOf({ ...nora, customers }, units).seesCustomer(care))
  assert.deepEqual(seen('all'), [true, true, true, true])
  assert.deepEqual(seen('units_or_none'), [true, false, true, true])
  assert.deepEqual(seen('units'), [true, false, false, true])
  assert.deepEqual(seen('own'), [false, false, false, true])
})

test('new work goes to the one unit of whoever begins it, else to the one of its customer, if it is theirs to choose', () => {
  assert.equal(reachOf(nora, units).first(['south']), 'north')
  const both = { ...nora, units: ['north', 'south'] }
  assert.equal(reachOf(both, units).first([]), null)
  assert.equal(reachOf(both, units).first(['till']), 'till')
  assert.equal(reachOf(both, units).first(['till', 'south']), null)
  assert.equal(reachOf(both, units).first(['old']), null, 'a closed one is for nothing new')
  assert.equal(reachOf({ ...nora, units: [] }, units).first(['south']), null, 'not theirs')
  assert.equal(reachOf({ ...nora, scope: 'all', units: [] }, units).first(['south']), 'south')
})
