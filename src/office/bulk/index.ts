export { bulkRoutes } from './routes.ts'
export { workOnBulks, workSoon } from './run.ts'
export type { BulkWorkTables } from './tables.ts'
export { countMatching, keptOf, keptWho, matchingAfter, type WhoHouse } from './who.ts'
