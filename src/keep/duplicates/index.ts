export { type LookDeps, lookForDuplicates } from './look.ts'
export { countDuplicates, dismissDuplicate, duplicates } from './store.ts'
export type { DuplicateTables } from './tables.ts'
