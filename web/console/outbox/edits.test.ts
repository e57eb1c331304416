import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Edit, type Waiting, withEdit } from './edits.ts'

const about = { customer: 'c_olga', who: 'Петрова Ольга' }
const field = (value: string | null, o: { was?: string; etag?: string } = {}): Edit => ({
  kind: 'field',
  ...about,
  field: 'surname',
  title: 'Фамилия',
  value,
  was: o.was ?? 'Петрова',
  etag: o.etag ?? 'v1',
})
const tag = (on: boolean): Edit => ({ kind: 'tag', ...about, tag: 'l_vip', title: 'VIP', on })
const note = (text: string): Edit => ({ kind: 'note', ...about, text, how: 'note', direction: 'none', mentions: [], once: text })
const waits = (edit: Edit): Waiting => ({ id: crypto.randomUUID(), at: '2026-11-22T10:00:00Z', edit, trouble: null })
const after = (...edits: Edit[]) => edits.reduce<Waiting[]>((all, edit) => withEdit(all, waits(edit), undefined), []).map(({ edit }) => edit)

test('a field changed twice is one change, upon the version that stood there first', () => {
  assert.deepEqual(after(field('Сидорова'), note('Звонила'), field('Смирнова', { was: 'Сидорова', etag: 'v1' })), [note('Звонила'), field('Смирнова')])
})

test('what is taken back is not sent', () => {
  assert.deepEqual(after(field('Сидорова'), field('Петрова', { was: 'Сидорова' })), [])
  assert.deepEqual(after(tag(true), tag(false)), [])
  const owner = (to: string | null, was: string | null): Edit => ({ kind: 'owner', ...about, to, name: to, was })
  assert.deepEqual(after(owner('s_ben', null), owner('s_vera', 's_ben'), owner(null, 's_vera')), [])
})

test('two notes are two', () => {
  assert.equal(after(note('a'), note('b'), note('a')).length, 3)
})

test('what is on its way is not changed any more: the next one follows it', () => {
  const first = waits(field('Сидорова'))
  const all = withEdit([first], waits(field('Смирнова', { was: 'Сидорова' })), first.id)
  assert.equal(all.length, 2)
  assert.equal(all[0], first)
})
