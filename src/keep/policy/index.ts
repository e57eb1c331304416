// The gate over everybody: who can be reached.
export { boardTask, countReach } from './board.ts'
export { policyRoutes } from './routes.ts'
export { runTrial, trialTask } from './shadow.ts'
export type { PolicyTables } from './tables.ts'
