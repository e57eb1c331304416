export { type Held, heldBy, tagCustomers, untagCustomers } from './customers.ts'
export { ownershipRoutes } from './routes.ts'
export { showTag } from './show.ts'
export type { OwnershipTables } from './tables.ts'
