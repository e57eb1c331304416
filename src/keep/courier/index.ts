import { checkedBatch, checkedBytes, checkedResult } from './checked.ts'
import type { Errand } from './errand.ts'
import { type ByteSource, type Hand, type Limits, startHand, usualLimits } from './hand.ts'
import type { SheetRequest } from './sheet/request.ts'
import type { TableBatch, TableRequest, TableResult } from './table/request.ts'

export type { ByteSource, Limits } from './hand.ts'
export * from './mail/index.ts'
export type { CellKind, SheetRequest, SheetRow } from './sheet/request.ts'
export { bytesOfRaw, encoderOf } from './table/encoding.ts'
export type { Delimiter, Encoding, LineTrouble, Position, TableBatch, TableForm, TableKind, TableRequest, TableResult, TroubledLine } from './table/request.ts'

/** The way to the courier processes: each works on one errand at a time; errands past their number wait for their turn. */
export type Courier = {
  /** Whatever the errand gives, unchecked: batches, then its result. */
  run(errand: Errand, from: ByteSource): AsyncGenerator<unknown, unknown>
  close(): void
}

const usualHands = 2

export function startCourier(options: { hands?: number; limits?: Partial<Limits> } = {}): Courier {
  const limits = { ...usualLimits, ...options.limits }
  const idle: Hand[] = []
  const busy = new Set<Hand>()
  const waiting: (() => void)[] = []
  const most = options.hands ?? usualHands

  async function take(): Promise<Hand> {
    while (busy.size >= most) await new Promise<void>((resolve) => waiting.push(resolve))
    let hand = idle.pop()
    while (hand?.dead()) hand = idle.pop()
    const taken = hand ?? startHand(limits)
    busy.add(taken)
    return taken
  }

  function putBack(hand: Hand): void {
    busy.delete(hand)
    if (!hand.dead()) idle.push(hand)
    waiting.shift()?.()
  }

  return {
    async *run(errand, from) {
      const hand = await take()
      try {
        return yield* hand.work(errand, from)
      } finally {
        putBack(hand)
      }
    },
    close() {
      for (const hand of [...idle, ...busy]) hand.end()
      idle.length = 0
    },
  }
}

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
