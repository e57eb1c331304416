export { campaignRoutes } from './routes.ts'
export type { CampaignTables } from './tables.ts'
