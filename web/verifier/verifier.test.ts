import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { verifierPage } from './build.ts'
import { verifierWords } from './verifier.words.ts'

const page = await verifierPage()

test('the page lets nothing in and nothing out, and runs exactly its own script and style', () => {
  const [, rules = ''] = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(page) ?? []
  assert.match(rules, /^default-src 'none'; script-src 'sha256-[\w+/]{43}='; style-src 'sha256-[\w+/]{43}='; base-uri 'none'; form-action 'none'$/)
  assert.equal(page.match(/<script/g)?.length, 1)
  assert.equal(page.match(/<\/script/g)?.length, 1, 'no word of the script ends it')
  const [markup = ''] = page.split('<script>')
  assert.doesNotMatch(markup, /(?:src|href)="|url\(|@import/)
  assert.ok(!/\bfetch\(|XMLHttpRequest|WebSocket|sendBeacon/.test(page), 'nothing in it knows how to call anybody')
})

test('the same sources give the same bytes', async () => {
  assert.ok((await verifierPage()) === page)
  assert.ok(!page.includes(import.meta.dirname), 'nothing of where it was built')
})

test('each fault that the verifier names has its words', () => {
  const folder = new URL('../../src/keep/receipts/verify/', import.meta.url)
  const named = ['anything', 'bundle', 'receipt', 'kept', 'copy', 'certificate', 'agreement', 'proof'].flatMap((file) =>
    [...readFileSync(new URL(`${file}.ts`, folder), 'utf8').matchAll(/(?:what|why): '([a-z_ ]+)'|holds, why: '([a-z_]+)'/g)].map(([, a, b]) => a ?? b ?? ''),
  )
  assert.ok(named.length > 25)
  const words = Object.keys(verifierWords.en)
  const renamed: Record<string, string> = { 'no head': 'no_head', 'tree of heads': 'tree' }
  assert.deepEqual(
    [...new Set(named)].filter((what) => !words.includes(`fault_${renamed[what] ?? what}`)),
    [],
  )
})
