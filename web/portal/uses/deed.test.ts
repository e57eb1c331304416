import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sentenceOf, type Use } from './deed.ts'
import { usesWords } from './uses.words.ts'

const plain: Use = {
  receipt_id: 'r_1',
  at: '2026-01-31T12:00:00.000Z',
  actor: { kind: 'staff', role: 'clerk', unit: null },
  purpose: { code: 'own_view', title: { en: 'Your own view', ru: 'Ваши собственные данные' } },
  basis: 'legal_obligation',
  operation: 'read',
  fields: [],
  activity: null,
  channel: null,
  recipients: [],
  decision: 'allow',
  reason: null,
  message_id: null,
}
const seen = (more: Partial<Use>): Use => ({ ...plain, ...more })

test('what a customer did is told to them as their own deed, never as somebody else’s', () => {
  const customer = { ...plain.actor, kind: 'customer' } as const
  const told = (more: Partial<Use>) => sentenceOf(seen({ actor: customer, ...more }))
  assert.equal(told({ channel: 'email', operation: 'send' }), 'own_send')
  assert.equal(told({ operation: 'write', fields: ['name'] }), 'own_write')
  assert.equal(told({ fields: ['card'] }), 'own_read')
  assert.equal(told({ fields: ['texts'] }), 'own_texts')
  assert.equal(told({ fields: ['page'] }), 'did_page')
  assert.equal(told({ decision: 'deny', channel: 'email' }), 'own_no_send')
  assert.equal(told({ decision: 'deny', fields: ['card'] }), 'own_no')
  for (const [key, sentence] of Object.entries(usesWords.ru)) if (key.startsWith('own_')) assert.doesNotMatch(sentence, /\{\{(who|why)\}\}/)
})

test('what others did is told of them', () => {
  assert.equal(sentenceOf(seen({ channel: 'email' })), 'did_send')
  assert.equal(sentenceOf(seen({ fields: ['card'] })), 'did_card')
  assert.equal(sentenceOf(seen({ fields: ['card'], decision: 'deny' })), 'no_card')
})
