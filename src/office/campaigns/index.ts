export { campaignRoutes } from './routes.ts'
export { dryRun, runOnce } from './run.ts'
export type { CampaignTables } from './tables.ts'
