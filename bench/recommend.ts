import { type Baskets, ease, goesWith, habits, likeness, nextBasket, rowOf } from '../src/office/recommend/index.ts'
import { randomFrom } from '../src/office/value/numbers/random.ts'
import { print } from './scratch.ts'

// Proposals for made-up customers of a shop whose items have a long tail: from baskets to ten repeats and ten new ones each. The limit
// is one bare pass that counts each customer's items.

const sizes = { small: { customers: 20_000, items: 2_000, ease: 500 }, full: { customers: 100_000, items: 8_000, ease: 2_000 } } as const
const basketsEach = 12

/** Prints a JSON line for each figure. */
export function recommend({ size }: { size: 'small' | 'full' }): void {
  const { customers, items } = sizes[size]
  const baskets = madeUp(customers, items)
  const n = customers
  const say = (figure: string, value: number, unit: string, of: number, limit?: number) => print({ bench: 'recommend', figure, value, unit, n: of, limit })
  const bare = seconds(() => counted(baskets))
  const all = performance.now()
  const habit = habits(baskets)
  const like = likeness(habit)
  const next = nextBasket(habit)
  let proposed = 0
  for (let c = 0; c < customers; c++) {
    const mine = rowOf(habit, c)
    const own = Array.from(mine.item, (item, k) => ({ item, weight: mine.weight[k] ?? 0 }))
    proposed += next.propose(c, 10).length + goesWith(like, own, 10).length
  }
  say('propose_s', (performance.now() - all) / 1000, 's', n, bare)
  say('proposed', proposed / customers, 'a customer', n)
  const few = madeUp(customers, sizes[size].ease)
  say(
    'ease_s',
    seconds(() => ease(habits(few))),
    's',
    sizes[size].ease,
  )
}

function seconds(work: () => unknown): number {
  const from = performance.now()
  work()
  return (performance.now() - from) / 1000
}

/** Each has a taste, a stretch of the items, and buys from it four times of five; early items are bought the most. */
function madeUp(customers: number, items: number): Baskets {
  const random = randomFrom(1)
  const rows: [number[], number[], number[]] = [[], [], []]
  for (let c = 0; c < customers; c++) {
    const taste = Math.floor(random() * items)
    for (let day = 0; day < basketsEach; day++) {
      const basket = new Set<number>()
      for (let k = 0; k < 1 + Math.floor(random() * 4); k++) {
        const tail = Math.floor(items * random() ** 3)
        basket.add(random() < 0.8 ? (taste + Math.floor(20 * random() ** 2)) % items : tail)
      }
      for (const item of basket) {
        rows[0].push(c)
        rows[1].push(day)
        rows[2].push(item)
      }
    }
  }
  return { customer: Int32Array.from(rows[0]), day: Int32Array.from(rows[1]), item: Int32Array.from(rows[2]), customers, items }
}

function counted({ customer, item }: Baskets): number {
  const counts = new Map<number, number>()
  for (let row = 0; row < customer.length; row++) {
    const key = (customer[row] ?? 0) * 2 ** 20 + (item[row] ?? 0)
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  return counts.size
}
