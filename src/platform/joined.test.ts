import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setImmediate, setTimeout } from 'node:timers/promises'
import { joined } from './joined.ts'

test('calls of one moment are one run, later ones another; each gets its own answer', async () => {
  const runs: number[][] = []
  const double = joined<number, number>(async (items) => {
    runs.push([...items])
    return items.map((n) => n * 2)
  })
  assert.deepEqual(await Promise.all([double(1), double(2), double(3)]), [2, 4, 6])
  assert.equal(await double(4), 8)
  assert.deepEqual(runs, [[1, 2, 3], [4]])
})

test('no run is larger than the most', async () => {
  const sizes: number[] = []
  const same = joined<number, number>(async (items) => {
    sizes.push(items.length)
    return items
  }, 2)
  await Promise.all([1, 2, 3, 4, 5].map(same))
  assert.deepEqual(sizes, [2, 2, 1])
})

test('a refusal is its own caller’s, a failure everybody’s, and neither stops the next run', async () => {
  const half = joined<number, number>(async (items) => {
    if (items.includes(0)) throw new Error('the store is away')
    return items.map((n) => (n % 2 === 0 ? n / 2 : new Error(`${n} is odd`)))
  })
  const one = await Promise.allSettled([half(2), half(3)])
  assert.deepEqual(one[0], { status: 'fulfilled', value: 1 })
  assert.match(one[1].status === 'rejected' ? String(one[1].reason) : '', /3 is odd/)
  const two = await Promise.allSettled([half(2), half(0)])
  assert.deepEqual(
    two.map((r) => r.status),
    ['rejected', 'rejected'],
  )
  assert.equal(await half(8), 4)
})

test('who calls while a run is under way waits for it and goes with all the others, unless it is slow', async () => {
  const runs: number[][] = []
  const gates: (() => void)[] = []
  const slow = joined<number, number>(async (items) => {
    runs.push([...items])
    await new Promise<void>((open) => gates.push(open))
    return items
  })
  const first = slow(1)
  await setImmediate()
  await setImmediate()
  const later = [slow(2), slow(3)]
  await setImmediate()
  await setImmediate()
  assert.deepEqual(runs, [[1]])
  gates[0]?.()
  assert.equal(await first, 1)
  while (runs.length < 2) await setImmediate()
  assert.deepEqual(runs, [[1], [2, 3]])
  const patient = slow(4)
  while (runs.length < 3) await setTimeout(5)
  assert.deepEqual(runs[2], [4], 'the run before has not ended, and holds up nobody for long')
  for (const open of gates) open()
  assert.deepEqual(await Promise.all([...later, patient]), [2, 3, 4])
})
