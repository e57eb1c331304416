import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inTree } from './purposeTree.ts'

const purpose = (code: string, ...above: string[]) => ({ code, above })
const drawn = (purposes: Parameters<typeof inTree>[0]) => inTree(purposes).map(({ purpose: { code }, depth }) => `${'-'.repeat(depth)}${code}`)

test('parts stand under the whole, and the order of those side by side is kept', () => {
  const purposes = [purpose('readings', 'club', 'news'), purpose('service'), purpose('club', 'news'), purpose('news'), purpose('offers', 'news')]
  assert.deepEqual(drawn(purposes), ['service', 'news', '-club', '--readings', '-offers'])
})

test('where the one between is not shown they stand under the next that is; alone, at the edge', () => {
  assert.deepEqual(drawn([purpose('readings', 'club', 'news'), purpose('news')]), ['news', '-readings'])
  assert.deepEqual(drawn([purpose('readings', 'club', 'news')]), ['readings'])
})
