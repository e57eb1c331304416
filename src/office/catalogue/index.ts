export { purchaseKinds } from './money.ts'
export { type Summary, summariesOf } from './summary.ts'
export type { FactTables } from './tables.ts'
export { channelsOf, type Moment, type TimelineCursor, timelineOf } from './timeline.ts'
