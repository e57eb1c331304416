import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { activityOf, type Deed, deedOf, deeds, groupOf, saidBy } from './deeds.ts'

test('each deed is read back from what it wrote, whatever attributes it is about', () => {
  const names = fc.uniqueArray(fc.constantFrom('name', 'phone', 'identifiers', 'x_size', 'position', 'birth_date'), { minLength: 1, maxLength: 4 })
  fc.assert(
    fc.property(fc.constantFrom(...deeds), names, (deed, about) => {
      assert.equal(deedOf({ ...saidBy(deed, about), activity: activityOf(deed) ?? 'card' }), deed)
    }),
  )
})

test('receipts written before there was a list are read as what they tell', () => {
  const told = (operation: string, fields: string[], activity = 'edit'): Deed => deedOf({ operation, fields, activity })
  assert.equal(told('read', ['page'], 'portal'), 'page')
  assert.equal(told('read', []), 'texts')
  assert.equal(told('list', ['name'], 'search'), 'search')
  assert.equal(told('list', ['letter'], 'mailbox'), 'letters')
  assert.equal(told('read', ['letter'], 'mailbox'), 'letter')
  assert.equal(told('read', ['name', 'phone']), 'read')
  assert.equal(told('write', ['position', 'relation']), 'relate')
  assert.equal(told('send', ['greeting'], 'message'), 'send')
  assert.equal(told('anything', ['name']), 'read')
  assert.equal(groupOf(told('export', ['name'], 'export')), 'taken')
})
