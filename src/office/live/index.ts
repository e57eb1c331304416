export { deedOf } from './deeds.ts'
export { type Live, openLive } from './live.ts'
export { liveRoutes } from './routes.ts'
export { type Said, tell } from './tell.ts'
