import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testStore } from '../../../test/store.ts'
import { withClient } from './index.ts'

test('a test has a pair of databases of its own, and each role comes in', async (t) => {
  const store = await testStore(t)
  for (const [who, url] of Object.entries(store.url)) {
    const { rows } = await withClient(url, (client) => client.query('select current_user as role, current_database() as name'))
    assert.equal(rows[0].name, who.startsWith('keys') ? store.name.keys : store.name.main)
  }
})
