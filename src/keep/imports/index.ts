import { Hono } from 'hono'
import type { Clock } from '../../platform/clock.ts'
import type { Who } from '../../platform/http/index.ts'
import type { Opaque } from '../../platform/ids/index.ts'
import type { Logger } from '../../platform/log.ts'
import type { ApiKey, Session } from '../access/index.ts'
import type { Courier } from '../courier/index.ts'
import type { RecordDeps } from '../interactions/index.ts'

export type ImportRoutesDeps = {
  keep: RecordDeps
  courier: Courier
  ids: Opaque
  clock: Clock
  log: Logger
  authenticate(request: Request, who: Who, now: Date): Promise<Session | undefined>
  apiKeyOf(secret: string): Promise<ApiKey | undefined>
}

export function importRoutes(_deps: ImportRoutesDeps): Hono {
  return new Hono()
}
