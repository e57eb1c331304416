import type { Duck } from '../mirror/duck.ts'
import { columns, names } from '../thinking/columns.ts'
import { makeLines, type Of } from './lines.ts'
import { type PortraitLine, type PortraitSaid, portraitLines, type WaysFound } from './shapes.ts'
import { makeWays } from './ways.ts'

/** Lines of everybody in the order of persons, as columns of numbers; -1 where there is none. `line` and `code` are places in their lists. */
export type PortraitRows = { codes: string[]; columns: Float64Array[] }

/** Works out the portraits of everybody who may be analysed, and how all of them decide, from the copy as it stands; leaves nothing in it. */
export async function readPortrait(duck: Duck, of: Of): Promise<{ portrait: PortraitRows; ways: WaysFound }> {
  await makeLines(duck, of)
  const ways = await makeWays(duck, of)
  const codes = await names(duck, 'select distinct code from portrait order by 1')
  const places = portraitLines.map((line, i) => `when '${line}' then ${i}`).join(' ')
  const read = await columns(
    duck,
    `select person::double, (case line ${places} end)::double, (dense_rank() over (order by code) - 1)::double, n, k, value, low, high, usual, first, last from portrait order by person, line`,
    [],
    11,
  )
  await duck.run('drop table portrait')
  await duck.run('drop table portrait_bought')
  return { portrait: { codes, columns: read.length === 0 || read[0]?.length === 0 ? Array.from({ length: 11 }, () => new Float64Array(0)) : read }, ways }
}

/** The lines of one person. */
export function portraitOf({ codes, columns: all }: PortraitRows, person: number): { [line in PortraitLine]?: PortraitSaid } {
  const persons = all[0] ?? new Float64Array(0)
  const found: { [line in PortraitLine]?: PortraitSaid } = {}
  for (let i = firstOf(persons, person); persons[i] === person; i++) {
    const [, line = -1, code = -1, n = 0, k = -1, value = -1, low = -1, high = -1, usual = -1, from = 0, to = 0] = all.map((column) => column[i])
    const name = portraitLines[line]
    if (name) found[name] = { code: codes[code] ?? '', n, k: some(k), value: some(value), low: some(low), high: some(high), usual: some(usual), from, to }
  }
  return found
}

const some = (figure: number) => (figure < 0 ? null : figure)

/** The first place of `person` in the rising column; its length where there is none. */
function firstOf(persons: Float64Array, person: number): number {
  let [from, to] = [0, persons.length]
  while (from < to) {
    const middle = (from + to) >> 1
    if ((persons[middle] ?? 0) < person) from = middle + 1
    else to = middle
  }
  return from
}
