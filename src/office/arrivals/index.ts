export { arrivalRoutes } from './routes.ts'
