// The desk of whoever answers for the data: what needs them, the register of processing, whose data was touched.
export type { DeskTables } from './deps.ts'
export { deskRoutes } from './routes.ts'
export { touchedIn } from './touched.ts'
