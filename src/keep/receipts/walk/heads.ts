import { headEntry, lastStated, readBuckets, type StatedHeads, standingIn } from '../headbook.ts'
import { bucketBits, headsRoot } from '../headtree.ts'
import type { ReceiptsDb } from '../read.ts'
import type { HeadRow } from '../tables.ts'
import { sameBytes } from '../verify/bytes.ts'
import { pseudonymBytes } from '../verify/heads.ts'
import type { ChainLeaves } from './chain.ts'
import type { Found } from './finding.ts'

// Holds the chains against the last tree of heads: it knows how far each went an hour ago, whatever the rows say now.

export type HeadsWalk = {
  /** To be called for each customer with a head. `leaves` by number; `firstPosition` of the oldest receipt in the log. */
  visit(head: HeadRow, leaves: ChainLeaves, firstPosition: number | undefined): void
  /** To be called at the end: customers the tree knows and nobody visited. */
  end(): void
}

export async function walkHeads(db: ReceiptsDb, found: Found): Promise<HeadsWalk> {
  const stated = await lastStated(db)
  if (!stated) return { visit: () => {}, end: () => {} }
  const entries = await readEntries(db, stated, found)
  const seen = new Set<string>()
  const touched = await touchedSince(db)
  return {
    visit(head, leaves, firstPosition) {
      const customer = head.pseudonym.toString('hex')
      const leaf = entries.get(customer)
      seen.add(customer)
      if (leaf === undefined) {
        if (firstPosition !== undefined && firstPosition < stated.statement.heads.size) found({ what: 'heads_denied', customer })
        return
      }
      if (!passesThrough(customer, leaves, leaf)) found({ what: 'heads_denied', customer, seq: head.seq })
    },
    end() {
      for (const customer of entries.keys()) {
        if (!seen.has(customer) && !touched.has(customer.slice(0, 4))) found({ what: 'customer_missing', customer })
      }
    },
  }
}

async function readEntries(db: ReceiptsDb, stated: StatedHeads, found: Found): Promise<Map<string, string>> {
  const entries = new Map<string, string>()
  const rows = await db.selectFrom('keep.head_bucket').select(['bucket', 'hash', 'entries']).orderBy('bucket').execute()
  for (const { hash, entries: bytes } of rows) {
    const standing = standingIn(bytes)
    if (!sameBytes(headsRoot(standing, bucketBits), hash)) found({ what: 'heads_changed' })
    for (const { place, hash: leaf } of standing) entries.set(hex(place.subarray(0, pseudonymBytes)), hex(leaf))
  }
  if (hex(headsRoot(await readBuckets(db))) !== stated.statement.heads.root) found({ what: 'heads_changed' })
  return entries
}

// The tree keeps hashes only, so the number it speaks of is found by trying, newest first.
function passesThrough(pseudonym: string, leaves: ChainLeaves, stated: string): boolean {
  return [...leaves].reverse().some(([seq, hashes]) => hashes.some((hash) => headEntry({ pseudonym, seq, hash }) === stated))
}

/** Buckets that moved since the statement, in hexadecimal: customers missing there may have been erased since. */
async function touchedSince(db: ReceiptsDb): Promise<Set<string>> {
  const passes = await db.selectFrom('keep.head_touched').select('buckets').execute()
  const waiting = await db.selectFrom('keep.leaf_batch').select('touched').execute()
  return new Set([...passes.map((p) => p.buckets), ...waiting.map((w) => w.touched)].flatMap((bytes) => bytes.toString('hex').match(/.{4}/g) ?? []))
}

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')
