import type { News } from '../consents.ts'
import type { Talk } from '../everyday.ts'
import { w } from '../setting.ts'

export const talk: Talk = {
  calls: [
    w('Asked whether the order has arrived; it has, and will wait until Saturday.', 'Спрашивали, пришёл ли заказ; пришёл, отложили до субботы.'),
    w('Asked for the opening hours on the holiday.', 'Спрашивали часы работы в праздник.'),
    w('Wants a second copy as a present; set aside.', 'Нужен второй экземпляр в подарок; отложили.'),
    w('Looked for an out-of-print edition; promised to ask the warehouse.', 'Ищут издание, которого нет в продаже; обещали спросить на складе.'),
    w('Thanked us for the advice on books for a granddaughter.', 'Благодарили за совет: книги для внучки понравились.'),
  ],
  mails: [
    {
      subject: w('My order', 'Мой заказ'),
      text: w('Good afternoon, when can I collect my order?', 'Добрый день! Когда можно забрать мой заказ?'),
      answer: w('It is here and waits for you at the counter until Saturday.', 'Заказ у нас, ждёт вас на кассе до субботы.'),
    },
    {
      subject: w('A question about an edition', 'Вопрос об издании'),
      text: w('Is this the edition with the colour plates?', 'Скажите, это издание с цветными вклейками?'),
      answer: w('Yes, sixteen plates on coated paper.', 'Да, шестнадцать вклеек на мелованной бумаге.'),
    },
    {
      subject: w('Delivery', 'Доставка'),
      text: w('Could you send the parcel to my new address?', 'Можно ли отправить посылку на новый адрес?'),
      answer: w('Certainly; the parcel leaves tomorrow.', 'Конечно, посылка уйдёт завтра.'),
    },
    {
      subject: w('Thank you', 'Спасибо'),
      text: w('The book came well packed. Thank you!', 'Книга пришла в целости, спасибо за упаковку!'),
      answer: w('We are glad. Enjoy the reading.', 'Рады стараться. Приятного чтения!'),
    },
  ],
  chats: [
    [
      w('Do you have this one in hardcover?', 'Есть в твёрдом переплёте?'),
      w('One copy, on the second floor.', 'Один экземпляр, на втором этаже.'),
      w('Please keep it for me.', 'Отложите, пожалуйста.'),
      w('Done, until Friday.', 'Отложили до пятницы.'),
    ],
    [w('How much is delivery?', 'Сколько стоит доставка?'), w('190 ₽, and free above 3,000 ₽.', '190 ₽, от 3 000 ₽ бесплатно.')],
    [w('Can I return a present?', 'Можно вернуть подарок?'), w('Within 14 days, with the receipt.', 'В течение 14 дней, с чеком.'), w('Thanks!', 'Спасибо!')],
  ],
  sms: [
    w('Your order is at the counter. Pereplet', 'Заказ на кассе, ждём вас. «Переплёт»'),
    w('Your parcel left today. Pereplet', 'Посылка отправлена сегодня. «Переплёт»'),
    w('The book you asked for is here. Pereplet', 'Книга, о которой вы спрашивали, пришла. «Переплёт»'),
  ],
  letters: [
    {
      subject: w('Parcel notice', 'Извещение о посылке'),
      text: w('Your parcel waits at the post office of Pochtovaya street.', 'Посылка ждёт вас в отделении на Почтовой.'),
    },
    {
      subject: w('Autumn list of rare books', 'Осенний список редких книг'),
      text: w('As you asked: twelve titles, with prices.', 'Как вы просили: двенадцать названий с ценами.'),
    },
  ],
  forum: [
    w('Does anyone know which translation is better?', 'Подскажите, чей перевод лучше?'),
    w('The shelf by the window has grown. Recommended.', 'Полка у окна разрослась, рекомендую.'),
    w('When is the next meeting of the Eastern Thursday?', 'Когда следующий «Восточный четверг»?'),
  ],
  reviews: [
    { rating: 5, text: w('Beautifully printed.', 'Прекрасная печать.') },
    { rating: 4, text: w('Good, though the type is small.', 'Хорошо, но шрифт мелковат.') },
    { rating: 2, text: w('The binding came apart within a week.', 'Переплёт разошёлся за неделю.') },
  ],
  complaints: [
    {
      subject: w('Pages missing', 'Не хватает страниц'),
      text: w('Pages 65 to 80 are missing.', 'Нет страниц с 65 по 80.'),
      resolution: w('We exchanged the copy and apologised.', 'Заменили экземпляр и извинились.'),
    },
    {
      subject: w('The parcel came late', 'Посылка опоздала'),
      text: w('The present came two days after the birthday.', 'Подарок пришёл через два дня после дня рождения.'),
      resolution: w('We returned the cost of delivery.', 'Вернули стоимость доставки.'),
    },
    {
      subject: w('The discount was not counted', 'Не посчитали скидку'),
      text: w('At the till they did not take my card.', 'На кассе не приняли карту.'),
      resolution: w('The difference was returned to the card.', 'Вернули разницу на карту.'),
    },
  ],
  meetings: [
    w('Came to the evening of the Eastern Thursday, asked about Tang poetry.', 'Был вечер «Восточного четверга», спрашивали о поэзии Тан.'),
    w('Chose a library for a new flat together; a list of forty titles.', 'Вместе подбирали библиотеку для новой квартиры, список из сорока названий.'),
  ],
  pushes: [w('Your order can be collected.', 'Заказ можно забрать.'), w('The author signs books today at six.', 'Сегодня в шесть автор подписывает книги.')],
}

export const news: readonly News[] = [
  {
    topic: 'russian_classics',
    subject: w('Classics in new bindings', 'Классика в новых переплётах'),
    text: w('Eight titles came in cloth; a look inside each.', 'Восемь томов в тканевых переплётах, заглянем в каждый.'),
  },
  {
    topic: 'children',
    subject: w('For small readers', 'Маленьким читателям'),
    text: w('What children asked for this month.', 'О чём дети спрашивали в этом месяце.'),
  },
  {
    topic: 'history',
    subject: w('The town in three centuries', 'Город за три века'),
    text: w('A new edition of the town’s history.', 'Новое издание истории нашего города.'),
  },
  {
    topic: 'detective',
    subject: w('For long evenings', 'Для долгих вечеров'),
    text: w('Six detective stories by Ural authors.', 'Шесть детективов уральских авторов.'),
  },
  {
    topic: 'events',
    subject: w('Evenings of the month', 'Вечера месяца'),
    text: w('The Eastern Thursday, and two signings.', '«Восточный четверг» и две встречи с авторами.'),
  },
  {
    topic: 'science',
    subject: w('How things work', 'Как это устроено'),
    text: w('Stars, fungi, weather: explained.', 'Звёзды, грибы, погода: с объяснениями.'),
  },
]
