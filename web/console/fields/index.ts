export { fieldsQuery, type OwnField, useOwnField, useOwnFieldTitle } from './queries.ts'
