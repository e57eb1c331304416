export { discountField, ownPrice, planArrival } from './arrival.ts'
export { goOnSoon, goOnWithRuns } from './goOn.ts'
export { campaignRoutes } from './routes.ts'
export type { CampaignTables } from './tables.ts'
