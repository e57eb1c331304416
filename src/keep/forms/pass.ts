import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import type { Opaque } from '../../platform/ids/index.ts'

// Each page that is shown carries a pass: when that was, and a number of its own. So an answer that comes without a page, from a page
// of yesterday, or quicker than a person types is known; and one that is sent twice is one.

const hourMs = 3_600_000
const longestMs = 24 * hourMs
/** Nobody reads and fills a form in less. */
export const quickestMs = 2_000

const shape = z.object({ at: z.int(), nonce: z.string().max(40) })

export const makePass = (ids: Opaque, form: string, now: Date): string =>
  ids.seal(`form ${form}`, JSON.stringify({ at: now.getTime(), nonce: randomBytes(16).toString('base64url') }))

export type Pass = { nonce: string; tooQuick: boolean }

/** What a pass says; undefined for one that is not ours, of another form, or older than a day. */
export function readPass(ids: Opaque, form: string, pass: string, now: Date): Pass | undefined {
  const said = ids.unseal(`form ${form}`, pass)
  const read = said === undefined ? undefined : shape.safeParse(JSON.parse(said)).data
  if (!read) return undefined
  const age = now.getTime() - read.at
  return age < 0 || age > longestMs ? undefined : { nonce: read.nonce, tooQuick: age < quickestMs }
}
