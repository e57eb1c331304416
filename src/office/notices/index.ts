export { writeLetters } from './letters.ts'
export { asked, expireNotices, notify, notifyTask } from './notify.ts'
export { noticeRoutes } from './routes.ts'
export type { NoticeTables } from './tables.ts'
