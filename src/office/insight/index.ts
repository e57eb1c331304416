export { nightBegins } from './nightly.ts'
export { classStands, mayBeAnalysed } from './said.ts'
export type { InsightTables, ValueClass } from './tables.ts'
export { type ClassBoard, classBoard, computeValueClasses, type ValueClassRow, valueClassesOf, windowDays } from './value-classes.ts'
