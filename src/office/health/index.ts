export { printOpenApi } from './openapi.ts'
export { healthRoutes } from './routes.ts'
