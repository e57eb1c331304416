export type { Happening } from './kinds.ts'
export { openWebhooks } from './open.ts'
export { sweepWebhooks, tellLater } from './queue.ts'
export type { WebhookTables } from './tables.ts'
