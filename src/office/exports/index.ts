export { feedExports, feedSoon } from './feed.ts'
export { exportRoutes } from './routes.ts'
export type { ExportWhoTables } from './tables.ts'
