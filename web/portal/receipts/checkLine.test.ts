import assert from 'node:assert/strict'
import { test } from 'node:test'
import { says } from './checkLine.ts'

const line = { receipt_id: 'r_1', at: '2026-11-21T12:00:00.000Z', operation: 'read', purpose: 'service', decision: 'allow' }
const receipt = (more: object, codes: object = {}) =>
  JSON.stringify({ at: line.at, ...more, codes: { operation: 'read', purpose: 'service', decision: 'allow', ...codes } })

test('a receipt stands for a line only when it tells what the line tells', () => {
  assert.ok(says(receipt({}), line))
  assert.ok(!says(receipt({ at: '2026-11-21T12:00:01.000Z' }), line))
  for (const codes of [{ operation: 'export' }, { purpose: 'marketing' }, { decision: 'deny' }]) assert.ok(!says(receipt({}, codes), line))
  for (const text of ['', 'null', '{}', '[]']) assert.ok(!says(text, line), text)
})
