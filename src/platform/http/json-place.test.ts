import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { placeOfJsonError } from './json-place.ts'

const broken: [text: string, line: number, column: number][] = [
  ['{"a": }', 1, 7],
  ['{"interactions": [\n  {"at": }]}', 2, 10],
  ['[1, 2,]', 1, 7],
  ['{"a" 1}', 1, 6],
  ['[1 2]', 1, 4],
  ['{"a": 1', 1, 8],
  ['["abc', 1, 6],
  ['["a\nb"]', 1, 4],
  ['["a\\qb"]', 1, 4],
  ['[tru]', 1, 2],
  ['[01]', 1, 2],
  ['{} {}', 1, 4],
  ["{'a': 1}", 1, 2],
  [']', 1, 1],
  ['', 1, 1],
]

test('the place is that of the first character that cannot stand there', () => {
  for (const [text, line, column] of broken) assert.deepEqual(placeOfJsonError(text), { line, column }, text)
})

test('it agrees with the engine on what is JSON', () => {
  const isJson = (text: string) => {
    try {
      JSON.parse(text)
      return true
    } catch {
      return false
    }
  }
  const text = fc.oneof(
    fc.json(),
    fc.string({ unit: fc.constantFrom(...'{}[]:,"\\u0123eE+-. \ntruefalsn') }),
    fc
      .tuple(fc.json(), fc.nat(), fc.constantFrom('', ',', '"', '}', '0', 'x', '\\'))
      .map(([json, at, put]) => json.slice(0, at % (json.length + 1)) + put + json.slice((at % (json.length + 1)) + 1)),
  )
  fc.assert(
    fc.property(text, (t) => assert.equal(placeOfJsonError(t) === undefined, isJson(t), t)),
    { numRuns: 20_000 },
  )
})
