export { setField, unsetField } from './fields.ts'
export { type Deed, isRowField } from './shapes.ts'
export { type BulkRow, beginBulk, beginUndo, getBulk, openValue } from './store.ts'
export type { BulkTables } from './tables.ts'
