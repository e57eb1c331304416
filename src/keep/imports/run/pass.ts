import { type ByteSource, readTable, type TableBatch, type TableForm } from '../../courier/index.ts'
import type { ImportDeps } from '../deps.ts'
import type { Plan } from '../mapping/plan.ts'
import type { Chunk, Cursor, Gathering } from './preset.ts'

/**
 * One pass over a file from a cursor: rows are gathered into chunks, and `act` is called with one chunk after the other.
 * The next chunk is read and understood while the last one is being stored.
 */
export async function passOver<T>(
  deps: ImportDeps,
  at: { plan: Plan; file: ByteSource; form: TableForm; cursor: Cursor | undefined },
  gathering: Gathering<T>,
  act: (chunk: Chunk<T>) => Promise<void>,
): Promise<void> {
  const { plan, file, form, cursor } = at
  let acting = Promise.resolve()
  const hand = async (chunk: Chunk<T>) => {
    await acting
    acting = act(chunk)
    acting.catch(() => {})
  }
  const request = { form, from: cursor?.start, columns: plan.columns, width: plan.header.names.length }
  for await (const batch of readTable(deps.courier, file, request)) {
    feed(batch, plan.header.line, gathering)
    for (let chunk = gathering.take('enough'); chunk; chunk = gathering.take('enough')) await hand(chunk)
  }
  gathering.end()
  for (let chunk = gathering.take('all'); chunk; chunk = gathering.take('all')) await hand(chunk)
  await acting
}

/** Rows and troubled lines in the order of the file, without the header and what stands above it. */
function feed<T>(batch: TableBatch, header: number, gathering: Gathering<T>): void {
  gathering.from(batch.start)
  const { rows, lines, troubles } = batch
  let t = 0
  for (let i = 0; i < rows.length; i++) {
    const line = lines[i] ?? 0
    for (let trouble = troubles[t]; trouble && trouble.line < line; trouble = troubles[++t]) if (trouble.line > header) gathering.trouble(trouble)
    const row = rows[i]
    if (row && line > header) gathering.row(line, row)
  }
  for (const trouble of troubles.slice(t)) if (trouble.line > header) gathering.trouble(trouble)
}
