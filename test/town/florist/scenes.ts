import { consent } from '../consents.ts'
import { order } from '../orders.ts'
import { emptyLife, entry, type Setting, someone } from '../setting.ts'
import type { Entry, Life, Product, TownPerson } from '../shapes.ts'
import { bouquets, gifts } from './flowers.ts'

export const occasions = ['birthday', 'name_day', 'anniversary', 'womens_day'] as const

/** For whom, what day, and what stands on the card: other people's data, so all of it is content. */
export type Giving = { recipient: string; occasion: (typeof occasions)[number]; day: string; card: string }

/** An order that is a present. Only the kind of occasion is a fact; whose day it is, and when, is sealed. */
export function given(s: Setting, p: TownPerson, ago: number, gift: Giving, bouquet: Product, extra?: Product): Entry {
  const lines = [{ product: bouquet }, ...(extra === undefined ? [] : [{ product: extra }])]
  return order(p, s.calendar.at(ago, '12:15'), lines, {
    channel: 'web',
    gift: true,
    unit: 'bridge',
    more: { facts: { occasion: gift.occasion }, content: { recipient: gift.recipient, occasion: gift.occasion, occasion_day: gift.day, card: gift.card } },
  })
}

/** Scene 6: ordered on 10.12 for a birthday on the 12th, so that the catalogue goes out eleven months later; and a day that comes every four years. */
export function scenes(s: Setting): Life {
  const melnikov = someone(s, 'melnikov')
  const kasatkin = someone(s, 'visokosnyi')
  const inDecember = lastDecember(s)
  const [rose, roses, tulips, field] = bouquets
  const [card] = gifts
  if (rose === undefined || roses === undefined || tulips === undefined || field === undefined || card === undefined)
    throw new Error('the florist has run out of flowers')
  const wife: Giving = { recipient: 'жена, Мельникова Ирина Викторовна', occasion: 'birthday', day: '12-12', card: 'Ира, с днём рождения! Олег' }
  const leap: Giving = { recipient: 'дочь, Касаткина Злата', occasion: 'birthday', day: '02-29', card: 'Раз в четыре года и каждый день. Папа' }
  const mother: Giving = { recipient: 'мама, Касаткина Роза Исаевна', occasion: 'name_day', day: s.calendar.day(-40).slice(5), card: 'Мамочке' }
  const her: Giving = { recipient: 'жена, Касаткина Вера Глебовна', occasion: 'anniversary', day: s.calendar.day(-45).slice(5), card: 'Тридцать лет вместе' }
  const february = s.calendar.ago(`${s.calendar.day(300).slice(0, 4)}-02-26`)
  const vip = someone(s, 'vip_florist')
  return {
    ...emptyLife(),
    entries: [
      given(s, melnikov, inDecember, wife, roses, card),
      entry(melnikov, s.calendar.at(inDecember - 2, '18:40'), 'message', 'sms', 'out', {
        by: 'phone',
        outcome: 'delivered',
        content: { text: 'Букет вручён. Цветы у моста' },
      }),
      given(s, kasatkin, february > 0 ? february : february + 365, leap, tulips),
      given(s, kasatkin, 327, mother, field),
      given(s, kasatkin, 322, her, rose, card),
    ],
    consents: [
      ...[melnikov, kasatkin, vip].map((p) => consent(s, p, { channel: 'post', state: 'given', ago: p.known_for, by: 'paper' })),
      ...[melnikov, vip].map((p) => consent(s, p, { channel: 'email', state: 'given', ago: p.known_for, by: 'site' })),
    ],
  }
}

/** Days since the last 10th of December. */
function lastDecember(s: Setting): number {
  const year = Number(s.calendar.today.slice(0, 4))
  const ago = s.calendar.ago(`${year}-12-10`)
  return ago > 0 ? ago : s.calendar.ago(`${year - 1}-12-10`)
}
