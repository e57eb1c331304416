import { type RefObject, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { type Heights, heightsOf, type Place, placeAfter, placeAt, rowsAt, start, topToSee } from './heights.ts'

export type Scroll = {
  /** The rows to draw. */
  shown: { from: number; to: number }
  /** The rows in sight, without those drawn around them. */
  seen: { from: number; to: number }
  /** Height of the box the rows stand in, in pixels. */
  box: number
  /** Where a row is drawn in it. */
  at(row: number): number
  /** Brings a row into view. */
  see(row: number): void
  /** How many whole rows fit. */
  page: number
}

const around = 3

/** Rows of one height in a box that is scrolled, however many there are; `edges`: what head and foot that stand still take of its height. */
export function useScroll(box: RefObject<HTMLElement | null>, o: { rows: number; rowHeight: number; edges: number }): Scroll {
  const [view, setView] = useState(600)
  const heights = useMemo(() => heightsOf({ rows: o.rows, rowHeight: o.rowHeight, view }), [o.rows, o.rowHeight, view])
  const [place, setPlace] = useState(start)
  const now = useRef<{ heights: Heights; place: Place }>({ heights, place })
  const go = useCallback((next: Place) => {
    now.current.place = next
    setPlace((old) => (old.top === next.top && old.shift === next.shift ? old : next))
  }, [])

  useEffect(() => {
    const element = box.current
    if (!element) return
    const measure = () => setView(Math.max(1, element.clientHeight - o.edges))
    const scrolled = () => {
      const { heights: of, place: from } = now.current
      const next = placeAfter(of, from, element.scrollTop)
      go(next)
    }
    measure()
    const watch = new ResizeObserver(measure)
    watch.observe(element)
    element.addEventListener('scroll', scrolled, { passive: true })
    return () => {
      watch.disconnect()
      element.removeEventListener('scroll', scrolled)
    }
  }, [box, o.edges, go])

  // Other rows or another height: whoever stood at the top stands there still.
  useLayoutEffect(() => {
    const { heights: before, place: from } = now.current
    now.current.heights = heights
    if (before === heights) return
    go(placeAt(heights, (from.top / before.rowHeight) * heights.rowHeight))
  }, [heights, go])

  useLayoutEffect(() => {
    const element = box.current
    if (element && Math.abs(element.scrollTop - place.scroll) >= 1) element.scrollTop = place.scroll
  }, [box, place])

  const see = useCallback(
    (row: number) => {
      const { heights: of, place: from } = now.current
      const top = topToSee(of, from.top, row)
      if (top !== from.top) go(placeAt(of, top))
    },
    [go],
  )
  return {
    shown: rowsAt(heights, place.top, around),
    seen: rowsAt(heights, place.top, 0),
    box: heights.box,
    at: (row) => row * heights.rowHeight - place.shift,
    see,
    page: Math.max(1, Math.floor(view / o.rowHeight) - 1),
  }
}
