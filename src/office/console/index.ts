export { changePlace } from './identifiers/routes.ts'
export { consoleRoutes } from './routes.ts'
export { byOf, membersOfPersons } from './rows.ts'
export { momentOf, timelinePlace } from './timeline.ts'
