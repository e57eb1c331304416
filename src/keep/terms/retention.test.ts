import assert from 'node:assert/strict'
import { test } from 'node:test'
import { keptUntil } from './retention.ts'

const active = new Date('2024-02-29T10:00:00Z')

test('until when data may be used for a purpose', () => {
  const until = (retention: string) => keptUntil(retention, active)?.toISOString()
  assert.equal(until('relationship|P3Y'), '2027-02-28T10:00:00.000Z')
  assert.equal(until('P6M'), '2024-08-29T10:00:00.000Z')
  assert.equal(until('P90D'), '2024-05-29T10:00:00.000Z')
  assert.equal(until('P0D'), active.toISOString())
  assert.equal(until('relationship'), undefined, 'as long as it lasts')
  assert.equal(until('consent|P1Y'), undefined, 'a consent that stands speaks for itself')
})
