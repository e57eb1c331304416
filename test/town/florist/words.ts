import type { News } from '../consents.ts'
import type { Talk } from '../everyday.ts'
import { w } from '../setting.ts'

export const talk: Talk = {
  calls: [
    w('Asked which flowers keep longest.', 'Спрашивали, какие цветы стоят дольше.'),
    w('Changed the hour of delivery.', 'Перенесли время доставки.'),
    w('The courier found nobody; agreed on the neighbour.', 'Курьер никого не застал; договорились оставить соседке.'),
  ],
  mails: [
    {
      subject: w('Bouquet for an anniversary', 'Букет к юбилею'),
      text: w('What would you advise for seventy years?', 'Что посоветуете к семидесятилетию?'),
      answer: w('Garden roses and eucalyptus; two sketches attached.', 'Садовые розы с эвкалиптом; два эскиза во вложении.'),
    },
    {
      subject: w('Thank you', 'Спасибо'),
      text: w('She wept with joy.', 'Она плакала от радости.'),
      answer: w('Thank you for writing to us!', 'Спасибо, что написали!'),
    },
  ],
  chats: [
    [w('Peonies?', 'Пионы есть?'), w('Only in May and June.', 'Только в мае и июне.'), w('Then tulips.', 'Тогда тюльпаны.')],
    [w('Can it be today?', 'Можно сегодня?'), w('By seven in the evening.', 'К семи вечера.')],
  ],
  sms: [
    w('The bouquet was handed over. Flowers by the Bridge', 'Букет вручён. Цветы у моста'),
    w('The courier is on the way. Flowers by the Bridge', 'Курьер в пути. Цветы у моста'),
  ],
  letters: [{ subject: w('A card from us', 'Открытка от нас'), text: w('With thanks for the year.', 'Спасибо за этот год.') }],
  forum: [w('How to keep hydrangeas?', 'Как сохранить гортензии?')],
  reviews: [
    { rating: 5, text: w('Stood for two weeks.', 'Простояли две недели.') },
    { rating: 3, text: w('Smaller than in the picture.', 'Меньше, чем на фото.') },
  ],
  complaints: [
    {
      subject: w('Withered', 'Завяли'),
      text: w('The roses withered on the second day.', 'Розы завяли на второй день.'),
      resolution: w('We brought a new bouquet the same evening.', 'В тот же вечер привезли новый букет.'),
    },
    {
      subject: w('The wrong card', 'Не та открытка'),
      text: w('The card had another name.', 'На открытке чужое имя.'),
      resolution: w('We apologised to both and returned the money.', 'Извинились перед обоими и вернули деньги.'),
    },
  ],
  meetings: [w('Chose flowers for a wedding, a sketch by Friday.', 'Подбирали цветы на свадьбу, эскиз к пятнице.')],
  pushes: [w('The bouquet was handed over.', 'Букет вручён.')],
}

export const news: readonly News[] = [
  { topic: 'seasons', subject: w('Tulips are here', 'Тюльпаны приехали'), text: w('Seven kinds from our greenhouse.', 'Семь сортов из нашей теплицы.') },
  { topic: 'courses', subject: w('An evening of wreaths', 'Вечер венков'), text: w('We bind wreaths together on Saturday.', 'В субботу плетём венки вместе.') },
]
