export type { RoadsDeps } from './deps.ts'
export { forgetCallbacks } from './hooks/signed.ts'
export { type Heard, heardReply, type Outcome } from './reply/hear.ts'
export { roadsRoutes } from './routes.ts'
