import { checkedBatch, checkedBytes, checkedResult } from './checked.ts'
import type { ByteSource } from './hand.ts'
import type { Courier } from './hands.ts'
import type { SheetRequest } from './sheet/request.ts'
import type { TableBatch, TableRequest, TableResult } from './table/request.ts'

export { type Asker, startAsker } from './asking/index.ts'
export { unpackBundle } from './bundle/index.ts'
export type { ByteSource, Limits } from './hand.ts'
export { type Courier, startCourier } from './hands.ts'
export * from './mail/index.ts'
export type { CellKind, SheetRequest, SheetRow } from './sheet/request.ts'
export { bytesOfRaw, encoderOf } from './table/encoding.ts'
export type { Delimiter, Encoding, LineTrouble, Position, TableBatch, TableForm, TableKind, TableRequest, TableResult, TroubledLine } from './table/request.ts'

/**
 * The rows of a CSV, XLSX or Parquet file in batches, then how it was read. The loop may be left at any time.
 * Throws AppError bad_input with one sentence and the place when the file as a whole cannot be read.
 */
export async function* readTable(courier: Courier, from: ByteSource, request: TableRequest): AsyncGenerator<TableBatch, TableResult> {
  const errand = courier.run({ errand: 'table', input: JSON.stringify(request) }, from)
  try {
    for (;;) {
      const next = await errand.next()
      if (next.done) return checkedResult(next.value)
      yield checkedBatch(next.value)
    }
  } finally {
    await errand.return(undefined)
  }
}

/** A workbook of the rows that `from` holds as lines of JSON, piece by piece. Throws AppError bad_input with one sentence when it cannot be written. */
export async function* writeWorkbook(courier: Courier, from: ByteSource, request: SheetRequest): AsyncGenerator<Buffer> {
  const errand = courier.run({ errand: 'sheet', input: JSON.stringify(request) }, from)
  try {
    for (;;) {
      const next = await errand.next()
      if (next.done) return
      yield checkedBytes(next.value)
    }
  } finally {
    await errand.return(undefined)
  }
}
