export { withStanding } from './standing.ts'
export { type Summary, summariesOf } from './summary.ts'
export type { FactTables } from './tables.ts'
export { type ChannelCount, channelsOf, channelsOfAll, type Moment, newestOfAll, type TimelineCursor, timelineOf } from './timeline.ts'
