export { withStanding } from './standing.ts'
export { type Summary, summariesOf } from './summary.ts'
export type { FactTables } from './tables.ts'
export { byChannel, channelsOf, type KindCount, kindsOfAll, type Moment, newestOfAll, type TimelineCursor, timelineOf } from './timeline.ts'
