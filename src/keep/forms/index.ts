export { forgetConfirmations } from './confirm.ts'
export { type FormRoutesDeps, formRoutes } from './routes.ts'
export type { FormTables } from './tables.ts'
