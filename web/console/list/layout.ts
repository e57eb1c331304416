/** Which columns, in which order, how wide in pixels; the first ones may stand still while the rest moves sideways. */
export type Column = { column: string; width: number; frozen: boolean }
export type Layout = readonly Column[]

export const leastWidth = 64
export const mostWidth = 640
const mostColumns = 40

export const within = (width: number): number => Math.round(Math.max(leastWidth, Math.min(mostWidth, width)))

/** Frozen columns are the first ones: behind one that moves nothing stands still. */
function inOrder(layout: Layout): Layout {
  const moving = layout.findIndex(({ frozen }) => !frozen)
  return moving === -1 ? layout : layout.map((each, at) => (at > moving && each.frozen ? { ...each, frozen: false } : each))
}

/** Puts a column before the one that stands at `to`; among frozen ones it becomes frozen, among moving ones moving. */
export function moveColumn(layout: Layout, column: string, to: number): Layout {
  const from = layout.findIndex((each) => each.column === column)
  const moved = layout[from]
  if (!moved) return layout
  const rest = layout.filter((_, at) => at !== from)
  const place = Math.max(0, Math.min(to > from ? to - 1 : to, rest.length))
  const frozenBefore = rest.filter(({ frozen }) => frozen).length
  const frozen = place < frozenBefore || (place === frozenBefore && moved.frozen)
  return inOrder([...rest.slice(0, place), { ...moved, frozen }, ...rest.slice(place)])
}

export function resizeColumn(layout: Layout, column: string, width: number): Layout {
  return layout.map((each) => (each.column === column ? { ...each, width: within(width) } : each))
}

/** This column and all before it stand still; the ones behind it move. */
export function freezeUpTo(layout: Layout, column: string | undefined): Layout {
  const last = layout.findIndex((each) => each.column === column)
  return layout.map((each, at) => ({ ...each, frozen: at <= last }))
}

export function showColumn(layout: Layout, column: string, width: number): Layout {
  if (layout.length >= mostColumns || layout.some((each) => each.column === column)) return layout
  return [...layout, { column, width: within(width), frozen: false }]
}

/** The last column stays: a table without one says nothing. */
export function hideColumn(layout: Layout, column: string): Layout {
  return layout.length > 1 ? layout.filter((each) => each.column !== column) : layout
}

/** For an address: `name.260*-spent.120`, a star for a frozen one. No sign in it has to be escaped. */
export function packLayout(layout: Layout): string {
  return layout.map(({ column, width, frozen }) => `${column}.${width}${frozen ? '*' : ''}`).join('-')
}

/** What stands in an address; undefined when it is no layout. */
export function unpackLayout(text: string): Layout | undefined {
  const read: Column[] = []
  for (const part of text.split('-').slice(0, mostColumns)) {
    const [, column, width, star] = /^([a-z][a-z0-9_]{0,63})\.(\d{1,4})(\*?)$/.exec(part) ?? []
    if (column === undefined || read.some((each) => each.column === column)) return undefined
    read.push({ column, width: within(Number(width)), frozen: star === '*' })
  }
  return inOrder(read)
}

/** Whether two are the same to the eye. */
export const sameLayout = (one: Layout, other: Layout): boolean => packLayout(one) === packLayout(other)
