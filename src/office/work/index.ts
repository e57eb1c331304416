export { workRoutes } from './routes.ts'
export { refOf, showCases, showTasks } from './show.ts'
export { casesAbout, openCounts, tasksAbout, withOpenComplaint } from './store.ts'
export type { Task, WorkCase, WorkTables } from './tables.ts'
