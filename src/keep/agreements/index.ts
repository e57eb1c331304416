// Agreements: what people let their data be used for.
export { leftByGpc } from './match.ts'
export { agreementRoutes, hearGpc } from './routes.ts'
export type { AgreementTables } from './tables.ts'
