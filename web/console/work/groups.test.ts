import assert from 'node:assert/strict'
import { test } from 'node:test'
import { chooseZone } from '../../ui/zone.ts'
import { groupOf } from './groups.ts'

test('a task stands under the day of the reader’s calendar', (t) => {
  chooseZone('Europe/Moscow')
  t.after(() => chooseZone(null))
  const now = new Date('2026-11-22T20:00:00Z') // 23:00 of the 22nd in Moscow
  for (const [due_at, group] of [
    ['2026-11-22T19:59:00Z', 'overdue'],
    ['2026-11-22T20:30:00Z', 'today'],
    ['2026-11-22T21:00:00Z', 'tomorrow'],
    ['2026-11-23T20:59:00Z', 'tomorrow'],
    ['2026-11-23T21:00:00Z', 'week'],
    ['2026-11-28T20:59:00Z', 'week'],
    ['2026-11-28T21:00:00Z', 'later'],
    [null, 'undated'],
  ] as const)
    assert.equal(groupOf({ due_at }, now), group, String(due_at))
})
