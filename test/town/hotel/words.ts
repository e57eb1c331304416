import type { News } from '../consents.ts'
import type { Talk } from '../everyday.ts'
import { w } from '../setting.ts'

export const talk: Talk = {
  calls: [
    w('Asked whether early arrival is possible; from ten, free of charge.', 'Спрашивали о раннем заезде; с десяти, без доплаты.'),
    w('Wants a room away from the lift; noted.', 'Просят номер подальше от лифта; отметили.'),
    w('Left a charger behind; found, will be sent.', 'Забыли зарядку; нашли, отправим.'),
  ],
  mails: [
    {
      subject: w('Parking', 'Парковка'),
      text: w('Is there parking for a minibus?', 'Есть ли место для микроавтобуса?'),
      answer: w('Yes, in the yard; please tell us the number.', 'Да, во дворе; сообщите, пожалуйста, номер.'),
    },
    {
      subject: w('Papers for accounting', 'Документы для бухгалтерии'),
      text: w('Please send the bill and the act.', 'Пришлите, пожалуйста, счёт и акт.'),
      answer: w('Attached; the originals go by post.', 'Во вложении; оригиналы отправим почтой.'),
    },
    {
      subject: w('A cot', 'Детская кроватка'),
      text: w('We come with a child of one year.', 'Приедем с ребёнком одного года.'),
      answer: w('A cot will be in the room.', 'Кроватка будет в номере.'),
    },
  ],
  chats: [
    [w('Is breakfast included?', 'Завтрак включён?'), w('Yes, from seven to eleven.', 'Да, с семи до одиннадцати.')],
    [
      w('Can you wake me at five?', 'Разбудите меня в пять?'),
      w('With pleasure, with coffee?', 'С удовольствием, с кофе?'),
      w('With coffee.', 'С кофе.'),
      w('Noted.', 'Записали.'),
    ],
  ],
  sms: [
    w('Your room is ready. Hotel Rechnaya', 'Номер готов. Гостиница «Речная»'),
    w('A taxi is at the door. Hotel Rechnaya', 'Такси у входа. Гостиница «Речная»'),
  ],
  letters: [{ subject: w('Papers of your stay', 'Документы о проживании'), text: w('The bill and the act, in two copies.', 'Счёт и акт в двух экземплярах.') }],
  forum: [
    w('The view from the third floor is worth the stairs.', 'Вид с третьего этажа стоит лестницы.'),
    w('Does the ferry go in November?', 'Паром в ноябре ходит?'),
  ],
  reviews: [
    { rating: 5, text: w('Like at home, and quieter.', 'Как дома, только тише.') },
    { rating: 4, text: w('A good breakfast, slow wi-fi.', 'Хороший завтрак, медленный вайфай.') },
    { rating: 2, text: w('The radiator knocked all night.', 'Всю ночь стучала батарея.') },
  ],
  complaints: [
    {
      subject: w('Noise', 'Шум'),
      text: w('Repairs behind the wall from eight in the morning.', 'За стеной ремонт с восьми утра.'),
      resolution: w('Another room, and a night for free.', 'Другой номер и ночь без оплаты.'),
    },
    {
      subject: w('The bill', 'Счёт'),
      text: w('The minibar was charged by mistake.', 'Мини-бар посчитали по ошибке.'),
      resolution: w('The sum was returned.', 'Сумму вернули.'),
    },
  ],
  meetings: [w('Showed the hall for a wedding of forty.', 'Показывали зал: свадьба на сорок человек.')],
  pushes: [w('Your room is ready.', 'Номер готов.'), w('The sauna is free from eight.', 'Сауна свободна с восьми.')],
}

export const news: readonly News[] = [
  {
    topic: 'weekends',
    subject: w('Two nights by the river', 'Две ночи у реки'),
    text: w('From Friday to Sunday with breakfast.', 'С пятницы до воскресенья, с завтраком.'),
  },
  { topic: 'restaurant', subject: w('Pike-perch season', 'Сезон судака'), text: w('Four dishes from our fishermen.', 'Четыре блюда от наших рыбаков.') },
  { topic: 'conferences', subject: w('Halls for spring', 'Залы на весну'), text: w('For ten to sixty people.', 'На десять — шестьдесят человек.') },
]
