export { reportRoutes } from './routes.ts'
export type { ReportTables } from './tables.ts'
