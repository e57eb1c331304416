import type { z } from 'zod'
import { badInput } from '../errors.ts'
import type { Opaque } from '../ids/index.ts'

/** The pages of one list. */
type Pages<P extends z.ZodType> = {
  /** Where the page begins: after this place; undefined: at the beginning. Throws bad_input for what is no cursor of this list. */
  after(cursor: string | undefined): z.output<P> | undefined
  /** Makes a page of rows that were read one more than the limit, and the cursor of the next one when there is more. */
  page<R>(rows: readonly R[], limit: number, placeOf: (last: R) => z.input<P>): { rows: R[]; next_cursor: string | null }
  /** The cursor that goes on after a place. */
  cursorAt(place: z.input<P>): string
}

/**
 * Pages by the place of the last row in the list's order (never by how many rows went before), so that rows that come, go or change
 * between two pages move nobody else. `list` names the list with its filter and order: a cursor of another is none of this.
 */
export function pagesOf<P extends z.ZodType>(ids: Opaque, list: string, place: P): Pages<P> {
  const cursorAt = (at: z.input<P>) => ids.seal(list, JSON.stringify(at))
  return {
    cursorAt,
    after(cursor) {
      if (cursor === undefined) return undefined
      const said = ids.unseal(list, cursor)
      const read = said === undefined ? undefined : place.safeParse(JSON.parse(said))
      if (!read?.success) throw notOurs()
      return read.data
    },
    page(rows, limit, placeOf) {
      const shown = rows.slice(0, limit)
      const last = shown.at(-1)
      return { rows: shown, next_cursor: rows.length > limit && last !== undefined ? cursorAt(placeOf(last)) : null }
    },
  }
}

const notOurs = () => badInput('This cursor is not one of ours.', 'cursor')
