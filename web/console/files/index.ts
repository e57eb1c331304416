export { FilesOf } from './FilesOf.tsx'
