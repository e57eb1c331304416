export { workRoutes } from './routes.ts'
export { refOf, showCases, showTasks } from './show.ts'
export { cases, openCounts, tasks, withOpenComplaint } from './store.ts'
export type { Task, WorkCase, WorkTables } from './tables.ts'
