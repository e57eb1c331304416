export { consoleRoutes } from './routes.ts'
export { membersOfPersons } from './rows.ts'
export { momentOf, moneyOf } from './timeline.ts'
