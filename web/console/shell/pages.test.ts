import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'

// Read as text: with it would come every icon there is.

test('no two pages are jumped to by one letter', () => {
  const text = readFileSync(join(import.meta.dirname, 'pages.ts'), 'utf8')
  const entries = [...text.matchAll(/to: '([^']+)', word.*jump: '(.)'/g)].map(([, to, jump]) => ({ to, jump }))
  assert.ok(entries.length > 15)
  for (const [jump, pages] of Map.groupBy(entries, (entry) => entry.jump))
    assert.equal(pages.length, 1, `G ${jump}: ${pages.map(({ to }) => to).join(' and ')}`)
})
