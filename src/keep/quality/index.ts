export { gatherQuality, gatherQualityOf, gatherSoon, qualityTask } from './gather.ts'
