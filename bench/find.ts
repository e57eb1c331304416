// Search by part of a name or number among many made-up customers (design §9, "find").
// The limit is the same question put to a bare linear scan: one lower-case string a customer, each word by `includes`.

import { createIndex, type Entry, put, seal, search, stats, unseal } from '../src/keep/customers/search/index.ts'
import { madeUpCustomers, questionsAbout } from './made-up-customers.ts'

const SIZES = { small: 100_000, full: 1_000_000 } as const
const QUESTIONS = 2_000
/** Questions of each kind that are put to the bare scan. */
const SCANNED = 3

/** Prints a JSON line for each figure; times in milliseconds. */
export function find({ size }: { size: 'small' | 'full' }): void {
  const n = SIZES[size]
  const index = createIndex()
  const filled = timed(() => {
    for (const customer of madeUpCustomers(n)) put(index, customer)
  })
  print('fill_per_s', Math.round(n / (filled.ms / 1000)), '1/s', n)
  print('bytes_per_customer', Math.round(stats(index).bytes / n), 'B', n)
  const sealed = timed(() => seal(index))
  print('seal_ms', sealed.ms, 'ms', n)
  print('unseal_ms', timed(() => unseal(sealed.value)).ms, 'ms', n)

  const questions = questionsAbout(n, QUESTIONS)
  const all: number[] = []
  for (const [kind, asked] of questions) {
    for (const question of asked.slice(0, 20)) search(index, question, { limit: 20 })
    const times = asked.map((question) => timed(() => search(index, question, { limit: 20 })).ms)
    print(`${kind}_p99_ms`, percentile(times, 0.99), 'ms', times.length)
    all.push(...times)
  }
  const texts = [...madeUpCustomers(n)].map(scannedText)
  const scans = [...questions.values()].flatMap((asked) => asked.slice(0, SCANNED).map((question) => timed(() => scan(texts, question)).ms))
  for (const [figure, q] of [
    ['p50_ms', 0.5],
    ['p99_ms', 0.99],
    ['max_ms', 1],
  ] as const) {
    print(figure, percentile(all, q), 'ms', all.length, percentile(scans, q))
  }
}

function scannedText(entry: Entry): string {
  return [...entry.names, ...entry.phones, ...entry.emails, ...entry.other].join(' ').toLowerCase()
}

function scan(texts: readonly string[], question: string): number {
  const words = question.toLowerCase().split(/\s+/)
  let found = 0
  for (const text of texts) if (words.every((word) => text.includes(word))) found++
  return found
}

function timed<T>(work: () => T): { ms: number; value: T } {
  const from = performance.now()
  const value = work()
  return { ms: performance.now() - from, value }
}

function percentile(times: readonly number[], q: number): number {
  const sorted = [...times].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? 0
}

function print(figure: string, value: number, unit: string, n: number, limit?: number): void {
  const rounded = (number: number): number => Math.round(number * 1000) / 1000
  const line = { bench: 'find', figure, value: rounded(value), unit, n }
  process.stdout.write(`${JSON.stringify(limit === undefined ? line : { ...line, limit: rounded(limit), ratio: rounded(value / limit) })}\n`)
}
