export type { FileDeps } from './deps.ts'
export { type FileRoutesDeps, fileRoutes, type Look } from './routes.ts'
export { sweepFiles } from './store.ts'
export type { FileTables } from './tables.ts'
