export { fieldsQuery, type OwnField, useOwnFieldTitle } from './queries.ts'
