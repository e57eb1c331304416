import type { Broken } from '../lists/index.ts'
import type { Asking } from './asking.ts'
import type { OnceEvent } from './walk.ts'

/** What is wrong with the kind of events that a rule or a trait counts. */
export function wrongKind({ kind: code, where = [] }: OnceEvent, { kinds }: Pick<Asking, 'kinds'>, place: string): Broken[] {
  const kind = kinds.get(code)
  const wrong = (at: string, sentence: string): Broken[] => [{ place: `${place}.${at}`, column: code, sentence }]
  if (!kind) return wrong('kind', `there is no kind of events "${code}"`)
  if (kind.retired) return wrong('kind', `the kind of events "${code}" was retired, so no audience is made by it any more`)
  if (kind.sensitive) return wrong('kind', `the kind of events "${code}" says something delicate about people, so no audience is made by it`)
  const unknown = where.findIndex(({ attribute }) => !Object.hasOwn(kind.attributes, attribute))
  return unknown < 0 ? [] : wrong(`where[${unknown}].attribute`, `the kind of events "${code}" has no attribute "${where[unknown]?.attribute}" any more`)
}
