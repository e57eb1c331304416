import type { Random } from './random.ts'
import { days, entry, paceOf, type Setting, said, stream, w } from './setting.ts'
import type { Channel, Entry, Life, Product, TownPerson, Words } from './shapes.ts'

// What people do on the site before they buy, and the times when they looked, asked and did not; and what they answer to the news. Each has a habit of their own.

const dayMs = 86_400_000
/** How often a year somebody of each class looks and leaves. */
const leaving = { first: 4, second: 2, third: 0.8 } as const
const habits = [['look', 'basket'], ['look', 'look', 'basket'], ['look', 'look', 'ask', 'basket'], ['ask'], ['look', 'ask']] as const
type Step = (typeof habits)[number][number]

/** What a question of somebody who has not bought yet may be about. */
export const questionTopics = ['price', 'delivery', 'availability', 'payment', 'returns'] as const
type Topic = (typeof questionTopics)[number]
const words: Record<Topic, Words> = {
  price: w('Will it be cheaper next month?', 'В следующем месяце дешевле не станет?'),
  delivery: w('How many days does delivery take?', 'Сколько дней идёт доставка?'),
  availability: w('Is it in stock?', 'Это есть в наличии?'),
  payment: w('Can I pay when I pick it up?', 'Можно заплатить при получении?'),
  returns: w('Can it be brought back?', 'Можно ли вернуть?'),
}
const answers: readonly Words[] = [
  w('Thank you, please put one aside for me.', 'Спасибо, отложите мне, пожалуйста.'),
  w('Interesting. Until which day?', 'Интересно. А до какого числа?'),
  w('I will come on Saturday.', 'Зайду в субботу.'),
]

/** Looks, questions and baskets around the orders that stand in `life` already; nothing of those `told` by hand. */
export function shopping(s: Setting, life: Life, o: { products: readonly Product[]; told: readonly string[] }): Entry[] {
  const products = o.products.filter(({ upcoming }) => upcoming !== true)
  const byPerson = Map.groupBy(life.entries, ({ who }) => who.key)
  return s.people.flatMap((p) => (o.told.includes(p.key) ? [] : ofOne(s, p, { products, own: byPerson.get(p.key) ?? [] })))
}

function ofOne(s: Setting, p: TownPerson, { products, own }: { products: readonly Product[]; own: readonly Entry[] }): Entry[] {
  const r = stream(s, `shopping/${p.key}`)
  const pace = paceOf(s, p)
  const habit = r.pick(habits)
  const lead = r.pick([0.1, 1, 2, 3, 6])
  const trouble = r.pick(questionTopics)
  const channel = r.chance(0.7) ? 'web' : 'app'
  const answering = r.pick([0, 0, 0.15, 0.5, 0.8])
  const browses = r.chance(0.7)
  const from = s.calendar.at(Math.min(p.known_for, 730), '23:00')
  const one = { p, r, channel, products, lead } as const
  const found: Entry[] = []
  for (const bought of own) {
    if (bought.kind === 'order' && browses && r.chance(0.8)) found.push(...steps({ ...one, habit, until: bought.at, topic: r.pick(questionTopics) }))
    if (bought.facts?.['marketing'] === true && bought.channel === 'email' && bought.outcome === 'delivered' && r.chance(answering))
      found.push(
        entry(p, bought.at + r.int(20, 900) * 60_000, 'message', 'email', 'in', {
          ...(p.contacts.some(({ kind }) => kind === 'email') && { by: 'email' }),
          content: { text: said(r.pick(answers), p) },
        }),
      )
  }
  if (browses)
    for (const day of days(r, pace, leaving[pace.level]))
      if (day > lead)
        found.push(
          ...steps({ ...one, habit: ['look', 'look', 'ask'], until: s.calendar.at(day, '20:00'), topic: r.chance(0.7) ? trouble : r.pick(questionTopics) }),
        )
  return found.filter(({ at }) => at > from && at < s.calendar.at(0, '00:00'))
}

type Steps = {
  p: TownPerson
  r: Random
  channel: Channel
  products: readonly Product[]
  lead: number
  habit: readonly Step[]
  until: number
  topic: Topic
}

/** The steps of a habit, spread over the days that they take. */
function steps({ p, r, channel, products, lead, habit, until, topic }: Steps): Entry[] {
  const looked = r.sample(products, habit.length)
  return habit.map((step, i) => {
    const at = until - Math.round(((habit.length - i) / habit.length) * lead * dayMs) - r.int(1, 20) * 1000
    if (step === 'ask') return entry(p, at, 'question', channel, 'in', { facts: { topic }, content: { text: said(words[topic], p) } })
    const product = looked[i] ?? looked[0]
    return entry(p, at, step === 'look' ? 'product_viewed' : 'product_added', channel, 'in', {
      ...(product !== undefined && {
        items: [
          { sku: product.sku, title: product.title[p.language], category: product.category, quantity: 1, price_minor: product.price_minor, amount_minor: 0 },
        ],
      }),
    })
  })
}
