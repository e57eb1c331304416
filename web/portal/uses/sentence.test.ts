import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Deed, deeds } from '../../../src/keep/receipts/shapes.ts'
import { deedWords, lookWords } from '../../ui/deed.words.ts'
import { sentenceOf, type Use } from './sentence.ts'

const plain: Use = {
  receipt_id: 'r_1',
  at: '2026-01-31T12:00:00.000Z',
  actor: { kind: 'staff', role: 'clerk', unit: null },
  purpose: { code: 'own_view', title: { en: 'Your own view', ru: 'Ваши собственные данные' } },
  basis: 'legal_obligation',
  deed: 'read',
  operation: 'read',
  fields: [],
  categories: [],
  times: 1,
  first_at: '2026-01-31T12:00:00.000Z',
  each: [],
  activity: null,
  channel: null,
  recipients: [],
  decision: 'allow',
  reason: null,
  message_id: null,
}
const seen = (more: Partial<Use>): Use => ({ ...plain, ...more })

test('what a guardian did for a child is told as theirs, on the child’s behalf', () => {
  const guardian = { ...plain.actor, kind: 'customer', role: 'guardian' } as const
  assert.equal(sentenceOf(seen({ actor: guardian, deed: 'consent', purpose: { code: 'marketing', title: { en: 'News' } } })), 'did_guardian')
  assert.equal(sentenceOf(seen({ actor: guardian, deed: 'page' })), 'did_guardian_page')
})

test('what a customer did is told to them as their own deed, never as somebody else’s', () => {
  const customer = { ...plain.actor, kind: 'customer' } as const
  const told = (more: Partial<Use>) => sentenceOf(seen({ actor: customer, ...more }))
  assert.equal(told({ deed: 'send' }), 'own_send')
  assert.equal(told({ deed: 'write', fields: ['name'] }), 'own_write')
  assert.equal(told({ deed: 'card' }), 'own_read')
  assert.equal(told({ deed: 'texts' }), 'own_texts')
  assert.equal(told({ deed: 'page' }), 'did_page')
  assert.equal(told({ decision: 'deny', deed: 'send' }), 'own_no_send')
  assert.equal(told({ decision: 'deny', deed: 'card' }), 'own_no')
  for (const [key, sentence] of Object.entries(deedWords.ru)) if (key.startsWith('own_')) assert.doesNotMatch(sentence, /\{\{(who|why)\}\}/)
})

test('what others did is told of them', () => {
  assert.equal(sentenceOf(seen({ deed: 'send' })), 'did_send')
  assert.equal(sentenceOf(seen({ deed: 'card' })), 'did_card')
  assert.equal(sentenceOf(seen({ deed: 'card', decision: 'deny' })), 'no_card')
})

test('each deed is told in both languages: done and refused, by others and by themselves, to the customer and to colleagues', () => {
  const kinds = ['staff', 'customer', 'api', 'service', 'ai'] as const
  const sentence = (deed: Deed, kind: (typeof kinds)[number], decision: Use['decision']) =>
    sentenceOf(seen({ deed, decision, actor: { ...plain.actor, kind } }))
  for (const words of [deedWords.en, deedWords.ru] satisfies Record<string, string>[])
    for (const deed of deeds)
      for (const kind of kinds)
        for (const decision of ['allow', 'deny', 'later', 'ask'] as const) assert.ok(sentence(deed, kind, decision) in words, `${deed} ${kind} ${decision}`)
  for (const words of [lookWords.en, lookWords.ru]) for (const deed of deeds) assert.ok(`op_${deed}` in words, deed)
})
