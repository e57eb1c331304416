import type { Identifier } from '../../interactions/index.ts'
import { pointedAt, pointerOf } from '../contacts/pointers.ts'
import type { Plan } from '../mapping/plan.ts'
import type { RowReader } from '../run/gather-rows.ts'
import type { Left, Reject } from '../run/preset.ts'
import { countryOf } from '../values/words.ts'

/** One line of a list of people: all that points at somebody. */
export type Listed = { line: number; identifiers: Identifier[] }

/** Reads rows of a list. A cell that points at nobody costs nothing where another one does. */
export function listedReader(plan: Plan): RowReader<Listed> {
  const countryPlace = plan.at('country')
  const columns = plan.columns.map((column, i) => ({ i, name: plan.names[i] ?? '', target: plan.mapping.columns[plan.header.names[column] ?? ''] }))

  function read(line: number, cells: readonly string[]): Listed | Reject {
    const said = (cells[countryPlace] ?? '').trim()
    const at = { home: (said && countryOf(said)) || plan.mapping.country, mapping: plan.mapping }
    const identifiers: Identifier[] = []
    const left: Left[] = []
    for (const { i, name, target } of columns) {
      const text = (cells[i] ?? '').trim()
      const kind = target === 'address' ? (text.includes('@') ? 'email' : 'phone') : target && pointerOf[target]
      if (text === '' || !kind) continue
      const { values, bad } = pointedAt(kind, text, at)
      if (bad) left.push({ reason: bad, detail: name })
      identifiers.push(...values.map((value) => ({ kind, value, proven: true })))
    }
    if (identifiers.length > 0) return { line, identifiers }
    return { line, ...(left[0] ?? { reason: 'nobody', detail: '' }) }
  }

  return { read, salvage: () => undefined }
}
