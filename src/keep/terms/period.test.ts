import assert from 'node:assert/strict'
import { test } from 'node:test'
import { after } from './period.ts'

test('a period ends on a day that is there', () => {
  const cases = [
    ['2026-11-23T10:00:00Z', 'P2Y', '2028-11-23T10:00:00Z'],
    ['2024-02-29T10:00:00Z', 'P1Y', '2025-02-28T10:00:00Z'],
    ['2026-01-31T10:00:00Z', 'P1M', '2026-02-28T10:00:00Z'],
    ['2026-12-31T23:59:59Z', 'P2M', '2027-02-28T23:59:59Z'],
    ['2026-03-28T10:00:00Z', 'P180D', '2026-09-24T10:00:00Z'],
  ] as const
  for (const [from, said, to] of cases) assert.equal(after(new Date(from), said).toISOString(), new Date(to).toISOString(), `${from} ${said}`)
  for (const no of ['P0D', 'P1Y2M', 'PT5H', '', 'P1000D']) assert.throws(() => after(new Date(0), no))
})
