import { inBoth, isSaid, type Titles, titlesOf } from '../../ui/titles.ts'
import { linesOf } from './parts.ts'
import type { Kind } from './queries.ts'

export const attributeTypes = ['number', 'time', 'boolean', 'code'] as const

/** An attribute as somebody writes it; one that is declared keeps its code and type. */
export type AttributeRow = {
  key: string
  declared: boolean
  code: string
  title: Titles
  type: (typeof attributeTypes)[number]
  codes: string
  /** Declared over the API as a code that takes its values as they come, up to a bound. */
  open: boolean
}

type Sent = Kind['attributes']

export function rowsOf(attributes: Sent): AttributeRow[] {
  return Object.entries(attributes).map(([code, of]) => {
    const codes = of.type === 'code' ? of.codes : undefined
    return { key: code, declared: true, code, title: titlesOf(of.title), type: of.type, codes: codes?.join('\n') ?? '', open: of.type === 'code' && !codes }
  })
}

export const emptyRow = (key: string): AttributeRow => ({
  key,
  declared: false,
  code: '',
  title: titlesOf(undefined),
  type: 'number',
  codes: '',
  open: false,
})

/** Every attribute has a code of its own, a title, and its list when it is a code. */
export function isWhole(rows: readonly AttributeRow[]): boolean {
  const codes = rows.map((row) => row.code)
  return new Set(codes).size === codes.length && rows.every(rowIsWhole)
}

const rowIsWhole = (row: AttributeRow) =>
  row.code !== '' && (row.declared || isSaid(row.title)) && (row.type !== 'code' || row.open || linesOf(row.codes).length > 0)

export function attributesSent(rows: readonly AttributeRow[]): Sent {
  return Object.fromEntries(rows.map((row) => [row.code, sent(row)]))
}

function sent({ type, title, codes }: AttributeRow): Sent[string] {
  const named = isSaid(title) ? { title: inBoth(title) } : {}
  if (type !== 'code') return { type, ...named }
  const listed = linesOf(codes)
  return { type, ...(listed.length > 0 ? { codes: listed } : {}), ...named }
}
