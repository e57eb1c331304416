// What other slices of the console may use of work.
export { CasesOf } from './CasesOf.tsx'
export { DueInput } from './DueInput.tsx'
export { colleaguesQuery } from './queries.ts'
export { TasksOf } from './TasksOf.tsx'
export { useTerm } from './useTerm.ts'
