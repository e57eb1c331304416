import type { IncomingMessage } from 'node:http'
import type { Clock } from '../../../platform/clock.ts'
import type { Opaque } from '../../../platform/ids/index.ts'
import type { Logger } from '../../../platform/log.ts'
import type { RecordDeps } from '../record/deps.ts'
import type { Queue } from '../record/queue.ts'

/** What the keys of the API say of a secret; keys themselves belong to the access slice. */
export type ApiKey = {
  kind: 'write' | 'secret'
  /** Code of the source whose events come by this key. */
  source: string
  scopes: readonly string[]
  /** What it may record for; empty: for anything. */
  purposes: readonly string[]
  unit?: string | null | undefined
}

export type ApiKeyOf = (secret: string) => ApiKey | undefined | Promise<ApiKey | undefined>

export type RouteDeps = {
  /** The seller who is signed in where no key is shown: the code of their unit, where they have one and no other. Throws for whoever may not sell. */
  sellerOf?(request: IncomingMessage): Promise<{ unit: string | undefined }>
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
  /** Throws what to answer when nothing can be recorded now, the disk being full. */
  mayRecord?(): void
}
