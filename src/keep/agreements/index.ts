// Agreements: what people let their data be used for.
export { agreements } from './known.ts'
export { coveredByGpc } from './match.ts'
export { answering } from './otherwise.ts'
export { agreementRoutes, hearGpc } from './routes.ts'
export { gpcHeard, sendsGpc, signalObeyed } from './signal.ts'
export { acceptedNow, listIsSound, publish } from './store.ts'
export type { AgreementTables } from './tables.ts'
