export { consoleRoutes } from './routes.ts'
export { momentOf, moneyOf } from './timeline.ts'
export { membersOfPersons } from './rows.ts'
