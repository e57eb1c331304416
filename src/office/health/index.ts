export { healthRoutes } from './routes.ts'
export { printOpenApi } from './openapi.ts'
