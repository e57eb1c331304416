import { badInput } from '../../../platform/errors.ts'
import { type ByteSource, type Courier, readTable, type TableForm, type TableResult } from '../../courier/index.ts'
import type { Sampled } from '../mapping/guess.ts'
import { findHeader, type Header } from '../mapping/header.ts'

export type Inspected = { form: TableResult['form']; header: Header; columns: Sampled[] }

const rowsLookedAt = 60
const samplesShown = 5
const longestSample = 80

/** The first rows of a file: how it is to be read, its header, and what stands under each name. */
export async function inspect(courier: Courier, file: ByteSource, form: TableForm): Promise<Inspected> {
  const rows: string[][] = []
  const lines: number[] = []
  let result: TableResult | undefined
  for (const batches = readTable(courier, file, { form, limit: rowsLookedAt }); ; ) {
    const next = await batches.next()
    if (next.done) {
      result = next.value
      break
    }
    rows.push(...next.value.rows)
    lines.push(...next.value.lines)
  }
  if (rows.length === 0) throw badInput('The file holds no rows that can be read.')
  const header = findHeader(rows, lines)
  const below = rows.filter((_, i) => (lines[i] ?? 0) > header.line)
  return { form: result.form, header, columns: header.names.map((name, i) => ({ name, samples: samplesOf(below, i) })) }
}

function samplesOf(rows: readonly string[][], column: number): string[] {
  const values = rows.map((row) => row[column]?.trim() ?? '').filter((value) => value !== '')
  return [...new Set(values)].slice(0, samplesShown * 4).map((value) => value.slice(0, longestSample))
}

export const shown = (samples: readonly string[]) => samples.slice(0, samplesShown)
