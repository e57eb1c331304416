import type { Total } from './useHeld.ts'

/** What a refresh would bring: who came into the list, who left it, and whose figures are others. */
export type Fresh = { added: number; gone: number; changed: number /** At least so many: no more are counted. */; many: boolean }

/** As many as the server counts (`mostFresh` of office/lists). */
const most = 1_000

/** Undefined when the list is as it was. */
export function freshOf(counted: Total & { fresh: number | null }, shown: Total): Fresh | undefined {
  const by = counted.exact && shown.exact ? counted.count - shown.count : 0
  const touched = counted.fresh ?? 0
  const [added, gone] = [Math.max(0, by), Math.max(0, -by)]
  if (touched === 0 && by === 0) return undefined
  return { added, gone, changed: Math.max(0, touched - added), many: touched >= most }
}
