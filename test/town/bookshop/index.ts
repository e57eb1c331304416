import { consents, promotions } from '../consents.ts'
import { eventTypes } from '../event-types.ts'
import { everyday } from '../everyday.ts'
import { cancelled, order } from '../orders.ts'
import { add, clock, days, emptyLife, type House, paceOf, type Setting, stream, w } from '../setting.ts'
import type { Entry, TownPerson } from '../shapes.ts'
import { shopping } from '../shopping.ts'
import { staffOf } from '../staff.ts'
import { books, shelf, songPainting, topics } from './books.ts'
import { closeToChineseArt, scenes, toldByHand } from './scenes.ts'
import { news, talk } from './words.ts'

/** Orders a year of a customer of each class. */
const yearly = { first: 11, second: 4.5, third: 1.4 } as const

export const bookshop: House = {
  title: w('Bookshop “Pereplet”', 'Книжная лавка «Переплёт»'),
  domain: 'pereplet.example',
  units: [
    { code: 'monetnaya', title: w('Shop in Mint Street', 'Лавка на Монетной'), kind: 'shop' },
    { code: 'site', title: w('Site', 'Сайт'), kind: 'shop' },
  ],
  staff: staffOf('pereplet.example', [
    'Корнева Нина Юрьевна',
    'Ясенева Дарья Олеговна',
    'Тихонов Глеб Ильич',
    'Сорокина Вера Антоновна',
    'Левин Марк Ефимович',
    'Градова Елена Павловна',
  ]),
  products: [...books, songPainting],
  topics,
  eventTypes: eventTypes({ topics, offers: ['regulars_discount', 'book_club'] }),
  live(s) {
    const life = emptyLife()
    const close = closeToChineseArt(s)
    const told = [...toldByHand, ...close.map((p) => p.key)]
    add(life, {
      consents: consents(
        s,
        [
          { channel: 'email', allows: [0.9, 0.72, 0.55] },
          { channel: 'sms', allows: [0.4, 0.3, 0.2] },
          { channel: 'post', allows: [0.3, 0.2, 0.1] },
        ],
        { told },
      ),
    })
    add(life, scenes(s, close))
    add(life, { entries: promotions(s, news, life.consents, { told: ['gromova'] }) })
    add(life, everyday(s, talk, { busy: 1, told: ['gromova'] }))
    for (const p of s.people) if (p.key !== 'gromova') add(life, { entries: purchases(s, p) })
    for (const [n, house] of s.organisations.entries()) if (house.role === 'customer') add(life, { entries: bulk(s, n) })
    add(life, { entries: shopping(s, life, { products: books.filter(({ category }) => category !== 'chinese_art'), told: ['gromova'] }) })
    return life
  },
}

function purchases(s: Setting, p: TownPerson): Entry[] {
  const r = stream(s, `orders/${p.key}`)
  const pace = paceOf(s, p)
  const tastes = r.sample(
    Object.keys(topics).filter((t) => shelf(t).length > 0 && t !== 'chinese_art' && (t !== 'english' || p.language === 'en')),
    3,
  )
  const usual = r.pick([0, 0, 5, 10])
  const found: Entry[] = []
  for (const day of days(r, pace, yearly[pace.level] * r.around(1, 0.25))) {
    const channel = r.chance(0.6) ? 'shop' : 'web'
    const lines = Array.from(
      {
        length: r.weighted([
          [1, 0.5],
          [2, 0.33],
          [3, 0.17],
        ]),
      },
      () => ({ product: r.pick(shelf(r.pick(tastes))), quantity: r.chance(0.06) ? 2 : 1 }),
    )
    const discount = pace.level === 'first' ? Math.max(usual, r.pick([5, 10])) : r.chance(0.5) ? usual : 0
    const bought = order(p, s.calendar.at(day, clock(r, 10, 20)), distinct(lines), {
      channel,
      discount,
      gift: r.chance(0.1),
      unit: channel === 'shop' ? 'monetnaya' : 'site',
    })
    found.push(bought)
    if (r.chance(0.03) && day > 4) found.push(cancelled(bought, bought.at + 2 * 86_400_000))
  }
  // Before the two years that are told in full: something every season.
  for (let day = p.known_for - 30; day > 730; day -= 85)
    found.push(order(p, s.calendar.at(day, '13:40'), [{ product: r.pick(shelf(r.pick(tastes))) }], { unit: 'monetnaya' }))
  return found
}

function bulk(s: Setting, n: number): Entry[] {
  const house = s.organisations[n]
  if (house === undefined) return []
  const r = stream(s, `bulk/${n}`)
  return days(r, { from: house.known_for - 5, until: 20 }, 3).map((day) =>
    order(house, s.calendar.at(day, '12:30'), distinct(r.sample(books, 4).map((product) => ({ product, quantity: r.int(5, 30) }))), {
      channel: 'email',
      discount: 10,
      unit: 'monetnaya',
      more: { by: 'email' },
    }),
  )
}

function distinct<T extends { product: { sku: string } }>(lines: readonly T[]): T[] {
  return lines.filter((line, i) => lines.findIndex((other) => other.product.sku === line.product.sku) === i)
}
