import { fewest } from './shapes.ts'

// Two sets of people that differ by a few tell about these few, by what is in one answer and not in the other. So whoever asked of one set is not answered about
// another that is so near to it (docs/decisions/1021).

/** The people of a question, in the order of their numbers; `definition`: the same as long as the same is asked, whoever fits it by then. */
export type People = { definition: string; persons: Float64Array }

/** What somebody was answered about lately. */
export type Before = {
  /** Whether this may be answered after all that was; if so, it was from now on. */
  mayFollow(staff: number, next: People, now: Date): boolean
}

const rememberedMs = 86_400_000
const mostOfOne = 100
const mostPersons = 4_000_000

/** Kept by this process for a day: the latest hundred of each colleague, and four million people in all. */
export function rememberAsked(): Before {
  const asked = new Map<number, (People & { at: number })[]>()

  function forget(now: number): void {
    for (const [staff, some] of asked) {
      const left = some.filter(({ at }) => now - at < rememberedMs).slice(-mostOfOne)
      if (left.length > 0) asked.set(staff, left)
      else asked.delete(staff)
    }
    let persons = [...asked.values()].flat().reduce((n, one) => n + one.persons.length, 0)
    for (const [staff, some] of asked) {
      while (persons > mostPersons && some.length > 1) persons -= some.shift()?.persons.length ?? 0
      if (persons > mostPersons && asked.size > 1) {
        persons -= some[0]?.persons.length ?? 0
        asked.delete(staff)
      }
    }
  }

  return {
    mayFollow(staff, next, now) {
      forget(now.getTime())
      const before = asked.get(staff) ?? []
      // The same question an hour later is about who fits it by then: nobody reads a person off that who could not read the news.
      const others = before.filter(({ definition }) => definition !== next.definition)
      if (others.some((one) => isNear(one.persons, next.persons))) return false
      asked.set(staff, [...others, { ...next, at: now.getTime() }])
      return true
    },
  }
}

/** Whether there are people in one and not in the other, and fewer than 20 of them. */
export function isNear(a: Float64Array, b: Float64Array): boolean {
  if (Math.abs(a.length - b.length) >= fewest) return false
  let apart = 0
  let [i, j] = [0, 0]
  while ((i < a.length || j < b.length) && apart < fewest) {
    const [x, y] = [a[i] ?? Number.POSITIVE_INFINITY, b[j] ?? Number.POSITIVE_INFINITY]
    if (x !== y) apart += 1
    if (x <= y) i += 1
    if (y <= x) j += 1
  }
  return apart > 0 && apart < fewest
}
