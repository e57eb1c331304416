export { nightBegins } from './nightly.ts'
export type { InsightTables, ValueClass } from './tables.ts'
export { type ClassBoard, classBoard, computeValueClasses, windowDays } from './value-classes.ts'
