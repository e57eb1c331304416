import assert from 'node:assert/strict'
import test from 'node:test'
import { deepestJson, nestsTooDeep } from './json-depth.ts'

const nested = (depth: number) => `${'[{"a":'.repeat(depth / 2)}1${'}]'.repeat(depth / 2)}`

test('how deep JSON nests is known without parsing it', () => {
  assert.equal(nestsTooDeep(nested(deepestJson)), false)
  assert.equal(nestsTooDeep(nested(deepestJson + 2)), true)
  assert.equal(nestsTooDeep('['.repeat(1_000_000)), true)
  for (const inString of ['', '[[[', '\\"[[[', '\\\\', '{\\u005b'])
    assert.equal(nestsTooDeep(`{"a":"${inString}${'['.repeat(200)}","b":[1]}`), false, `brackets in a text are text: ${inString}`)
  assert.equal(nestsTooDeep(`"${'\\'.repeat(2)}"${'['.repeat(100)}`), true, 'what follows a string that ends with a backslash is none')
  assert.equal(nestsTooDeep(`"never ends ${'['.repeat(100)}`), false, 'what is no JSON is for whoever parses it')
})
