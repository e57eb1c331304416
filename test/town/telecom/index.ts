import { consents, promotions } from '../consents.ts'
import { code, eventTypes, kind, number } from '../event-types.ts'
import { everyday } from '../everyday.ts'
import { type Line, order } from '../orders.ts'
import type { Random } from '../random.ts'
import { add, clock, days, emptyLife, entry, type House, type Level, paceOf, type Setting, stream, w } from '../setting.ts'
import type { Entry, TownPerson } from '../shapes.ts'
import { staffOf } from '../staff.ts'
import { abroadOf, akhmetova, type Called, called } from './scenes.ts'
import { calls, type Destination, destinations, extras, home, tariffs } from './tariffs.ts'
import { news, talk } from './words.ts'

const topics = { tariffs: w('Tariffs', 'Тарифы'), devices: w('Devices', 'Устройства') }

/** Purchases at the office a year, by class. */
const yearly: Record<Level, number> = { first: 14, second: 2, third: 0.5 }

export const telecom: House = {
  title: w('Town Line', 'Городская связь'),
  domain: 'gorsvyaz.example',
  units: [
    { code: 'office', title: w('Customer office', 'Абонентский отдел'), kind: 'department' },
    { code: 'repair', title: w('Repair', 'Ремонт'), kind: 'department' },
  ],
  staff: staffOf('gorsvyaz.example', [
    'Проводова Алиса Игоревна',
    'Звонкова Майя Львовна',
    'Гудков Пётр Сергеевич',
    'Линейная Ольга Ивановна',
    'Тариф Роман Ильич',
    'Тихая Елена Юрьевна',
  ]),
  products: [...Object.values(home), ...Object.values(calls), ...tariffs, ...extras],
  topics,
  eventTypes: eventTypes({
    topics,
    offers: ['evening', 'family', 'router'],
    more: [
      kind('bill', w('Bill', 'Счёт')),
      kind('usage', w('Call made', 'Разговор'), { units: number, destination: code(...destinations), tariff: code('simple', 'evening', 'family') }),
    ],
  }),
  live(s) {
    const life = emptyLife()
    add(life, {
      consents: consents(
        s,
        [
          { channel: 'email', allows: [0.6, 0.5, 0.4] },
          { channel: 'sms', allows: [0.5, 0.4, 0.3] },
        ],
        { told: ['titov', 'pakhomova'] },
      ),
    })
    add(life, { entries: promotions(s, news, life.consents, { told: ['akhmetova'] }) })
    add(life, everyday(s, talk, { busy: 0.6, told: ['akhmetova'] }))
    for (const p of s.people) add(life, { entries: p.key === 'akhmetova' ? months(s, p) : [...months(s, p), ...bought(s, p)] })
    return life
  },
}

function bought(s: Setting, p: TownPerson): Entry[] {
  const r = stream(s, `bought/${p.key}`)
  const pace = paceOf(s, p)
  return days(r, pace, yearly[pace.level]).map((day) => order(p, s.calendar.at(day, clock(r, 10, 18)), [{ product: r.pick(extras) }], { unit: 'office' }))
}

/** Calls one by one for the five months a tariff is judged by; before that only the bills. */
function months(s: Setting, p: TownPerson): Entry[] {
  const r = stream(s, `line/${p.key}`)
  const pace = paceOf(s, p)
  const services = subscription(r, pace.level, p.key)
  const habit = abroadOf(r, p)
  const found: Entry[] = []
  const first = Math.ceil(p.known_for / 30.5)
  for (let back = Math.min(first, 24); back >= 0; back--) {
    const month = s.calendar.month(back)
    if (month.first >= p.known_for || month.last < pace.until - 30) continue
    const made = p.key === 'akhmetova' ? akhmetova(s, back) : random(s, r, month, habit)
    if (back <= 4) found.push(...made.filter((c) => c.ago > 0).map((c) => talked(s, p, c)))
    if (back > 0)
      found.push(order(p, s.calendar.at(month.last - 1, '05:00'), billed(services, made), { channel: 'system', more: { kind: 'bill', direction: 'out' } }))
  }
  // Before the two years that are told in full: a bill for each quarter.
  for (let day = p.known_for - 30; day > 740; day -= 90)
    found.push(
      order(
        p,
        s.calendar.at(day, '05:00'),
        services.map((line) => ({ ...line, quantity: 3 })),
        { channel: 'system', more: { kind: 'bill', direction: 'out' } },
      ),
    )
  return found
}

function subscription(r: Random, level: 'first' | 'second' | 'third', key: string): Line[] {
  if (key === 'akhmetova') return []
  const lines: Line[] = [{ product: home.line }]
  if (level !== 'third' || r.chance(0.5)) lines.push({ product: home.internet })
  if (level === 'first' || r.chance(0.3)) lines.push({ product: home.tv })
  return lines
}

function random(s: Setting, r: Random, month: { first: number; last: number }, habit: Partial<Record<Destination, number>>): Called[] {
  const found: Called[] = []
  for (const to of destinations)
    for (let n = Math.round(r.around(habit[to] ?? 0.01, 0.4)); n > 0; n--) found.push(called(s, r, r.int(month.last, month.first), to))
  return found
}

function talked(s: Setting, p: TownPerson, c: Called): Entry {
  return entry(p, s.calendar.at(c.ago, c.clock), 'usage', 'system', 'none', {
    duration_s: c.minutes * 60,
    facts: { units: c.minutes, destination: c.to, tariff: 'simple' },
  })
}

function billed(services: readonly Line[], made: readonly Called[]): Line[] {
  const lines = destinations.flatMap((to): Line[] => {
    const minutes = made.filter((c) => c.to === to).reduce((sum, c) => sum + c.minutes, 0)
    const product = calls[to]
    return minutes === 0 || product === undefined ? [] : [{ product, quantity: minutes }]
  })
  return [...services, ...lines]
}
