import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { heightsOf, mostPixels, placeAfter, placeAt, rowsAt, start, topToSee } from './heights.ts'

const million = heightsOf({ rows: 1_000_000, rowHeight: 44, view: 700 })
const lastTop = million.whole - million.view
const anywhere = fc.double({ min: 0, max: 1, noNaN: true }).map((share) => Math.round(share * lastTop))

test('no box is higher than a browser draws, and a short list is drawn as high as it is', () => {
  assert.equal(million.box, mostPixels)
  assert.equal(million.whole, 44_000_000)
  assert.equal(heightsOf({ rows: 20_000, rowHeight: 44, view: 700 }).box, 880_000)
})

test('both ends are reached by the scroll bar', () => {
  const end = placeAfter(million, start, million.box - million.view)
  assert.equal(end.top, lastTop)
  assert.equal(end.scroll, million.box - million.view)
  assert.deepEqual(placeAfter(million, end, 0), start)
})

test('a turn of the wheel moves by as many pixels as it says, wherever one is', () => {
  fc.assert(
    fc.property(anywhere, fc.integer({ min: -1400, max: 1400 }), (top, turn) => {
      const from = placeAt(million, top)
      assert.equal(placeAfter(million, from, from.scroll + turn).top, Math.max(0, Math.min(from.top + turn, lastTop)))
    }),
  )
})

test('from any place the wheel goes on in both directions: the box never ends before the rows do', () => {
  fc.assert(
    fc.property(anywhere, fc.constantFrom(-1, 1), (top, way) => {
      let at = placeAt(million, top)
      for (let turns = 0; turns < 600; turns++) {
        const wanted = at.scroll + way * 1300
        const reachable = Math.max(0, Math.min(wanted, million.box - million.view))
        const next = placeAfter(million, at, reachable)
        assert.equal(next.top, Math.max(0, Math.min(at.top + way * 1300, lastTop)))
        assert.equal(next.scroll + next.shift, next.top)
        assert.ok(next.scroll >= 0 && next.scroll <= million.box - million.view)
        at = next
      }
    }),
    { numRuns: 40 },
  )
})

test('a leap goes to the same share of the whole, and further down the bar is further down the list', () => {
  const half = placeAfter(million, start, (million.box - million.view) / 2)
  assert.ok(Math.abs(half.top / million.whole - 0.5) < 0.001)
  fc.assert(
    fc.property(fc.integer({ min: 2000, max: 11_990_000 }), fc.integer({ min: 1, max: 5000 }), (scroll, more) => {
      const one = placeAfter(million, start, scroll).top
      assert.ok(placeAfter(million, start, Math.min(scroll + more, million.box - million.view)).top >= one)
    }),
  )
})

test('what is drawn always covers what is seen', () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true })
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2_000_000 }), fc.integer({ min: 28, max: 120 }), share, (rows, rowHeight, of) => {
      const heights = heightsOf({ rows, rowHeight, view: 640 })
      const place = placeAt(heights, of * Math.max(0, heights.whole - 640))
      const { from, to } = rowsAt(heights, place.top, 3)
      assert.ok(from * rowHeight <= place.top)
      assert.ok(to === rows || to * rowHeight >= place.top + 640)
      assert.ok(to - from <= Math.ceil(640 / rowHeight) + 8)
    }),
  )
})

test('a row is brought into view by the shortest way', () => {
  assert.equal(topToSee(million, 4400, 50), 2200)
  assert.equal(topToSee(million, 4400, 105), 4400)
  assert.equal(topToSee(million, 0, 16), 48)
})
