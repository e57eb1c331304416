import { machineMs } from '../../../platform/clock.ts'
import { type Asked, outward, type Said } from '../../../platform/http/outward.ts'

/** A request to another site, and the private networks that the operator opened. `before`: at this moment of the machine's clock it is over, answered or not. */
export type AskRequest = { asked: Asked; allowed: string; before?: number | undefined }

export const patienceMs = 10_000
export const mostBytes = 256 * 1024

export async function ask({ asked, allowed, before }: AskRequest): Promise<Said> {
  const left = before === undefined ? patienceMs : Math.min(patienceMs, before - machineMs())
  return left <= 0 ? { trouble: 'not_reached' } : outward(allowed).ask(asked, { patienceMs: left, mostBytes })
}
