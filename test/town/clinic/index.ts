import { consents, promotions } from '../consents.ts'
import { eventTypes, kind, sensitiveKind } from '../event-types.ts'
import { everyday } from '../everyday.ts'
import { order } from '../orders.ts'
import { add, clock, days, emptyLife, entry, type House, type Level, paceOf, type Setting, stream, w } from '../setting.ts'
import type { Entry, TownPerson } from '../shapes.ts'
import { staffOf } from '../staff.ts'
import { scenes } from './scenes.ts'
import { services } from './services.ts'
import { news, talk } from './words.ts'

const yearly: Record<Level, number> = { first: 7, second: 3, third: 1.2 }
const seen: readonly (readonly [complaint: string, text: string])[] = [
  ['Боль в спине', 'Болит после работы в саду. Рекомендована гимнастика, контроль через две недели.'],
  ['Кашель', 'Кашель вторую неделю, хрипов нет. Назначен снимок.'],
  ['Осмотр', 'Профилактический осмотр, без особенностей.'],
  ['Колено', 'Боль при ходьбе по лестнице. Назначено УЗИ.'],
  ['Сон', 'Просыпается в четыре утра. Обсудили режим, дневник сна.'],
  ['Давление', 'Утром 135/85, вечером 130/80. Наблюдение.'],
]

const topics = { programmes: w('Programmes', 'Программы'), schedule: w('Opening hours', 'Расписание') }

export const clinic: House = {
  title: w('Clinic “Doverie”', 'Клиника «Доверие»'),
  domain: 'doverie.example',
  units: [
    { code: 'reception', title: w('Reception', 'Регистратура'), kind: 'department' },
    { code: 'therapy', title: w('Therapy', 'Терапия'), kind: 'department' },
  ],
  staff: staffOf(
    'doverie.example',
    [
      'Аптекарева Софья Львовна',
      'Градусова Мила Юрьевна',
      'Халатова Нина Петровна',
      'Пирогов Андрей Иванович',
      'Шкалин Борис Яковлевич',
      'Тайнина Вера Олеговна',
    ],
    { clerk1: w('Reception', 'Регистратура'), clerk2: w('Doctor', 'Врач-терапевт') },
  ),
  products: [...services],
  topics,
  eventTypes: eventTypes({
    topics,
    offers: ['year'],
    more: [
      kind('booking', w('Appointment', 'Запись')),
      kind('visit_paid', w('Paid visit', 'Оплата приёма')),
      sensitiveKind('examination', w('Visit to the doctor', 'Приём врача')),
      sensitiveKind('reading', w('Reading', 'Показание')),
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
        { told: ['zhukova', 'pakhomova', 'sokolova'] },
      ),
    })
    add(life, scenes(s))
    add(life, { entries: promotions(s, news, life.consents, { told: [] }) })
    add(life, everyday(s, talk, { busy: 0.7, told: ['sokolova'] }))
    for (const p of s.people) if (p.key !== 'sokolova') add(life, { entries: visits(s, p) })
    return life
  },
}

function visits(s: Setting, p: TownPerson): Entry[] {
  const r = stream(s, `visits/${p.key}`)
  const pace = paceOf(s, p)
  const found: Entry[] = []
  for (const day of days(r, { from: pace.from - 4, until: pace.until }, yearly[pace.level])) {
    const [complaint, text] = r.pick(seen)
    const at = s.calendar.at(day, clock(r, 9, 18))
    const paid = [{ product: r.pick(services.slice(0, 2)) }, ...(r.chance(0.4) ? [{ product: r.pick(services.slice(2, 4)) }] : [])]
    found.push(
      entry(p, s.calendar.at(day + r.int(1, 3), '11:00'), 'booking', r.pick(['phone', 'web'] as const), 'in', { unit: 'reception' }),
      entry(p, at, 'examination', 'meeting', 'in', { unit: 'therapy', content: { complaint, text } }),
      order(p, at + 1_800_000, pace.level === 'first' && r.chance(0.1) ? [{ product: services[4] }] : paid, {
        unit: 'reception',
        more: { kind: 'visit_paid' },
      }),
    )
    if (complaint === 'Давление')
      found.push(
        entry(p, at + 300_000, 'reading', 'meeting', 'none', {
          unit: 'therapy',
          content: { what: 'blood_pressure', text: `${r.int(118, 142)}/${r.int(74, 92)}` },
        }),
      )
  }
  return found
}
