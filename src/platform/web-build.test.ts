import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { sourcesOf } from './web-build.ts'

test('pages are built anew when anything they are made of changed, and not for what only the server runs', () => {
  const sources = new Set(sourcesOf(join(import.meta.dirname, '../..')))
  const near = ['web/console/shell/pages.ts', 'web/index.html', 'src/office/console/contract.ts', 'src/office/lists/shapes.ts', 'package-lock.json']
  const far = ['src/platform/amounts.ts', 'src/office/audiences/rule.ts', 'src/platform/http/shapes.ts', 'src/keep/receipts/verify/merkle.ts']
  for (const file of [...near, ...far]) assert.ok(sources.has(file), file)
  for (const file of ['src/office/process.ts', 'src/keep/gate/decide.ts', 'src/platform/web-build.ts']) assert.ok(!sources.has(file), file)
})
