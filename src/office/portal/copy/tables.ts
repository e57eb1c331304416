import { csvLineOf, csvMark, harmless } from '../../../platform/csv.ts'

// Answers as tables: what is nested becomes columns `a.b`, a list of texts one cell, a list of things one cell of JSON.

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }
type Row = { [column: string]: string | number | null }
export type Table = { name: string; rows: readonly Row[] }

const isThings = (value: Json): value is readonly { [key: string]: Json }[] =>
  Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === 'object' && one !== null && !Array.isArray(one))
export const isObject = (value: Json): value is { readonly [key: string]: Json } => typeof value === 'object' && value !== null && !Array.isArray(value)

/** The table of a list. */
export const tableOf = (name: string, items: readonly Json[]): Table => ({ name, rows: items.map((item) => rowOf(item)) })

/** The tables of a page: one row of what stands there once, and a table of each list on it, by its place. */
export function tablesOf(name: string, answer: Json): Table[] {
  const once: Row = {}
  const lists: Table[] = []
  const walk = (place: string, value: Json) => {
    if (isThings(value)) lists.push({ name: place, rows: value.flatMap(apart) })
    else if (isObject(value)) for (const [key, inner] of Object.entries(value)) walk(`${place}-${key}`, inner)
    else once[place.slice(name.length + 1)] = cellOf(value)
  }
  walk(name, answer)
  return [{ name, rows: [once] }, ...lists]
}

/** Groups with things in them: a row for each thing, beginning with what is said of its group. */
function apart(group: { [key: string]: Json }): Row[] {
  const [inner, ...more] = Object.entries(group).filter(([, value]) => isThings(value))
  if (!inner || more.length > 0 || Object.keys(group).length > 2) return [rowOf(group)]
  const [key, things] = inner
  const { [key]: _things, ...said } = group
  return isThings(things) ? things.map((thing) => ({ ...rowOf(said), ...rowOf(thing) })) : []
}

function rowOf(item: Json): Row {
  const row: Row = {}
  const put = (place: string, value: Json) => {
    if (isObject(value)) for (const [key, inner] of Object.entries(value)) put(place === '' ? key : `${place}.${key}`, inner)
    else row[place === '' ? 'value' : place] = cellOf(value)
  }
  put('', item)
  return row
}

function cellOf(value: Json): string | number | null {
  if (value === null || typeof value === 'number') return value
  if (typeof value === 'boolean') return String(value)
  if (typeof value === 'string') return value
  if (Array.isArray(value) && value.every((one) => typeof one === 'string' || typeof one === 'number')) return value.join('; ')
  return JSON.stringify(value)
}

/** As CSV: UTF-8 with its mark, commas, a head of column names, every column that any row has. */
export function csvOf({ rows }: Table): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  const cell = (value: string | number | null | undefined) => (typeof value === 'number' ? String(value) : harmless(value ?? ''))
  const lines = rows.map((row) =>
    csvLineOf(
      columns.map((column) => cell(row[column])),
      ',',
    ),
  )
  return `${csvMark}${csvLineOf(columns, ',')}${lines.join('')}`
}
