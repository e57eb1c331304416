// The search index: whoever is looked for by name, phone, e-mail or card, among a million, in memory only.

export { type Alike, alike } from './alike.ts'
export { fold } from './fold.ts'
export { otherLayout } from './keyboard.ts'
export { list } from './list.ts'
export { createIndex, type Entry, put, remove, type SearchIndex, standsBy } from './people.ts'
export { seal, unseal } from './seal.ts'
export { type Found, named, search } from './search.ts'
export { type IndexStats, stats } from './stats.ts'
