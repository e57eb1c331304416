export { accountRoutes } from './routes.ts'
export type { AccountTables } from './tables.ts'
