import type { Door } from '../../keep/door/contract.ts'
import type { Clock } from '../../platform/clock.ts'
import { type Column, type Columns, columnOf, ownColumns } from './columns.ts'

/** Lists are opened to serve people: a field that is kept for other purposes only is no column of theirs. */
const purpose = 'service'

/** The columns of this installation now: ours, and those of the fields that the company declared. */
export async function columnsNow(door: Door): Promise<Columns> {
  const fields = await door.ask({ service: 'health' }, 'ownFields', {})
  const known = fields.filter((f) => !f.retired && f.purposes.includes(purpose))
  const all: Column[] = [...ownColumns, ...known.map(columnOf)]
  return {
    byName: new Map(all.map((c) => [c.column, c])),
    retired: new Set(fields.filter((f) => f.retired).map((f) => f.code)),
    elsewhere: new Set(fields.filter((f) => !f.retired && !f.purposes.includes(purpose)).map((f) => f.code)),
  }
}

/** The company's time zone; undefined before set-up. */
export const zoneOf = async (door: Door): Promise<string | undefined> => (await door.ask({ service: 'health' }, 'health', {})).company?.time_zone

const rereadAfterMs = 30_000

/** The company's time zone, asked of the keep at most twice a minute; before set-up there is none, and days are those of UTC. */
export function companyZone(door: Door, clock: Clock): () => Promise<string> {
  let held = 'UTC'
  let until = -1
  return async () => {
    if (clock.monotonic() < until) return held
    const zone = await zoneOf(door)
    held = zone ?? 'UTC'
    until = clock.monotonic() + (zone === undefined ? 0 : rereadAfterMs)
    return held
  }
}
