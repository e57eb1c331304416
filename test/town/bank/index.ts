import { consents, promotions } from '../consents.ts'
import { boolean, code, eventTypes, kind, number, sensitiveKind } from '../event-types.ts'
import { everyday } from '../everyday.ts'
import { order } from '../orders.ts'
import { add, clock, days, emptyLife, entry, type House, type Level, paceOf, type Setting, stream, w } from '../setting.ts'
import type { Entry, TownPerson } from '../shapes.ts'
import { staffOf } from '../staff.ts'
import { scenes, toldByHand } from './scenes.ts'
import { packages, services } from './services.ts'
import { news, talk } from './words.ts'

const offers = ['deposit', 'credit_card', 'loan', 'insurance', 'package']
const yearly: Record<Level, number> = { first: 9, second: 4, third: 1.6 }
const branches = ['central', 'station', 'river'] as const

const topics = { deposits: w('Deposits', 'Вклады'), cards: w('Cards', 'Карты'), insurance: w('Insurance', 'Страхование'), loans: w('Loans', 'Кредиты') }

export const bank: House = {
  title: w('Town Bank', 'Городской банк'),
  domain: 'gorbank.example',
  units: [
    { code: 'central', title: w('Branch in Mostovaya street', 'Отделение на Мостовой'), kind: 'branch' },
    { code: 'station', title: w('Station branch', 'Отделение на Вокзальной'), kind: 'branch' },
    { code: 'river', title: w('River branch', 'Отделение на Речной'), kind: 'branch' },
  ],
  staff: staffOf(
    'gorbank.example',
    [
      'Полозов Аркадий Никитич',
      'Жемчужина Инга Валерьевна',
      'Ломова Ксения Павловна',
      'Рябинин Денис Олегович',
      'Штейн Яков Абрамович',
      'Волкова Тамара Ильинична',
    ],
    { owner: w('Head of the bank', 'Управляющий'), clerk1: w('Clerk, River branch', 'Операционист, отделение на Речной') },
  ),
  products: [packages.first, packages.second, ...services],
  topics,
  eventTypes: eventTypes({
    topics,
    offers,
    more: [
      kind('subscription', w('Package of services', 'Пакет услуг')),
      kind('deposit_opened', w('Deposit opened', 'Открыт вклад'), { principal_minor: number, term_months: number, prolonged: boolean }),
      kind('debt_reminder', w('Reminder of a debt', 'Напоминание о долге'), { stage: code('first', 'second', 'court') }),
      sensitiveKind('fraud_check', w('Check against fraud', 'Проверка на мошенничество'), ['security']),
    ],
  }),
  caseNumber: { key: 'fomin', number: 41 },
  live(s) {
    const life = emptyLife()
    add(life, {
      consents: consents(
        s,
        [
          { channel: 'email', allows: [0.7, 0.6, 0.5] },
          { channel: 'sms', allows: [0.5, 0.4, 0.35] },
          { channel: 'phone', allows: [0.3, 0.25, 0.2] },
        ],
        { told: toldByHand },
      ),
    })
    add(life, scenes(s))
    add(life, { entries: promotions(s, news, life.consents, { told: ['belova'] }) })
    add(life, everyday(s, talk, { busy: 0.8, told: ['belova', 'fomin'] }))
    for (const p of s.people) if (p.key !== 'belova') add(life, { entries: [...fees(s, p), ...proposals(s, p)] })
    return life
  },
}

/** The monthly package of those who have one, and now and then a service with a price. */
function fees(s: Setting, p: TownPerson): Entry[] {
  const r = stream(s, `fees/${p.key}`)
  const pace = paceOf(s, p)
  const found: Entry[] = []
  if (pace.level !== 'third') {
    const monthly = packages[pace.level]
    for (let day = pace.from - 3; day > pace.until; day -= 30)
      found.push(order(p, s.calendar.at(day, '04:00'), [{ product: monthly }], { channel: 'system', more: { kind: 'subscription', direction: 'none' } }))
  }
  for (const day of days(r, pace, yearly[pace.level]))
    found.push(order(p, s.calendar.at(day, clock(r, 9, 18)), [{ product: r.pick(services) }], { unit: r.pick(branches) }))
  // Those of ten years have something in each quarter before the two years that are told in full.
  for (let day = p.known_for - 20; day > 730; day -= 90)
    found.push(order(p, s.calendar.at(day, '12:10'), [{ product: r.pick(services) }], { unit: r.pick(branches) }))
  return found
}

/** What was proposed and what became of it: taken, refused or put off; deposits that were opened. */
function proposals(s: Setting, p: TownPerson): Entry[] {
  const r = stream(s, `proposals/${p.key}`)
  const pace = paceOf(s, p)
  const found: Entry[] = []
  for (const day of days(r, pace, pace.level === 'third' ? 0.4 : 1.1)) {
    const offer = r.pick(offers)
    const outcome = r.weighted([
      ['refused', 0.6],
      ['postponed', 0.22],
      ['accepted', 0.18],
    ])
    const channel = r.pick(['phone', 'shop', 'app'] as const)
    const at = s.calendar.at(day, clock(r, 10, 18))
    const unit = channel === 'shop' ? { unit: r.pick(branches) } : {}
    found.push(
      entry(p, at, 'offer', channel, 'out', { facts: { offer }, ...unit }),
      entry(p, at + 120_000, 'answer', channel, 'in', { facts: { offer }, outcome, ...unit }),
    )
    if (offer === 'deposit' && outcome === 'accepted')
      found.push(
        entry(p, at + 900_000, 'deposit_opened', 'shop', 'in', {
          facts: { principal_minor: r.int(5, 90) * 1_000_000, term_months: r.pick([3, 6, 12]), prolonged: false },
          unit: r.pick(branches),
        }),
      )
  }
  if (r.chance(0.05))
    found.push(
      entry(p, s.calendar.at(r.int(5, pace.from - 1), '03:12'), 'fraud_check', 'system', 'none', {
        content: { text: 'Вход из другого города, подтверждён звонком.' },
      }),
    )
  return found
}
