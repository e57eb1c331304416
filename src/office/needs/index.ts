export { needPlace, needRoutes } from './routes.ts'
export { showChoices } from './show.ts'
export type { NeedFactTables } from './tables.ts'
export { takeHeard } from './worry.ts'
