// A customer's 10,000 receipts, checked by the code that runs in the browser (design §9, "verify"): the file read from its
// text, chained, found in a log of a million leaves under a signed checkpoint, and complete by the tree of heads. The limit is
// bare SHA-256, by the same library, over the same bytes: every receipt once, and every node of the tree that has to be hashed.

import { sha256 } from '@noble/hashes/sha2.js'
import { signerOf } from '../src/keep/receipts/index.ts'
import { madeFile } from '../src/keep/receipts/testing.ts'
import { canonical } from '../src/keep/receipts/verify/canonical.ts'
import { verifyBundle } from '../src/keep/receipts/verify/index.ts'
import { secondsInBrowser } from './verify/browser.ts'

const sizes = {
  small: { receipts: 10_000, logSize: 200_000, otherCustomers: 20_000 },
  full: { receipts: 10_000, logSize: 1_000_000, otherCustomers: 100_000 },
} as const
const rounds = 5

/** Prints a JSON line for each figure. */
export async function verify({ size }: { size: 'small' | 'full' }): Promise<void> {
  const { receipts, logSize, otherCustomers } = sizes[size]
  const signer = signerOf('bench.example/receipts', new Uint8Array(32).fill(7))
  const text = JSON.stringify(await madeFile({ receipts, waiting: 0, logSize, otherCustomers, signer, now: new Date('2026-11-21T12:00:00Z') }))
  const check = () => {
    if (!verifyBundle(JSON.parse(text), signer.shown).holds) throw new Error('the file of the bench does not verify')
  }
  const bare = bareHashes(text)
  check() // once to warm up, as the limit is
  bare()
  const limit = best(bare)
  print(`receipts_${receipts}_s`, best(check), 's', receipts, limit)
  const inBrowser = await secondsInBrowser({ file: text, key: signer.shown, rounds })
  if (inBrowser !== undefined) print(`receipts_${receipts}_browser_s`, inBrowser, 's', receipts, limit)
  print('file_mb', text.length / 1_000_000, 'MB', receipts)
}

/** The hashing alone: of each receipt's bytes, and of one 65-byte node for each hash of the proof and each receipt. */
function bareHashes(text: string): () => void {
  const file: { others: string; chains: [{ receipts: Parameters<typeof canonical>[0][] }] } = JSON.parse(text)
  const entries = file.chains[0].receipts.map((r) => new TextEncoder().encode(`\0${canonical(r)}`))
  const nodes = Math.floor((file.others.length * 3) / 4 / 32) + entries.length
  const node = new Uint8Array(65)
  return () => {
    for (const entry of entries) sha256(entry)
    for (let i = 0; i < nodes; i++) sha256(node)
  }
}

function best(work: () => void): number {
  const times = Array.from({ length: rounds }, () => {
    const from = performance.now()
    work()
    return (performance.now() - from) / 1000
  })
  return Math.min(...times)
}

function print(figure: string, value: number, unit: string, n: number, limit?: number): void {
  const rounded = (number: number) => Math.round(number * 1000) / 1000
  const line = { bench: 'verify', figure, value: rounded(value), unit, n }
  process.stdout.write(`${JSON.stringify(limit === undefined ? line : { ...line, limit: rounded(limit), ratio: rounded(value / limit) })}\n`)
}
