export { consoleRoutes } from './routes.ts'
export { byOf, membersOfPersons } from './rows.ts'
export { momentOf, timelinePlace } from './timeline.ts'
