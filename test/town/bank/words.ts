import type { News } from '../consents.ts'
import type { Talk } from '../everyday.ts'
import { w } from '../setting.ts'

export const talk: Talk = {
  calls: [
    w('Asked for the limit of transfers a day; explained.', 'Уточняли суточный лимит переводов; объяснили.'),
    w('Did not recognise a payment; found together, it was a subscription.', 'Не узнали платёж; вместе нашли, это была подписка.'),
    w('Asked for the papers needed for a tax deduction.', 'Спрашивали, какие справки нужны для вычета.'),
    w('Going abroad, wants the card to work there; noted.', 'Едет за границу, просит не блокировать карту; отметили.'),
  ],
  mails: [
    {
      subject: w('A certificate', 'Справка'),
      text: w('Please prepare a statement for the last year.', 'Подготовьте, пожалуйста, выписку за год.'),
      answer: w('The statement is ready at the Station branch.', 'Выписка готова, отделение на Вокзальной.'),
    },
    {
      subject: w('A new telephone number', 'Новый номер телефона'),
      text: w('How do I change the number?', 'Как сменить номер телефона?'),
      answer: w('At any branch, with a passport; it takes five minutes.', 'В любом отделении с паспортом, пять минут.'),
    },
    {
      subject: w('Interest', 'Проценты'),
      text: w('When is the interest paid?', 'Когда начислят проценты?'),
      answer: w('On the last day of the month, to your account.', 'В последний день месяца, на ваш счёт.'),
    },
  ],
  chats: [
    [
      w('The app does not open', 'Не открывается приложение'),
      w('Please update it; version 8 was withdrawn today.', 'Обновите, пожалуйста: версию 8 сегодня отозвали.'),
      w('It works, thank you.', 'Работает, спасибо.'),
    ],
    [w('What is the rate for a year?', 'Какая ставка на год?'), w('14.5 % with monthly interest.', '14,5 % с ежемесячной выплатой.')],
    [w('Where is the nearest cash machine?', 'Где ближайший банкомат?'), w('At the station, round the clock.', 'На вокзале, круглосуточно.')],
  ],
  sms: [
    w('Your statement is ready. Town Bank', 'Выписка готова. Городской банк'),
    w('Package fee was charged. Town Bank', 'Списана плата за пакет. Городской банк'),
    w('You signed in from a new device. Town Bank', 'Вход с нового устройства. Городской банк'),
  ],
  letters: [
    {
      subject: w('Change of tariffs', 'Изменение тарифов'),
      text: w('From the first of next month transfers cost less.', 'С первого числа переводы станут дешевле.'),
    },
    { subject: w('Yearly statement', 'Годовая выписка'), text: w('Your statement for the year.', 'Выписка по счёту за год.') },
  ],
  forum: [
    w('The branch on Rechnaya closes too early.', 'Отделение на Речной слишком рано закрывается.'),
    w('Has anyone closed a deposit before its time?', 'Кто-нибудь закрывал вклад досрочно?'),
  ],
  reviews: [
    { rating: 5, text: w('Quick and polite.', 'Быстро и вежливо.') },
    { rating: 3, text: w('The queue at noon is long.', 'В обед большая очередь.') },
    { rating: 1, text: w('Waited forty minutes for a certificate.', 'Ждал справку сорок минут.') },
  ],
  complaints: [
    {
      subject: w('The machine kept the card', 'Банкомат забрал карту'),
      text: w('The machine at the station kept my card.', 'Банкомат на вокзале не вернул карту.'),
      resolution: w('The card was returned the next day, a new one issued free of charge.', 'Карту вернули на следующий день, перевыпуск бесплатно.'),
    },
    {
      subject: w('An advertisement at night', 'Реклама ночью'),
      text: w('A message came at half past eleven at night.', 'SMS пришло в половине двенадцатого ночи.'),
      resolution: w('Quiet hours were set, we apologised.', 'Установили тихие часы, извинились.'),
    },
  ],
  meetings: [
    w('Talked about savings for the children’s studies.', 'Говорили о накоплениях на учёбу детей.'),
    w('Helped to set up the app, showed the limits.', 'Помогли настроить приложение, показали лимиты.'),
  ],
  pushes: [w('Interest was credited.', 'Начислены проценты.'), w('A transfer came in.', 'Поступил перевод.')],
}

export const news: readonly News[] = [
  {
    topic: 'deposits',
    subject: w('A deposit for the winter', 'Вклад на зиму'),
    text: w('Fifteen per cent for three months.', 'Пятнадцать процентов на три месяца.'),
  },
  { topic: 'cards', subject: w('A card for travelling', 'Карта для поездок'), text: w('Points for railway tickets.', 'Баллы за железнодорожные билеты.') },
  { topic: 'insurance', subject: w('The house is insured', 'Дом под защитой'), text: w('Insurance of the house for a year.', 'Страхование дома на год.') },
  { topic: 'loans', subject: w('A loan for repairs', 'Кредит на ремонт'), text: w('Decided within a day.', 'Решение за день.') },
]
