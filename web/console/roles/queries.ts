import type { z } from 'zod'
import type { listRoles } from '../../../src/keep/access/contract.ts'

export { rolesQuery } from '../shell/roles.ts'

export type Role = z.output<typeof listRoles.output>['items'][number]
