export { askDue } from './ask.ts'
export { renewalRoutes } from './page.ts'
