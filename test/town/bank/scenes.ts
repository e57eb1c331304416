import { iso } from '../calendar.ts'
import { consent, type News, promotion } from '../consents.ts'
import { complained, solved } from '../everyday.ts'
import { order } from '../orders.ts'
import { add, emptyLife, entry, type Setting, someone, w } from '../setting.ts'
import type { Life, Matter } from '../shapes.ts'
import { packages } from './services.ts'

/** Whose consents are written here and not by chance. */
export const toldByHand = ['belova', 'fomin', 'ben', 'vip_bank', 'pakhomova']

/** What must have happened in the bank for its scenes. */
export function scenes(s: Setting): Life {
  const life = emptyLife()
  add(life, belova(s))
  add(life, fomin(s))
  life.consents.push(consent(s, someone(s, 'vip_bank'), { channel: 'email', state: 'given', ago: 2400, by: 'paper' }))
  const ben = someone(s, 'ben')
  life.consents.push(consent(s, ben, { channel: 'email', state: 'given', ago: ben.known_for, by: 'site' }))
  return life
}

/** Scene 1. On the day of the scenes: dispute of 12.11 solved on 14.11 and rated 4, card refused on 02.10, deposit until 28.11, a call promised by 25.11. */
function belova(s: Setting): Life {
  const p = someone(s, 'belova')
  const at = (ago: number, clock: string): number => s.calendar.at(ago, clock)
  const dispute: Matter = { who: p, kind: 'dispute', subject: 'Комиссия списана дважды', opened: at(9, '10:41'), by: 'clerk1' }
  const monthly = Array.from({ length: Math.ceil(p.known_for / 30) - 1 }, (_, n) =>
    order(p, at(p.known_for - 14 - n * 30, '04:00'), [{ product: packages.second }], { channel: 'system', more: { kind: 'subscription', direction: 'none' } }),
  )
  return {
    ...emptyLife(),
    matters: [dispute],
    entries: [
      ...monthly.filter((e) => e.at < at(1, '00:00')),
      entry(p, at(358, '12:20'), 'deposit_opened', 'shop', 'in', {
        unit: 'river',
        facts: { principal_minor: 45_000_000, term_months: 12, prolonged: false },
        content: { text: `Вклад «Годовой», до ${russianDay(s.calendar.day(-7))}.` },
      }),
      entry(p, at(50, '15:30'), 'offer', 'phone', 'out', { by: 'phone', facts: { offer: 'credit_card' } }),
      entry(p, at(50, '15:32'), 'answer', 'phone', 'in', {
        by: 'phone',
        facts: { offer: 'credit_card' },
        outcome: 'refused',
        content: { text: 'Карта не нужна, просила больше не предлагать.' },
      }),
      complained(dispute, 'phone', 'За перевод сыну комиссия 350 ₽ списана дважды.'),
      ...solved(dispute, 'phone', { at: at(7, '16:05'), resolution: 'Вторую комиссию, 350 ₽, вернули на счёт.', rating: 4 }),
      entry(p, at(2, '11:50'), 'call', 'phone', 'in', {
        by: 'phone',
        outcome: 'answered',
        duration_s: 312,
        content: { text: 'Спрашивала, какая будет ставка, если продлить вклад. Обещали посчитать и перезвонить.' },
      }),
      entry(p, at(31, '17:20'), 'visit', 'shop', 'in', { unit: 'river', content: { text: 'Получила справку для налогового вычета.' } }),
      entry(p, at(64, '20:15'), 'message', 'forum', 'in', { content: { text: 'Кто брал кредит на ремонт под залог вклада? Стоит ли?' } }),
      entry(p, at(88, '09:40'), 'message', 'chat', 'in', { content: { text: 'Можно ли снимать проценты каждый месяц?' } }),
      entry(p, at(88, '09:41'), 'message', 'chat', 'out', { content: { text: 'Да, если выбрать ежемесячную выплату, ставка чуть ниже.' } }),
      entry(p, at(140, '12:00'), 'message', 'sms', 'out', { by: 'phone', outcome: 'delivered', content: { text: 'Выписка готова. Городской банк' } }),
      entry(p, at(9, '10:44'), 'fraud_check', 'system', 'none', {
        content: { text: 'Двойное списание: ошибка терминала, не мошенничество.' },
      }),
      entry(p, at(203, '02:10'), 'fraud_check', 'system', 'none', { content: { text: 'Вход с нового телефона, подтверждён.' } }),
    ],
    consents: [
      consent(s, p, { channel: 'email', state: 'given', ago: p.known_for, by: 'paper' }),
      consent(s, p, { channel: 'phone', state: 'given', ago: p.known_for, by: 'paper' }),
    ],
    promises: [
      {
        ref: p.ref,
        at: iso(at(2, '11:56')),
        by: 'clerk2',
        what: 'Перезвонить: сколько даст продление вклада',
        due_at: iso(at(-4, '18:00')),
        kind: 'call_back',
      },
    ],
    tasks: [{ ref: p.ref, at: iso(at(7, '16:10')), by: 'clerk1', what: 'Вклад заканчивается: предложить продлить', due_at: iso(at(-7, '18:00')) }],
  }
}

/** Scene 10. Every channel in one feed, complaint 41 open, and for tomorrow both a letter about the debt and “take a loan”. */
function fomin(s: Setting): Life {
  const p = someone(s, 'fomin')
  const at = (ago: number, clock: string): number => s.calendar.at(ago, clock)
  const matter: Matter = { who: p, kind: 'complaint', subject: 'Просрочка, которой не было', opened: at(4, '13:15'), by: 'clerk2' }
  const loan: News = { topic: 'loans', subject: w('A loan for repairs', 'Кредит на ремонт'), text: w('Decided within a day.', 'Решение за день.') }
  return {
    ...emptyLife(),
    matters: [matter],
    entries: [
      promotion(p, at(70, '11:30'), 'email', loan, 'delivered'),
      entry(p, at(33, '12:00'), 'letter', 'post', 'out', {
        outcome: 'returned',
        content: { subject: 'Уведомление о платеже', text: 'Вернулось: адресат по адресу не проживает.' },
      }),
      entry(p, at(26, '18:22'), 'call', 'phone', 'in', {
        by: 'phone',
        outcome: 'answered',
        duration_s: 240,
        content: { text: 'Переехал, письма идут на старый адрес. Новый адрес пришлёт.' },
      }),
      entry(p, at(20, '10:00'), 'message', 'sms', 'out', {
        by: 'phone',
        outcome: 'delivered',
        content: { text: 'Напоминаем о платеже до 5-го числа. Городской банк' },
      }),
      entry(p, at(19, '21:05'), 'message', 'chat', 'in', { content: { text: 'Я заплатил ещё второго, проверьте.' } }),
      entry(p, at(19, '21:09'), 'message', 'chat', 'out', { content: { text: 'Передали в расчётный отдел, ответим.' } }),
      entry(p, at(12, '22:40'), 'message', 'forum', 'in', { content: { text: 'Банк требует уже оплаченное. Было у кого?' } }),
      entry(p, at(10, '09:00'), 'debt_reminder', 'sms', 'out', {
        by: 'phone',
        outcome: 'delivered',
        facts: { stage: 'first' },
        content: { text: 'Задолженность 4 300 ₽. Городской банк' },
      }),
      entry(p, at(5, '15:00'), 'meeting', 'meeting', 'none', {
        duration_s: 1500,
        unit: 'central',
        content: { text: 'Принёс чек об оплате второго числа. Похоже, платёж попал на другой договор.' },
      }),
      complained(matter, 'email', 'Вы начисляете пени за платёж, который я внёс вовремя. Чек у вас.'),
    ],
    consents: [
      consent(s, p, { channel: 'email', state: 'given', ago: 1000, by: 'site' }),
      consent(s, p, { channel: 'sms', state: 'given', ago: 1000, by: 'site' }),
    ],
    tasks: [
      { ref: p.ref, at: iso(at(3, '09:10')), by: 'clerk1', what: 'Найти платёж 4 300 ₽ на другом договоре', due_at: iso(at(-7, '12:00')) },
      { ref: p.ref, at: iso(at(3, '17:00')), by: 'marketer', what: 'Письмо «Возьмите кредит на ремонт»', due_at: iso(at(-1, '11:00')) },
      { ref: p.ref, at: iso(at(3, '17:30')), by: 'clerk2', what: 'Письмо о взыскании задолженности', due_at: iso(at(-1, '12:00')) },
    ],
  }
}

function russianDay(day: string): string {
  return day.split('-').toReversed().join('.')
}
