export { weekStartOf } from './choices.ts'
export { accountRoutes } from './routes.ts'
export type { AccountTables, WeekStart } from './tables.ts'
