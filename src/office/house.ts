import type { Hono } from 'hono'
import type { Door } from '../keep/door/contract.ts'
import type { Clock } from '../platform/clock.ts'
import type { Db } from '../platform/db/index.ts'
import type { Mounting, Onward } from '../platform/http/index.ts'
import type { IdBlocks, Opaque } from '../platform/ids/index.ts'
import type { Analyst } from './analyst/index.ts'
import type { Caller } from './caller.ts'
import type { Figures } from './figures.ts'
import type { KindTitles, TopicTitles } from './kinds.ts'
import type { Lists } from './lists/index.ts'
import type { Live } from './live/index.ts'
import type { OfficeTables } from './tables.ts'

/** What the routes of this wing are given. */
export type House = {
  app: Hono
  on: Mounting<Caller>
  db: Db<OfficeTables>
  door: Door
  ids: Opaque
  /** Who answers about all facts at once; undefined where it runs on another machine. */
  analyst: Analyst | undefined
  figures: Figures
  lists: Lists
  rowIds: IdBlocks
  /** Tells the pages that stand open what changed. */
  live: Live
  clock: Clock
  /** What the kinds of interactions are called. */
  kindTitles(): Promise<KindTitles>
  /** What the topics of the company are called. */
  topicTitles(): Promise<TopicTitles>
  demo: boolean
  /** Asks main to empty the demo and keep this member of staff. */
  wipe(staff: number): void
  /** What /metrics is asked with; undefined: it answers nobody. */
  metricsToken: string | undefined
  /** Where the keep serves what is handed on to it as it is: files, what the customer said. */
  keepHttp: Onward & { caller: string }
  version: string
  startedAt: Date
}
