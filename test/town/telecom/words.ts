import type { News } from '../consents.ts'
import type { Talk } from '../everyday.ts'
import { w } from '../setting.ts'

export const talk: Talk = {
  calls: [
    w('No internet at home; the router was restarted together.', 'Дома пропал интернет; вместе перезагрузили роутер.'),
    w('Asked what the bill consists of.', 'Спрашивали, из чего складывается счёт.'),
    w('Moves house, the line is to move too.', 'Переезд, нужно перенести линию.'),
  ],
  mails: [
    {
      subject: w('The bill', 'Счёт'),
      text: w('Please send the bill on paper no longer.', 'Не присылайте больше бумажный счёт.'),
      answer: w('Done: from now on by e-mail.', 'Сделали: теперь только по почте.'),
    },
    {
      subject: w('Roaming', 'Роуминг'),
      text: w('How much is a minute in Kazakhstan?', 'Сколько стоит минута в Казахстане?'),
      answer: w('12 ₽ from home, 18 ₽ when you are there.', '12 ₽ из дома, 18 ₽ в поездке.'),
    },
  ],
  chats: [
    [w('The speed is low', 'Низкая скорость'), w('There is work on your street till six.', 'На вашей улице работы до шести.'), w('All right.', 'Понятно.')],
    [w('How do I switch off voicemail?', 'Как отключить автоответчик?'), w('Dial *100#.', 'Наберите *100#.')],
  ],
  sms: [
    w('The bill is ready. Town Line', 'Счёт готов. Городская связь'),
    w('Works on your street tonight. Town Line', 'Ночью работы на вашей улице. Городская связь'),
  ],
  letters: [{ subject: w('Bill', 'Счёт'), text: w('The bill of the month.', 'Счёт за месяц.') }],
  forum: [
    w('Does anyone else have breaks in the evening?', 'У кого ещё по вечерам обрывы?'),
    w('Since the new cable it flies.', 'После нового кабеля летает.'),
  ],
  reviews: [
    { rating: 4, text: w('It works; the bill is clear.', 'Работает, счёт понятный.') },
    { rating: 2, text: w('They promised two days, it took nine.', 'Обещали два дня, вышло девять.') },
  ],
  complaints: [
    {
      subject: w('No connection', 'Нет связи'),
      text: w('No connection for the third day.', 'Третий день нет связи.'),
      resolution: w('The cable was replaced, three days are not billed.', 'Кабель заменили, три дня не считаем.'),
    },
    {
      subject: w('A service not ordered', 'Услуга без заказа'),
      text: w('A melody instead of the tone was switched on.', 'Подключили мелодию вместо гудка.'),
      resolution: w('Switched off, the money returned.', 'Отключили, деньги вернули.'),
    },
  ],
  meetings: [w('The fitter explained where the cable goes.', 'Монтажник объяснил, где пройдёт кабель.')],
  pushes: [w('The bill is ready.', 'Счёт готов.')],
}

export const news: readonly News[] = [
  { topic: 'tariffs', subject: w('New tariffs', 'Новые тарифы'), text: w('See whether yours is still the best.', 'Проверьте, лучший ли у вас.') },
  { topic: 'devices', subject: w('A router for a large house', 'Роутер для большого дома'), text: w('Reaches the shed.', 'Достаёт до сарая.') },
]
