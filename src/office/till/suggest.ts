import { affinities } from '../recommend/index.ts'
import type { Line } from './history.ts'

// What to suggest at the till, and by which counts: something new in a topic they like, else what goes with what lies there.

export type Good = {
  sku: string
  title: string
  category: string | null
  price: number
  currency: string
  /** When it was put on the shelves, where the company said so. */
  added: Date | null
  /** How many customers bought it. */
  buyers: number
  /** What the same customers buy, the nearest first; `both`: how many bought both. */
  near: readonly { sku: string; score: number; both: number }[]
}

export type Suggestion = { good: Good } & (
  | { because: 'topic'; category: string; count: number; of: number }
  | { because: 'together'; with: Good; count: number; of: number }
)

type Asked = {
  goods: ReadonlyMap<string, Good>
  lines: readonly Line[]
  usual: ReadonlySet<string>
  basket: readonly string[]
  refused: ReadonlySet<string>
  now: Date
}

/** One thing to suggest, or nothing. What they bought before, what lies in the basket and what they refused is none of it. */
export function suggestionFor(asked: Asked): Suggestion | undefined {
  const had = new Set([...asked.lines.map(({ sku }) => sku), ...asked.basket, ...asked.refused])
  return inTopic(asked, had) ?? together(asked, had)
}

const fewestOfTopic = 3
const newDays = 90
const dayMs = 86_400_000

/** Beside the usual: the topic of which they buy more than everybody, even at the lower end of its interval, and what is new in it. */
function inTopic({ goods, lines, usual, now }: Asked, had: ReadonlySet<string>): Suggestion | undefined {
  const everybody = new Map<string, number>()
  for (const { category, buyers } of goods.values()) if (category !== null) everybody.set(category, (everybody.get(category) ?? 0) + buyers)
  const beside = [
    ...Map.groupBy(
      lines.filter(({ sku }) => !usual.has(sku)),
      ({ purchase }) => purchase,
    ).values(),
  ]
  const of = beside.length
  const topics = [...everybody.keys()]
  const counts = topics.map((topic) => beside.filter((some) => some.some(({ category }) => category === topic)).length)
  const liked = affinities(counts, [...everybody.values()])
    .flatMap((said, i) =>
      said && (counts[i] ?? 0) >= fewestOfTopic && said.low > said.share / said.lift ? [{ topic: topics[i] ?? '', count: counts[i] ?? 0 }] : [],
    )
    .sort((a, b) => b.count - a.count || (a.topic < b.topic ? -1 : 1))
  const isNew = ({ added }: Good) => (added !== null && now.getTime() - added.getTime() < newDays * dayMs ? added.getTime() : 0)
  for (const { topic, count } of liked) {
    const [good] = [...goods.values()]
      .filter(({ category, sku }) => category === topic && !had.has(sku))
      .sort((a, b) => isNew(b) - isNew(a) || b.buyers - a.buyers || (a.sku < b.sku ? -1 : 1))
    if (good) return { good, because: 'topic', category: topic, count, of }
  }
  return undefined
}

/** So few say nothing, and could be told from each other. */
const fewestTogether = 5

/** What goes best with the basket, and the thing in it that says so most. */
function together({ goods, basket }: Asked, had: ReadonlySet<string>): Suggestion | undefined {
  const scores = new Map<string, { score: number; by: Good; both: number; most: number }>()
  for (const own of basket.flatMap((sku) => goods.get(sku) ?? [])) {
    for (const { sku, score, both } of own.near) {
      if (had.has(sku) || both < fewestTogether || !goods.has(sku)) continue
      const before = scores.get(sku)
      if (!before) scores.set(sku, { score, by: own, both, most: score })
      else scores.set(sku, { ...(score > before.most ? { by: own, both, most: score } : before), score: before.score + score })
    }
  }
  const [best] = [...scores].sort(([a, x], [b, y]) => y.score - x.score || (a < b ? -1 : 1))
  const good = best && goods.get(best[0])
  return best && good ? { good, because: 'together', with: best[1].by, count: best[1].both, of: best[1].by.buyers } : undefined
}
