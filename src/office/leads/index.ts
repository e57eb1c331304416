export { type Came, followLeads } from './follow.ts'
export { leadRoutes } from './routes.ts'
export type { LeadTables } from './tables.ts'
