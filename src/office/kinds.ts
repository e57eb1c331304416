import type { Door, Words } from '../keep/door/contract.ts'
import type { Clock } from '../platform/clock.ts'

export type KindTitles = ReadonlyMap<string, Words>
export type TopicTitles = ReadonlyMap<string, Words>

const rereadAfterMs = 30_000

/** What the kinds of interactions are called, asked of the keep at most twice a minute. */
export const kindTitles = (door: Door, clock: Clock): (() => Promise<KindTitles>) =>
  heldAWhile(clock, async () => new Map((await door.ask({ service: 'health' }, 'kinds', {})).map((k) => [k.code, k.title])))

/** What the topics of the company are called, of which its goods are too; asked as seldom. */
export const topicTitles = (door: Door, clock: Clock): (() => Promise<TopicTitles>) =>
  heldAWhile(clock, async () => new Map((await door.ask({ service: 'health' }, 'topics', {})).map((t) => [t.code, t.title])))

function heldAWhile(clock: Clock, read: () => Promise<ReadonlyMap<string, Words>>): () => Promise<ReadonlyMap<string, Words>> {
  let held: ReadonlyMap<string, Words> = new Map()
  let until = -1
  return async () => {
    if (clock.monotonic() < until) return held
    until = clock.monotonic() + rereadAfterMs
    held = await read()
    return held
  }
}
