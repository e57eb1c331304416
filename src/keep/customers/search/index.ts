// The search index: whoever is looked for by name, phone, e-mail or card, among a million, in memory only.

export { list, MOST_LISTED } from './list.ts'
export { createIndex, type Entry, MOST_FRAGMENTS, MOST_WORDS, put, remove, type SearchIndex } from './people.ts'
export { seal, unseal } from './seal.ts'
export { type Found, MOST_FOUND, search } from './search.ts'
export { type IndexStats, stats } from './stats.ts'
