import { consents, promotions } from '../consents.ts'
import { code, eventTypes, kind, number } from '../event-types.ts'
import { everyday } from '../everyday.ts'
import { order } from '../orders.ts'
import { add, days, emptyLife, entry, type House, type Level, paceOf, type Setting, said, stream, w } from '../setting.ts'
import type { Entry, TownPerson, Words } from '../shapes.ts'
import { staffOf } from '../staff.ts'
import { dinners, extras, rooms } from './rooms.ts'
import { scenes, toldByHand } from './scenes.ts'
import { news, talk } from './words.ts'

const yearly: Record<Level, number> = { first: 8, second: 2, third: 0.9 }
const requests: readonly (readonly [area: 'room' | 'kitchen', words: Words])[] = [
  ['room', w('A second pillow', 'Вторую подушку')],
  ['room', w('A quiet room on the yard', 'Тихий номер во двор')],
  ['room', w('An iron', 'Утюг')],
  ['kitchen', w('Breakfast at six, to take along', 'Завтрак в шесть, с собой')],
  ['kitchen', w('No milk', 'Без молока')],
  ['kitchen', w('Green tea in the evening', 'Зелёный чай вечером')],
]

const topics = { weekends: w('Weekends', 'Выходные'), restaurant: w('Restaurant', 'Ресторан'), conferences: w('Conferences', 'Мероприятия') }

export const hotel: House = {
  title: w('Hotel “Rechnaya”', 'Гостиница «Речная»'),
  domain: 'rechnaya.example',
  units: [
    { code: 'front', title: w('Front desk', 'Стойка'), kind: 'department' },
    { code: 'kitchen', title: w('Kitchen', 'Кухня'), kind: 'department' },
    { code: 'rooms', title: w('Rooms', 'Номерной фонд'), kind: 'department' },
  ],
  staff: staffOf(
    'rechnaya.example',
    ['Заречная Алла Борисовна', 'Мостовой Кирилл Янович', 'Пристань Ольга Ивановна', 'Котлова Рита Семёновна', 'Счётов Лев Львович', 'Ключарёва Анна Юрьевна'],
    { clerk1: w('Front desk', 'Администратор'), clerk2: w('Kitchen', 'Кухня') },
  ),
  products: [...rooms, ...dinners, ...extras],
  topics,
  eventTypes: eventTypes({
    topics,
    offers: ['sauna', 'late', 'suite'],
    more: [
      kind('booking', w('Booking', 'Бронь'), { room: number, nights: number, guests: number }),
      kind('stay', w('Stay', 'Проживание'), { discount_percent: number, room: number, nights: number, guests: number }),
      kind('request', w('Request', 'Просьба'), { area: code('room', 'kitchen') }),
    ],
  }),
  live(s) {
    const life = emptyLife()
    add(life, {
      consents: consents(
        s,
        [
          { channel: 'email', allows: [0.8, 0.65, 0.5] },
          { channel: 'sms', allows: [0.4, 0.3, 0.2] },
        ],
        { told: toldByHand },
      ),
    })
    add(life, scenes(s))
    add(life, { entries: promotions(s, news, life.consents, { told: ['voronov'] }) })
    add(life, everyday(s, talk, { busy: 0.7, told: ['voronov'] }))
    for (const p of s.people) if (p.key !== 'voronov') for (const stay of stays(s, p)) add(life, { entries: stay })
    return life
  },
}

function stays(s: Setting, p: TownPerson): Entry[][] {
  const r = stream(s, `stays/${p.key}`)
  const pace = paceOf(s, p)
  return days(r, { from: pace.from, until: Math.max(pace.until, 7) }, yearly[pace.level]).map((day) => {
    const nights = Math.min(
      r.weighted([
        [1, 0.45],
        [2, 0.3],
        [3, 0.15],
        [5, 0.1],
      ]),
      day - 1,
    )
    const room = r.int(1, 3) * 100 + r.int(1, 18)
    const lines = [
      { product: pace.level === 'first' && r.chance(0.6) ? rooms[2] : r.pick(rooms.slice(0, 2)), quantity: nights },
      { product: r.pick(dinners) },
      ...(r.chance(0.4) ? [{ product: r.pick(extras) }] : []),
    ]
    const wish = r.chance(0.35) ? r.pick(requests) : undefined
    const guests = r.chance(0.4) ? 2 : 1
    const asked = s.calendar.at(Math.min(day + r.int(1, 20), p.known_for), '12:45')
    return [
      entry(p, Math.max(asked, s.calendar.at(p.known_for, '07:00')), 'booking', r.pick(['web', 'web', 'phone', 'email'] as const), 'in', {
        facts: { room, nights, guests },
      }),
      ...(wish === undefined
        ? []
        : [
            entry(p, s.calendar.at(day, '19:05'), 'request', 'shop', 'in', {
              unit: wish[0] === 'room' ? 'rooms' : 'kitchen',
              facts: { area: wish[0] },
              content: { text: said(wish[1], p) },
            }),
          ]),
      order(p, s.calendar.at(day - nights, '10:30'), lines, {
        discount: pace.level === 'first' ? 5 : 0,
        unit: 'front',
        more: { kind: 'stay', facts: { room, nights, guests } },
      }),
    ]
  })
}
