// What other slices of the console may use of work.
export { CasesOf } from './CasesOf.tsx'
export { DueInput } from './DueInput.tsx'
export { colleaguesForQuery, colleaguesQuery } from './queries.ts'
export { TasksOf } from './TasksOf.tsx'
export { UnitSelect } from './UnitSelect.tsx'
export { LostNote, UnseenNote, UnseenOfMany } from './Unseen.tsx'
export { unseenWords } from './unseen.words.ts'
export { useTerm } from './useTerm.ts'
