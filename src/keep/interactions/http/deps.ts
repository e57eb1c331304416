import type { Clock } from '../../../platform/clock.ts'
import type { Opaque } from '../../../platform/ids/index.ts'
import type { Logger } from '../../../platform/log.ts'
import type { RecordDeps } from '../record/deps.ts'
import type { Queue } from '../record/queue.ts'
import type { ApiKeyOf } from './caller.ts'

export type RouteDeps = {
  recording: RecordDeps
  queue: Queue
  apiKeyOf: ApiKeyOf
  ids: Opaque
  clock: Clock
  log: Logger
  /** Where the world reaches us, like https://crm.example.org; else what the request's Host says. */
  publicUrl?: string | undefined
  /** ISO 3166, for phone numbers without a country code. */
  country?: string | undefined
  /** ISO 4217, for amounts that come without a currency. */
  currency?: string | undefined
}
