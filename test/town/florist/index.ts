import { consents, promotions } from '../consents.ts'
import { boolean, code, eventTypes, kind, number } from '../event-types.ts'
import { everyday } from '../everyday.ts'
import { order } from '../orders.ts'
import { add, clock, days, emptyLife, type House, type Level, paceOf, type Setting, stream, w } from '../setting.ts'
import type { Entry, TownPerson } from '../shapes.ts'
import { shopping } from '../shopping.ts'
import { staffOf } from '../staff.ts'
import { bouquets, gifts } from './flowers.ts'
import { type Giving, given, occasions, scenes } from './scenes.ts'
import { news, talk } from './words.ts'

const yearly: Record<Level, number> = { first: 7, second: 3, third: 1.3 }
const relatives: readonly (readonly [woman: string, her: string])[] = [
  ['жена', 'Марина'],
  ['мама', 'Тамара Павловна'],
  ['сестра', 'Ольга'],
  ['бабушка', 'Анна Фёдоровна'],
  ['подруга', 'Света'],
  ['дочь', 'Катя'],
  ['учительница', 'Лидия Ивановна'],
  ['коллега', 'Инна Юрьевна'],
]

const topics = { seasons: w('Seasons', 'Сезоны'), courses: w('Courses', 'Занятия'), occasions: w('Reminders of a day', 'Напоминания о дне') }

export const florist: House = {
  title: w('Flowers by the Bridge', 'Цветы у моста'),
  domain: 'umosta.example',
  units: [{ code: 'bridge', title: w('Shop by the bridge', 'Лавка у моста'), kind: 'shop' }],
  staff: staffOf(
    'umosta.example',
    [
      'Ромашкина Вера Алексеевна',
      'Фиалкина Юна Игоревна',
      'Гладиолусов Иван Петрович',
      'Лепесткова Оксана Львовна',
      'Тычинкин Марк Олегович',
      'Астрова Эльза Карловна',
    ],
    { clerk1: w('Florist', 'Флорист'), clerk2: w('Florist', 'Флорист') },
  ),
  products: [...bouquets, ...gifts],
  topics,
  eventTypes: eventTypes({ topics, offers: ['catalogue', 'subscription'] }).map((type) =>
    type.code === 'order' ? kind('order', type.title, { discount_percent: number, gift: boolean, occasion: code(...occasions) }) : type,
  ),
  live(s) {
    const life = emptyLife()
    add(life, {
      consents: consents(
        s,
        [
          { channel: 'email', allows: [0.75, 0.6, 0.45] },
          { channel: 'post', allows: [0.6, 0.5, 0.4] },
          { channel: 'sms', allows: [0.5, 0.4, 0.3] },
        ],
        { told: ['melnikov', 'visokosnyi', 'vip_florist', 'pakhomova'] },
      ),
    })
    add(life, scenes(s))
    add(life, { entries: promotions(s, news, life.consents, { told: [] }) })
    add(life, everyday(s, talk, { busy: 0.7, told: ['melnikov', 'visokosnyi'] }))
    for (const p of s.people) if (p.key !== 'melnikov' && p.key !== 'visokosnyi') add(life, { entries: bought(s, p) })
    add(life, { entries: shopping(s, life, { products: [...bouquets, ...gifts], told: ['melnikov', 'visokosnyi', 'vip_florist', 'pakhomova'] }) })
    return life
  },
}

/** Some flowers are for the house; the rest goes to someone with a day of their own, and comes back next year. */
function bought(s: Setting, p: TownPerson): Entry[] {
  const r = stream(s, `flowers/${p.key}`)
  const pace = paceOf(s, p)
  const found: Entry[] = []
  for (const day of days(r, pace, yearly[pace.level] * 0.5))
    found.push(order(p, s.calendar.at(day, clock(r, 9, 20)), [{ product: r.pick(bouquets) }], { unit: 'bridge' }))
  for (const [who, name] of r.sample(relatives, pace.level === 'first' ? 3 : pace.level === 'second' ? 2 : 1)) {
    const occasion = r.pick(['birthday', 'birthday', 'name_day', 'anniversary', 'womens_day'] as const)
    const next = occasion === 'womens_day' ? -s.calendar.ago(`${Number(s.calendar.today.slice(0, 4)) + 1}-03-08`) : r.int(8, 360)
    const gift: Giving = {
      recipient: `${who}, ${name}`,
      occasion,
      day: s.calendar.day(-next).slice(5),
      card: r.pick(['С днём рождения!', 'Люблю тебя', 'Спасибо вам за всё', 'Здоровья и радости']),
    }
    for (const year of [1, 2]) {
      const before = 365 * year - next + 2
      if (before > pace.until && before < pace.from && r.chance(0.75))
        found.push(given(s, p, before, gift, r.pick(bouquets), r.chance(0.3) ? r.pick(gifts) : undefined))
    }
  }
  return found
}
