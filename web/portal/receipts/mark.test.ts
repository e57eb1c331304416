import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readMark } from './mark.ts'

test('the mark of a log is found in what was pasted, and nothing else is taken for one', () => {
  const mark = { size: 214880, short: '9f3aBC+/def0' }
  assert.deepEqual(readMark('214880/9f3aBC+/def0'), mark)
  assert.deepEqual(readMark('  Proof of our records: 214880/9f3aBC+/def0\n'), mark)
  for (const typed of ['', '214880', '214880/9f3a', '214880/9f3aBC+/def0aaa', 'abc/9f3aBC+/def0']) assert.equal(readMark(typed), undefined, typed)
})
