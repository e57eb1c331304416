// A search: the question's rarest word names the candidates, every word judges each of them, the best are kept.

import { bestFirst, keepBest, offer } from './best.ts'
import { judge, type Matcher, makeMatcher, NO_MATCH, PENALTY, visitCandidates } from './matcher.ts'
import { compareSlots, type SearchIndex, slotOf } from './people.ts'
import { type Asked, readQuestion } from './question.ts'

export type Found = {
  /** Best first: by how near the match is, then by rank, then in the order of the list. */
  customers: number[]
  /** How near each of them is: the less the nearer. */
  scores: number[]
  /** Whether there are more behind these. */
  more: boolean
  /** Whether typing errors were forgiven in this search. */
  thorough: boolean
  total: number
  /** Whether `total` counts them all; else there are more, which were not looked at. */
  exact: boolean
  /** Whether the best match is as typed: not by typing errors, the other layout or the other alphabet. */
  asTyped: boolean
}

/**
 * Where a page ended: some of its last customers, the last one first, with their scores then. The next begins behind the first of
 * them who still has that score; when none has, after so many.
 */
export type SearchPlace = { thorough: boolean; before: number; last: readonly { customer: number; score: number }[] }

export const MOST_FOUND = 1000
const DEFAULT_FOUND = 20
/** With more found than this the search stops: nobody reads on, they type another letter. */
const MOST_COUNTED = 20_000
/** With fewer found than this, typing errors are forgiven too; a question with a number in it is meant as it stands. */
const FEW = 5

type Wanted = { ways: Matcher[][]; initial: boolean; cost: number }

/**
 * Customers of whom every word of the question matches something. Any string may be asked; an empty one finds nobody. `among`: as if there
 * were only these.
 */
export function search(
  index: SearchIndex,
  text: string,
  page: { limit?: number; after?: SearchPlace | undefined; among?: ((customer: number) => boolean) | undefined } = {},
): Found {
  const at = { limit: between(page.limit ?? DEFAULT_FOUND, 0, MOST_FOUND), after: page.after, among: page.among }
  const asked = readQuestion(text)
  if (asked.length === 0) return { customers: [], scores: [], more: false, thorough: false, total: 0, exact: true, asTyped: true }
  const how = (thorough: boolean): Found => ({ ...find(index, want(index, asked, thorough), at), thorough })
  // A later page is read as the first was, whoever has come or gone since.
  if (page.after) return how(page.after.thorough)
  const first = how(false)
  return first.total >= (/\d/.test(text) ? 1 : FEW) ? first : how(true)
}

/** All whom a search with these words looks at, in whatever way it reads them; no order. */
export function named(index: SearchIndex, text: string): number[] {
  const asked = readQuestion(text)
  const found = new Set<number>()
  const among = (customer: number) => {
    found.add(customer)
    return false
  }
  if (asked.length > 0) for (const thorough of [false, true]) find(index, want(index, asked, thorough), { limit: 0, after: undefined, among })
  return [...found]
}

function want(index: SearchIndex, asked: readonly Asked[], thorough: boolean): Wanted[] {
  return asked.map(({ ways, initial }) => {
    const alone = ways.filter((way) => way.length === 1).flat()
    const together = ways.filter((way) => way.length > 1)
    const matchers = together.map((way) => way.map((piece) => makeMatcher(index, [piece], thorough)))
    if (alone.length > 0) matchers.unshift([makeMatcher(index, alone, thorough)])
    const cost = matchers.reduce((sum, way) => sum + Math.min(...way.map((matcher) => matcher.cost)), 0)
    return { ways: matchers, initial, cost }
  })
}

/** Penalties up to this one are as good as what was typed. */
const AS_TYPED = PENALTY.inside
/** A score is the worst penalty times this, plus the sum of penalties, plus one: 0 is for a slot not looked at. */
const WORST = 128
const REFUSED = 0xffff

type At = { limit: number; after: SearchPlace | undefined; among: ((customer: number) => boolean) | undefined }

function find(index: SearchIndex, wanted: readonly Wanted[], { limit, after, among }: At): Omit<Found, 'thorough'> {
  const rarest = wanted.reduce((least, one) => (one.cost < least.cost ? one : least))
  index.scores = scoresFor(index)
  const { scores } = index
  const behind = after && anchorOf(index, wanted, after)
  const skipped = after && !behind ? between(after.before, 0, MOST_COUNTED) : 0
  const best = keepBest(skipped + limit + 1, (a, b) => isWorse(index, a, b))
  let total = 0
  let others = 0
  let asTyped = false
  const visit = (slot: number): boolean => {
    if (scores[slot] !== 0) return true
    const score = judgeAll(index, wanted, slot)
    scores[slot] = score
    if (score === REFUSED) return true
    if (among?.(index.customer[slot] ?? 0) === false) {
      others++
      return total + others < MOST_COUNTED
    }
    total++
    if (score < (AS_TYPED + 1) * WORST) asTyped = true
    if (behind === undefined || isBehind(index, { slot, score }, behind)) offer(best, slot)
    return total + others < MOST_COUNTED
  }
  const exact = rarest.ways.every((way) => visitCandidates(index, cheapest(way), visit))
  const slots = bestFirst(best).slice(skipped)
  const shown = slots.slice(0, limit)
  const found = { customers: shown.map((slot) => index.customer[slot] ?? 0), scores: shown.map((slot) => scores[slot] ?? 0), more: slots.length > limit }
  scores.fill(0)
  return { ...found, total, exact, asTyped }
}

type Judged = { slot: number; score: number }

/** The first of the last who is where they were. */
function anchorOf(index: SearchIndex, wanted: readonly Wanted[], { last }: SearchPlace): Judged | undefined {
  for (const { customer, score } of last) {
    const slot = slotOf(index, customer)
    if (slot >= 0 && judgeAll(index, wanted, slot) === score) return { slot, score }
  }
  return undefined
}

function isBehind(index: SearchIndex, one: Judged, other: Judged): boolean {
  if (one.score !== other.score) return one.score > other.score
  return one.slot !== other.slot && isAfter(index, one.slot, other.slot)
}

function cheapest(way: readonly Matcher[]): Matcher {
  return way.reduce((least, matcher) => (matcher.cost < least.cost ? matcher : least))
}

function scoresFor(index: SearchIndex): Uint16Array {
  return index.scores.length >= index.slots ? index.scores : new Uint16Array(index.customer.length)
}

function isWorse(index: SearchIndex, a: number, b: number): boolean {
  const byScore = (index.scores[a] ?? 0) - (index.scores[b] ?? 0)
  return byScore !== 0 ? byScore > 0 : isAfter(index, a, b)
}

/** Between equal matches: the higher rank first, then the order of the list. */
function isAfter(index: SearchIndex, a: number, b: number): boolean {
  const byRank = (index.rank[a] ?? 0) - (index.rank[b] ?? 0)
  return byRank !== 0 ? byRank < 0 : compareSlots(index, a, b) > 0
}

/** The score of a slot: REFUSED when a word matches nothing. */
function judgeAll(index: SearchIndex, wanted: readonly Wanted[], slot: number): number {
  let taken = 0
  let worst = 0
  let sum = 0
  for (const { ways, initial } of wanted) {
    let best = NO_MATCH
    let bestTaken = taken
    for (const way of ways) {
      let wayTaken = taken
      let wayWorst = 0
      for (const matcher of way) {
        const judged = judge(index, matcher, slot, wayTaken, initial)
        wayWorst = Math.max(wayWorst, judged >>> 5)
        if ((judged & 31) < 31) wayTaken |= 1 << (judged & 31)
      }
      if (wayWorst < best) {
        best = wayWorst
        bestTaken = wayTaken
      }
    }
    if (best === NO_MATCH) return REFUSED
    taken = bestTaken
    worst = Math.max(worst, best)
    sum += best
  }
  return worst * WORST + sum + 1
}

function between(value: number, least: number, most: number): number {
  return Number.isFinite(value) ? Math.min(most, Math.max(least, Math.floor(value))) : least
}
