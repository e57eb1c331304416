import type { Door, Words } from '../keep/door/contract.ts'
import type { Clock } from '../platform/clock.ts'

export type KindTitles = ReadonlyMap<string, Words>

const rereadAfterMs = 30_000

/** What the kinds of interactions are called, asked of the keep at most twice a minute. */
export function kindTitles(door: Door, clock: Clock): () => Promise<KindTitles> {
  let held: KindTitles = new Map()
  let until = -1
  return async () => {
    if (clock.monotonic() < until) return held
    until = clock.monotonic() + rereadAfterMs
    const kinds = await door.ask({ service: 'health' }, 'kinds', {})
    held = new Map(kinds.map((k) => [k.code, k.title]))
    return held
  }
}
