import { iso } from '../calendar.ts'
import { consent, type News, promotion } from '../consents.ts'
import { complained } from '../everyday.ts'
import { order } from '../orders.ts'
import { add, emptyLife, entry, paceOf, type Setting, someone, stream, w } from '../setting.ts'
import type { Life, Matter, Product, TownPerson } from '../shapes.ts'
import { shelf, songPainting } from './books.ts'

/** Whose consents are written here and not by chance. */
export const toldByHand = ['gromova', 'lebedev', 'ben', 'zhukova', 'titov', 'pakhomova', 'vip_bookshop', 'panov', 'panova', 'rybakov']

/**
 * The 22 others who, with Gromova, are close to a new book on Chinese art: each bought two or three on it. Of the 23 four have
 * the topic off, three were written to this week, two have the book already, and fourteen are left.
 */
export function closeToChineseArt(s: Setting): TownPerson[] {
  const fit = s.people.filter(
    (p) => !toldByHand.includes(p.key) && p.known_for > 200 && p.shared.length === 0 && p.contacts.some((c) => c.kind === 'email') && paceOf(s, p).until < 30,
  )
  return stream(s, 'chinese art').sample(fit, 22)
}

const topicOff = 4
const writtenTo = 3
const haveIt = 2

const china: News = {
  topic: 'chinese_art',
  subject: w('New on the art of China', 'Новое об искусстве Китая'),
  text: w('Three books on what was made in ancient China.', 'Три книги о том, что делали в древнем Китае.'),
}

/** What must have happened in the bookshop for its scenes and contrasts. */
export function scenes(s: Setting, close: readonly TownPerson[]): Life {
  const life = emptyLife()
  for (const [i, p] of close.entries()) add(life, closeOne(s, p, i))
  add(life, gromova(s))
  add(life, terms(s))
  add(life, lebedev(s))
  add(life, titov(s))
  return life
}

function closeOne(s: Setting, p: TownPerson, i: number): Life {
  const life = emptyLife()
  const r = stream(s, `close/${p.key}`)
  life.consents.push(consent(s, p, { channel: 'email', state: 'given', ago: p.known_for, by: 'site' }))
  for (const product of r.sample(shelf('chinese_art'), r.int(2, 3))) {
    const day = r.int(12, Math.min(p.known_for - 10, 600))
    life.entries.push(order(p, s.calendar.at(day, '16:20'), [{ product }], { discount: r.pick([0, 5, 10]), unit: 'monetnaya' }))
  }
  if (i < topicOff) life.consents.push(consent(s, p, { channel: 'email', topic: 'chinese_art', state: 'refused', ago: r.int(20, 100), by: 'portal' }))
  else if (i < topicOff + writtenTo)
    life.entries.push(
      promotion(
        p,
        s.calendar.at(3, '11:40'),
        'email',
        {
          topic: 'events',
          subject: w('A seat is kept for you on Thursday', 'В четверг для вас оставлено место'),
          text: w('The Eastern Thursday is about tea this time.', '«Восточный четверг» на этот раз о чае.'),
        },
        'delivered',
      ),
    )
  else if (i < topicOff + writtenTo + haveIt) life.entries.push(order(p, s.calendar.at(11, '15:05'), [{ product: songPainting }], { unit: 'monetnaya' }))
  return life
}

/** Six purchases, five at a discount, three of them of books on ancient Chinese art; seven mailings in October, of which two would pass her terms. */
function gromova(s: Setting): Life {
  const life = emptyLife()
  const p = someone(s, 'gromova')
  const at = (ago: number, clock: string): number => s.calendar.at(ago, clock)
  const bought: readonly (readonly [ago: number, product: Product | undefined, discount: number])[] = [
    [590, shelf('chinese_art')[0], 0],
    [430, shelf('poetry')[3], 10],
    [300, shelf('chinese_art')[2], 10],
    [190, shelf('travel')[4], 10],
    [96, shelf('chinese_art')[5], 10],
    [40, shelf('philosophy')[1], 10],
  ]
  for (const [ago, product, discount] of bought)
    if (product !== undefined)
      life.entries.push(order(p, at(ago, '17:15'), [{ product }], { discount, channel: ago > 300 ? 'shop' : 'web', unit: ago > 300 ? 'monetnaya' : 'site' }))
  for (const channel of ['email', 'sms', 'post'] as const) life.consents.push(consent(s, p, { channel, state: 'given', ago: p.known_for, by: 'paper' }))
  const other = (topic: string, en: string, ru: string): News => ({ topic, subject: w(en, ru), text: w(en, ru) })
  life.entries.push(
    promotion(p, at(50, '11:30'), 'email', china, 'delivered'), // would pass
    promotion(p, at(47, '12:00'), 'sms', other('discounts', 'Ten per cent until Sunday', 'До воскресенья 10 %'), 'delivered'),
    promotion(p, at(43, '14:00'), 'email', china, 'delivered'), // within two weeks of the first
    promotion(p, at(38, '11:00'), 'email', other('russian_classics', 'Classics in new bindings', 'Классика в новых переплётах'), 'delivered'),
    promotion(p, at(33, '15:10'), 'sms', china, 'delivered'), // not by SMS
    promotion(p, at(31, '10:30'), 'email', china, 'delivered'), // would pass
    promotion(p, at(24, '12:00'), 'post', other('children', 'For small readers', 'Маленьким читателям'), 'delivered'),
    entry(p, at(95, '18:02'), 'message', 'email', 'in', {
      by: 'email',
      content: { subject: 'Спасибо за книгу', text: 'Сады Сучжоу именно такие, как я искала. Есть ли что-нибудь о живописи Сун?' },
    }),
    entry(p, at(94, '10:40'), 'message', 'email', 'out', {
      by: 'email',
      outcome: 'delivered',
      content: { subject: 'Re: Спасибо за книгу', text: 'Пока нет, но издательство готовит. Сообщим, если вы не против.' },
    }),
    entry(p, at(41, '12:25'), 'call', 'phone', 'in', {
      by: 'phone',
      outcome: 'answered',
      duration_s: 185,
      content: { text: 'Спрашивала, есть ли «Дао для начинающих»; отложили до вечера.' },
    }),
  )
  return life
}

function terms(s: Setting): Life {
  const life = emptyLife()
  const given = (key: string, channel: 'email' | 'sms' | 'post', ago?: number): void => {
    const p = someone(s, key)
    life.consents.push(consent(s, p, { channel, state: 'given', ago: ago ?? p.known_for, by: 'site' }))
  }
  for (const key of ['lebedev', 'vip_bookshop', 'ben', 'panov', 'panova', 'titov', 'rybakov']) given(key, 'email')
  given('vip_bookshop', 'post')
  life.consents.push(consent(s, someone(s, 'ben'), { channel: 'email', state: 'withdrawn', ago: lastMarch(s), by: 'portal' }))
  life.consents.push(consent(s, someone(s, 'titov'), { channel: 'email', state: 'withdrawn', ago: 13, by: 'paper' }))
  life.consents.push(consent(s, someone(s, 'pakhomova'), { channel: 'post', state: 'refused', ago: 560, by: 'paper' }))
  return life
}

/** Days since the last 14th of March. */
export function lastMarch(s: Setting): number {
  const year = Number(s.calendar.today.slice(0, 4))
  const ago = s.calendar.ago(`${year}-03-14`)
  return ago > 0 ? ago : s.calendar.ago(`${year - 1}-03-14`)
}

/** In the first class, and waits for nine days: solve it first. */
function lebedev(s: Setting): Life {
  const p = someone(s, 'lebedev')
  const opened = s.calendar.at(9, '11:12')
  const matter: Matter = { who: p, kind: 'complaint', subject: 'Том 7 с браком', opened, by: 'clerk2' }
  return {
    ...emptyLife(),
    matters: [matter],
    entries: [complained(matter, 'email', 'В седьмом томе Тургенева повторяются листы. Обещали замену за три дня, прошла неделя.')],
    tasks: [
      { ref: p.ref, at: iso(s.calendar.at(9, '12:00')), by: 'clerk2', what: 'Заменить том 7 собрания Тургенева', due_at: iso(s.calendar.at(6, '18:00')) },
    ],
  }
}

function titov(s: Setting): Life {
  const p = someone(s, 'titov')
  const matter: Matter = { who: p, kind: 'request', subject: 'Удалить мои данные', opened: s.calendar.at(13, '09:30'), by: 'privacy' }
  return {
    ...emptyLife(),
    matters: [matter],
    entries: [
      entry(p, matter.opened, 'message', 'post', 'in', {
        about: matter,
        content: { subject: matter.subject, text: 'Прошу удалить все данные обо мне и подтвердить это письмом.' },
      }),
    ],
  }
}
