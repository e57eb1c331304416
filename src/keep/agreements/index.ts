// Agreements: what people let their data be used for.
export { coveredByGpc } from './match.ts'
export { agreementRoutes, hearGpc } from './routes.ts'
export { gpcHeard, sendsGpc, signalObeyed } from './signal.ts'
export type { AgreementTables } from './tables.ts'
