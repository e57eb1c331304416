import { iso } from '../calendar.ts'
import { consent } from '../consents.ts'
import { order } from '../orders.ts'
import { emptyLife, entry, type Setting, someone } from '../setting.ts'
import type { Entry, Life } from '../shapes.ts'
import { services } from './services.ts'

/** Scene 4: three complaints of headache, 150/95 twice, penicillin, a mother with hypertension; she comes today at 10:20. */
export function scenes(s: Setting): Life {
  const p = someone(s, 'sokolova')
  const at = (ago: number, clock: string): number => s.calendar.at(ago, clock)
  const visit = (ago: number, clock: string, complaint: string, text: string): Entry[] => [
    entry(p, at(ago, clock), 'examination', 'meeting', 'in', { unit: 'therapy', content: { complaint, text } }),
    order(p, at(ago, clock) + 1_800_000, [{ product: services[1] }], { unit: 'reception', more: { kind: 'visit_paid' } }),
  ]
  const pressure = (ago: number, clock: string, value: string): Entry =>
    entry(p, at(ago, clock), 'reading', 'meeting', 'none', { unit: 'therapy', content: { what: 'blood_pressure', text: value } })
  return {
    ...emptyLife(),
    entries: [
      ...visit(700, '09:40', 'Осмотр', 'Профилактический осмотр.'),
      pressure(700, '09:45', '130/85'),
      ...visit(118, '10:40', 'Головная боль', 'Болит затылок по утрам, около месяца.'),
      ...visit(76, '11:20', 'Головная боль', 'Снова затылок, чаще после работы.'),
      pressure(76, '11:25', '150/95'),
      ...visit(33, '10:20', 'Головная боль', 'Дважды за неделю, с тошнотой.'),
      pressure(33, '10:25', '150/95'),
      entry(p, at(5, '14:02'), 'booking', 'phone', 'in', {
        by: 'phone',
        unit: 'reception',
        content: { text: `Запись на ${s.calendar.day(0).split('-').toReversed().join('.')}, 10:20.` },
      }),
      entry(p, at(1, '16:00'), 'message', 'sms', 'out', { by: 'phone', outcome: 'delivered', content: { text: 'Ждём вас завтра в 10:20. Клиника «Доверие»' } }),
    ],
    notes: [
      { ref: p.ref, at: iso(at(700, '09:50')), by: 'clerk2', kind: 'note', text: 'Аллергия: пенициллин (отёк в 1994).', sensitive: true },
      { ref: p.ref, at: iso(at(118, '10:55')), by: 'clerk2', kind: 'note', text: 'Мать: гипертония, инсульт в 61 год.', sensitive: true },
    ],
    tasks: [{ ref: p.ref, at: iso(at(5, '14:03')), by: 'clerk2', what: 'Приём в 10:20', due_at: iso(at(0, '10:20')) }],
    consents: [consent(s, p, { channel: 'sms', state: 'given', ago: p.known_for, by: 'paper' })],
  }
}
