export { consoleRoutes } from './routes.ts'
export { membersOfPersons } from './rows.ts'
export { momentOf } from './timeline.ts'
