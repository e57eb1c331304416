import { consents } from '../consents.ts'
import { eventTypes } from '../event-types.ts'
import { everyday, type Talk } from '../everyday.ts'
import { type Line, order } from '../orders.ts'
import type { Random } from '../random.ts'
import { add, clock, days, emptyLife, entry, type House, type Level, paceOf, type Setting, someone, stream, w } from '../setting.ts'
import type { Entry, Life, Passer, TownPerson } from '../shapes.ts'
import { staffOf } from '../staff.ts'
import { evening, magazines, morning, small, vokrugSveta } from './papers.ts'

const yearly: Record<Level, number> = { first: 130, second: 45, third: 12 }
/** Cards at the till that nobody has put a name to. */
const passers = 260

const topics = {
  new_issues: w('New issues', 'Новые номера'),
  news: w('News', 'Новости'),
  travel: w('Travel', 'Путешествия'),
  nature: w('Nature', 'Природа'),
  garden: w('Garden', 'Сад и огород'),
  games: w('Games', 'Игры'),
  cooking: w('Cooking', 'Кулинария'),
  sport: w('Sport', 'Спорт'),
  history: w('History', 'История'),
}

export const kiosk: House = {
  title: w('Kiosk in Station Square', 'Киоск на Вокзальной'),
  domain: 'kiosk.example',
  units: [{ code: 'window', title: w('The window', 'Окно'), kind: 'shop' }],
  staff: staffOf(
    'kiosk.example',
    [
      'Газетова Людмила Фёдоровна',
      'Строчкова Инна Олеговна',
      'Прилавкин Геннадий Ильич',
      'Сдачина Рая Павловна',
      'Столбцов Юрий Львович',
      'Печатнова Эльвира Яновна',
    ],
    { clerk1: w('At the window', 'Продавец') },
  ),
  products: [morning, evening, vokrugSveta, ...magazines, ...small],
  topics,
  eventTypes: eventTypes({ topics, offers: ['vokrug_sveta', 'crosswords', 'history_pages'] }),
  live(s) {
    const life = emptyLife()
    add(life, { consents: consents(s, [{ channel: 'sms', allows: [0.3, 0.2, 0.1] }], { told: [] }) })
    add(life, scenes(s))
    add(life, everyday(s, talk, { busy: 0.4, told: ['zaitsev', 'kruglov'] }))
    for (const p of s.people) if (p.key !== 'zaitsev') add(life, { entries: purchases(s, p) })
    for (let n = 0; n < passers; n++) add(life, { entries: passing(s, n) })
    return life
  },
}

function purchases(s: Setting, p: TownPerson): Entry[] {
  const r = stream(s, `papers/${p.key}`)
  const pace = paceOf(s, p)
  const usual = r.sample([morning, evening, ...magazines], 2).map((product) => ({ product }))
  const favourite = r.pick(magazines).category
  return days(r, pace, yearly[pace.level]).map((day) =>
    order(p, s.calendar.at(day, clock(r, 7, 20)), r.chance(0.6) ? usual : [basket(r, favourite)], { unit: 'window' }),
  )
}

/** Someone who pays by a card and says nothing: a few come every other day, most only once or twice. */
function passing(s: Setting, n: number): Entry[] {
  const r = stream(s, `passing/${n}`)
  const who: Passer = { kind: 'passer', key: `passer${n}`, anonymous: `till-${(0x51c00 + n * 7919).toString(16)}` }
  const times = Math.min(120, Math.ceil(r.around(8, 1.3)))
  const favourite = r.pick(magazines).category
  const found = Array.from({ length: times }, () => r.int(1, 728)).map((day) =>
    order(who, s.calendar.at(day, clock(r, 7, 21)), [r.chance(0.4) ? { product: r.pick([morning, evening]) } : basket(r, favourite)], { unit: 'window' }),
  )
  return found
}

function basket(r: Random, favourite: string): Line {
  if (r.chance(0.3)) return { product: r.pick(small) }
  return { product: r.chance(0.6) ? r.pick(magazines.filter((m) => m.category === favourite)) : r.pick(magazines) }
}

/** Scene 3: the two papers each working morning, and six magazines, four of them about travel; and one who refused twice. */
function scenes(s: Setting): Life {
  const zaitsev = someone(s, 'zaitsev')
  const kruglov = someone(s, 'kruglov')
  const mornings = Array.from({ length: 719 }, (_, i) => 719 - i).filter((day) => s.calendar.weekday(day) <= 6)
  const read: readonly (readonly [ago: number, sku: string])[] = [
    [160, 'puti'],
    [131, 'geo'],
    [101, 'krossvordy'],
    [74, 'poezda'],
    [45, 'istoriya'],
    [17, 'puti'],
  ]
  const refusal = (ago: number, offer: string): Entry[] => [
    entry(kruglov, s.calendar.at(ago, '08:11'), 'offer', 'shop', 'out', { unit: 'window', facts: { offer } }),
    entry(kruglov, s.calendar.at(ago, '08:11:20'), 'answer', 'shop', 'in', { unit: 'window', facts: { offer }, outcome: 'refused' }),
  ]
  return {
    ...emptyLife(),
    entries: [
      ...mornings.map((day) =>
        order(zaitsev, s.calendar.at(day, day % 2 === 0 ? '07:42' : '07:48'), [{ product: morning }, { product: evening }], { unit: 'window' }),
      ),
      ...read.flatMap(([ago, sku]) =>
        magazines.filter((m) => m.sku === sku).map((product) => order(zaitsev, s.calendar.at(ago, '17:30'), [{ product }], { unit: 'window' })),
      ),
      ...refusal(25, 'vokrug_sveta'),
      ...refusal(11, 'crosswords'),
    ],
  }
}

const talk: Talk = {
  calls: [w('Asked to keep the Saturday issue.', 'Просил отложить субботний номер.')],
  mails: [
    {
      subject: w('Subscription', 'Подписка'),
      text: w('Can I subscribe at the kiosk?', 'Можно подписаться в киоске?'),
      answer: w('Yes, for half a year.', 'Да, на полгода.'),
    },
  ],
  chats: [[w('Has the new issue come?', 'Пришёл новый номер?'), w('Since the morning.', 'С утра лежит.')]],
  sms: [w('The issue you asked for is here. The kiosk', 'Ваш номер пришёл. Киоск')],
  letters: [{ subject: w('Receipt', 'Квитанция'), text: w('Receipt for the subscription.', 'Квитанция на подписку.') }],
  forum: [w('The kiosk opens at seven even on Sundays.', 'Киоск и в воскресенье с семи.')],
  reviews: [{ rating: 5, text: w('They know what I read.', 'Знают, что я читаю.') }],
  complaints: [
    {
      subject: w('Yesterday’s paper', 'Вчерашняя газета'),
      text: w('Was sold yesterday’s paper.', 'Продали вчерашнюю газету.'),
      resolution: w('Exchanged, with apologies.', 'Обменяли, извинились.'),
    },
  ],
  meetings: [w('Talked at the window about reading glasses.', 'Поговорили у окна об очках для чтения.')],
  pushes: [w('A new issue.', 'Новый номер.')],
}
