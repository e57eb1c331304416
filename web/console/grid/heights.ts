// A browser draws no element higher than some 17 (Firefox) to 33 million pixels, and a million rows are 44 million. So the
// rows have a height of their own (`whole`), the box that is scrolled a smaller one (`box`), and between them stands `shift`:
// a row is drawn at its own place less the shift. A turn of the wheel moves by as many pixels as it says; a leap (the scroll
// bar dragged, the End key) goes to the same share of the whole. Near both ends nothing is missing on that side, so that
// they are reached whichever way one came.

export type Heights = { whole: number; box: number; view: number; rowHeight: number; rows: number }
/** Where one is: `top` pixels of rows are above, the rows are drawn `shift` higher than they stand, the box is scrolled to `scroll`. */
export type Place = { top: number; shift: number; scroll: number }

/** Safely below what any browser draws. */
export const mostPixels = 12_000_000
/** At each end so many pixels are drawn as they are. */
const zone = 200_000

export const start: Place = { top: 0, shift: 0, scroll: 0 }

export function heightsOf({ rows, rowHeight, view }: { rows: number; rowHeight: number; view: number }): Heights {
  const whole = rows * rowHeight
  return { whole, box: Math.min(whole, mostPixels), view, rowHeight, rows }
}

const lastTop = ({ whole, view }: Heights): number => Math.max(0, whole - view)

/** The shift that belongs to a place: none at the head, all that is missing at the foot, growing evenly between. */
function shiftAt(heights: Heights, top: number): number {
  const missing = heights.whole - heights.box
  const share = (top - zone) / (lastTop(heights) - 2 * zone)
  return missing === 0 ? 0 : Math.round(Math.min(1, Math.max(0, share)) * missing)
}

/** The place with so many pixels above. */
export function placeAt(heights: Heights, wanted: number): Place {
  const top = Math.max(0, Math.min(wanted, lastTop(heights)))
  const shift = shiftAt(heights, top)
  return { top, shift, scroll: top - shift }
}

/** Where one is after the box was scrolled to `scroll`: a little from where it was, or far away. The box may have to be scrolled once more. */
export function placeAfter(heights: Heights, from: Place, scroll: number): Place {
  if (heights.whole === heights.box) return { top: scroll, shift: 0, scroll }
  if (Math.abs(scroll - from.scroll) > 2 * heights.view) return placeAt(heights, topOfShare(heights, scroll))
  const top = Math.max(0, Math.min(scroll + from.shift, lastTop(heights)))
  const right = placeAt(heights, top)
  const off = Math.abs(right.shift - from.shift)
  // Each correction makes the scroll bar jump a hair, so it is left until it would matter.
  const keep = off === 0 || (off < zone / 2 && top > zone && top < lastTop(heights) - zone)
  return keep ? { top, shift: from.shift, scroll } : right
}

/** What the scroll bar stands for: `shiftAt` the other way round. */
function topOfShare(heights: Heights, scroll: number): number {
  const missing = heights.whole - heights.box
  const room = heights.box - heights.view
  const share = (scroll - zone) / (room - 2 * zone)
  return scroll + Math.min(1, Math.max(0, share)) * missing
}

/** The rows to draw, from and up to but without: those in view and some around them. */
export function rowsAt({ rows, rowHeight, view }: Heights, top: number, around: number): { from: number; to: number } {
  const first = Math.floor(top / rowHeight)
  return { from: Math.max(0, first - around), to: Math.min(rows, Math.ceil((top + view) / rowHeight) + around) }
}

/** How many pixels must be above that a row is in view; what is seen already is left where it is. */
export function topToSee({ rowHeight, view }: Heights, top: number, row: number): number {
  const at = row * rowHeight
  if (at < top) return at
  return at + rowHeight > top + view ? at + rowHeight - view : top
}
