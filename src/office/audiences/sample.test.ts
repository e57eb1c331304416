import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openWings } from '../../../test/wings.ts'
import { opaque } from '../../platform/ids/index.ts'
import { askingFor, findAudiences, rule } from './index.ts'
import { sampleOf } from './sample.ts'

// A sample is of whom the rule chooses, of whom the caller sees, and of the same people each time.

test('a sample of a rule: ten, the same again, and only whom the caller sees', async (t) => {
  const { office, customers, clock } = await openWings(t)
  const ids = await customers(34)
  const everybody = rule.parse({})
  const find = findAudiences({ db: office.db.$pickTables(), ids: opaque('test') })
  const sample = async (said: typeof everybody, within?: Parameters<typeof sampleOf>[3]) =>
    sampleOf(office.db.$pickTables(), said, await askingFor({ door: office.door, find }, { use: 'marketing', now: clock.now(), rule: said }), within)

  const nobody = { staff: 1, work: null, customers: { units: ['shop'], none: false } }
  assert.deepEqual(await sample(everybody, nobody), [], 'who sees none of them is shown none of them')
  assert.deepEqual(await sample(rule.parse({ all: [{ bought: {} }] })), [], 'nobody has bought')

  const ten = await sample(everybody)
  assert.equal(new Set(ten).size, 10)
  assert.deepEqual(
    ten.filter((id) => !ids.includes(id)),
    [],
  )
  assert.deepEqual(await sample(everybody), ten, 'looking again opens nobody else')
  assert.deepEqual(await sample(everybody, { ...nobody, customers: { units: [], none: true } }), ten, 'who sees those of no unit sees them all')

  // Wherever it begins, it comes round: rules that choose the same people begin at different places.
  const places = await Promise.all(Array.from({ length: 12 }, (_, i) => sample(rule.parse({ none: [{ bought: { at_least: i + 1 } }] }))))
  assert.ok(places.every((found) => new Set(found).size === 10))
  assert.ok(new Set(places.map((found) => found[0])).size > 1, 'not always the oldest ones')
})
