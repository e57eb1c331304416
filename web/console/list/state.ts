import type { Filter } from '../../../src/office/lists/shapes.ts'
import { pack, unpack } from '../filters/pack.ts'
import { type Layout, packLayout, sameLayout, unpackLayout } from './layout.ts'

export type Order = { column: string; down: boolean }
export const densities = ['comfortable', 'compact'] as const
type Density = (typeof densities)[number]

/** What a list shows: who, in which order, which columns, how dense. A saved view is this with a title. */
export type Shown = {
  filter: Filter | undefined
  sort: readonly Order[]
  layout: Layout
  density: Density | undefined /** The column whose values make groups. */
  group?: string | undefined
}

/** A list in an address: the view it is, and where it differs from it. */
export type ListSearch = { v?: string; q?: string; f?: string; s?: string; c?: string; d?: Density; g?: string }

/** In place of a filter or an order: none, though the view has one. */
const none = 'none'
const mostOrders = 4

export function listSearch(search: Record<string, unknown>): ListSearch {
  const text = (value: unknown, most: number) => {
    const said = typeof value === 'string' || typeof value === 'number' ? String(value) : ''
    return said && said.length <= most ? said : undefined
  }
  const read = {
    v: text(search.v, 80),
    q: text(search.q, 200),
    f: text(search.f, 12_000),
    s: text(search.s, 400),
    c: text(search.c, 3_000),
    d: densities.find((each) => each === search.d),
    g: text(search.g, 64),
  }
  return Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined))
}

/** What an address shows, over the view it names. `unread`: it holds a filter that is none. */
export function shownBy(search: ListSearch, view: Shown): Shown & { unread: boolean } {
  const filter = search.f === undefined ? view.filter : search.f === none ? undefined : unpack(search.f)
  return {
    filter,
    sort: search.s === undefined ? view.sort : search.s === none ? [] : readOrder(search.s),
    layout: (search.c === undefined ? undefined : unpackLayout(search.c)) ?? view.layout,
    density: search.d ?? view.density,
    group: search.g === undefined ? view.group : readGroup(search.g),
    unread: search.f !== undefined && search.f !== none && filter === undefined,
  }
}

/** The part of an address that says where this differs from the view. */
export function differences(shown: Shown, view: Shown): Pick<ListSearch, 'f' | 's' | 'c' | 'd' | 'g'> {
  const [f, was] = [shown.filter && pack(shown.filter), view.filter && pack(view.filter)]
  const [s, before] = [orderText(shown.sort), orderText(view.sort)]
  return {
    f: f === was ? undefined : (f ?? none),
    s: s === before ? undefined : s || none,
    c: sameLayout(shown.layout, view.layout) ? undefined : packLayout(shown.layout),
    d: shown.density === view.density ? undefined : shown.density,
    g: shown.group === view.group ? undefined : (shown.group ?? none),
  }
}

export const isChanged = (search: ListSearch): boolean => (search.f ?? search.s ?? search.c ?? search.d ?? search.g) !== undefined

const readGroup = (text: string): string | undefined => (text !== none && /^[a-z][a-z0-9_]{0,63}$/.test(text) ? text : undefined)

/** `-spent,name`: the way the API takes an order. */
export const orderText = (sort: readonly Order[]): string => sort.map(({ column, down }) => (down ? `-${column}` : column)).join(',')

export function readOrder(text: string): Order[] {
  return text
    .split(',')
    .filter((part) => /^-?[a-z][a-z0-9_]*$/.test(part))
    .slice(0, mostOrders)
    .map((part) => ({ column: part.replace('-', ''), down: part.startsWith('-') }))
}

/** After a click on a head: this column alone, up, down and not at all in turn; with Shift it joins the others. */
export function nextOrder(sort: readonly Order[], column: string, o: { first: 'up' | 'down'; join: boolean }): Order[] {
  const held = sort.find((each) => each.column === column)
  const down = held ? !held.down : o.first === 'down'
  const ended = held !== undefined && held.down !== (o.first === 'down')
  const mine = ended ? [] : [{ column, down }]
  // By name the keep sorts, and by nothing else beside it.
  if (!o.join || column === 'name' || sort.some((each) => each.column === 'name')) return mine
  const at = sort.findIndex((each) => each.column === column)
  return at === -1 ? [...sort, ...mine].slice(-mostOrders) : [...sort.slice(0, at), ...mine, ...sort.slice(at + 1)]
}
