import { iso } from '../calendar.ts'
import { consent } from '../consents.ts'
import { order } from '../orders.ts'
import { emptyLife, entry, type Setting, someone } from '../setting.ts'
import type { Entry, Life } from '../shapes.ts'
import { dinners, extras, rooms } from './rooms.ts'

/** Whose consents are written here and not by chance. */
export const toldByHand = ['voronov', 'ben', 'vip_hotel']

/** Four stays behind him: pike-perch without onion at three of them; Chopin he asked for on 12.03. Tomorrow is the fifth. */
export function scenes(s: Setting): Life {
  const p = someone(s, 'voronov')
  const at = (ago: number, clock: string): number => s.calendar.at(ago, clock)
  const stay = (ago: number, nights: number, room: number, dinner: (typeof dinners)[number], wish?: string): Entry[] => [
    entry(p, at(ago + 9, '11:10'), 'booking', 'web', 'in', { facts: { room, nights, guests: 1 } }),
    entry(p, at(ago, '19:20'), 'request', 'shop', 'in', { unit: 'kitchen', facts: { area: 'kitchen' }, content: { text: wish ?? 'Без особых просьб.' } }),
    order(p, at(ago - nights, '10:15'), [{ product: rooms[1], quantity: nights }, { product: dinner }, { product: extras[1] }], {
      unit: 'front',
      more: { kind: 'stay', facts: { room, nights, guests: 1 } },
    }),
  ]
  const pikePerch = dinners[0]
  return {
    ...emptyLife(),
    entries: [
      ...stay(640, 2, 214, pikePerch, 'Судак без лука.'),
      ...stay(450, 3, 312, pikePerch, 'Судак, лук не класть.'),
      ...stay(254, 2, 312, pikePerch, 'Судак без лука, как всегда.'),
      entry(p, at(254, '18:55'), 'request', 'phone', 'in', {
        by: 'phone',
        unit: 'rooms',
        facts: { area: 'room' },
        content: { text: 'Попросил включить в номере Шопена, ноктюрны.' },
      }),
      ...stay(120, 1, 312, dinners[2], 'Утка: судака не было.'),
      entry(p, at(118, '12:40'), 'review', 'web', 'in', { facts: { rating: 5 }, content: { text: 'Снова как дома.' } }),
      entry(p, at(12, '20:02'), 'booking', 'web', 'in', {
        facts: { room: 312, nights: 2, guests: 1 },
        content: { text: `Заезд ${s.calendar.day(-1).split('-').toReversed().join('.')} в 18:40.` },
      }),
      entry(p, at(1, '12:00'), 'message', 'sms', 'out', {
        by: 'phone',
        outcome: 'delivered',
        content: { text: 'Завтра к 18:40 всё как в прошлый раз? Ответьте ДА, НЕТ или напишите иначе. Гостиница «Речная»' },
      }),
    ],
    consents: [
      consent(s, p, { channel: 'email', state: 'given', ago: p.known_for, by: 'site' }),
      consent(s, p, { channel: 'sms', state: 'given', ago: p.known_for, by: 'site' }),
      ...ben(s),
      consent(s, someone(s, 'vip_hotel'), { channel: 'email', state: 'given', ago: 880, by: 'paper' }),
    ],
    tasks: [
      { ref: p.ref, at: iso(at(1, '12:01')), by: 'clerk2', what: 'Кухня: судак без лука к 19:30', due_at: iso(at(-1, '19:30')) },
      { ref: p.ref, at: iso(at(1, '12:01')), by: 'clerk1', what: 'Номер 312: Шопен к приезду в 18:40', due_at: iso(at(-1, '18:40')) },
    ],
  }
}

function ben(s: Setting): Life['consents'] {
  const p = someone(s, 'ben')
  return [
    consent(s, p, { channel: 'email', state: 'given', ago: p.known_for, by: 'site' }),
    consent(s, p, { channel: 'email', state: 'withdrawn', ago: Math.min(252, p.known_for - 5), by: 'portal' }),
  ]
}
