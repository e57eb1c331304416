export { goOnSoon, goOnWithRuns } from './goOn.ts'
export { campaignRoutes } from './routes.ts'
export type { CampaignTables } from './tables.ts'
