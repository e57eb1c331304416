import type { Fragments } from './fragments.ts'
import type { SearchIndex } from './people.ts'

export type IndexStats = { customers: number; words: number; phones: number; emails: number; bytes: number }

/** How much is in the index and how many bytes its arrays take. */
export function stats(index: SearchIndex): IndexStats {
  const { vocabulary: v, wordsOf, slotsOf, order } = index
  const arrays = [
    v.text,
    v.at,
    v.length,
    v.letters,
    index.named,
    index.customer,
    index.rank,
    index.table,
    index.scores,
    wordsOf.pool,
    wordsOf.at,
    wordsOf.used,
    wordsOf.size,
    slotsOf.pool,
    slotsOf.at,
    slotsOf.used,
    slotsOf.size,
    ...fragmentArrays(index.phones),
    ...fragmentArrays(index.emails),
    ...order.blocks.map((block) => block.items),
    ...v.order.blocks.map((block) => block.items),
  ]
  return {
    customers: order.count,
    words: v.order.count,
    phones: index.phones.count - index.phones.free.length,
    emails: index.emails.count - index.emails.free.length,
    bytes: arrays.reduce((sum, array) => sum + array.byteLength, 0),
  }
}

function fragmentArrays(f: Fragments): ArrayBufferView[] {
  return [f.bytes, f.at, f.low, f.high, f.owner, f.next, f.first]
}
