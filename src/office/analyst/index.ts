// The analyst: a process that owns a copy of the facts in DuckDB. Others ask it here; DuckDB itself is loaded by its process alone.

export { permitted } from './asking/permitted.ts'
export { type Analyst, openAnalyst } from './client.ts'
export { analysisRoutes } from './routes.ts'
export type { AnalystTables } from './tables.ts'
export type { PersonSaid } from './thinking/said.ts'
export type { AnalystState, Table } from './verbs.ts'
