import { w } from '../setting.ts'
import type { Product, Words } from '../shapes.ts'

// The shelves, by topic. Prices in roubles.

type Book = readonly [ru: string, en: string, price: number]

const shelves: Record<string, readonly Book[]> = {
  chinese_art: [
    ['Бронза эпохи Шан', 'Bronzes of the Shang era', 2900],
    ['Фарфор династии Мин', 'Porcelain of the Ming', 3200],
    ['Свитки и печати: каллиграфия Тан', 'Scrolls and seals: Tang calligraphy', 1850],
    ['Нефрит древнего Китая', 'Jade of ancient China', 2100],
    ['Терракотовая армия: мастерские и мастера', 'The terracotta army: workshops and makers', 2650],
    ['Сады учёных: Сучжоу', 'Gardens of the scholars: Suzhou', 1980],
    ['Погребальные фигурки Хань', 'Tomb figures of the Han', 1750],
    ['Шёлк и узор', 'Silk and pattern', 2250],
  ],
  russian_classics: [
    ['Война и мир, в двух томах', 'War and Peace, in two volumes', 1600],
    ['Мёртвые души', 'Dead Souls', 640],
    ['Братья Карамазовы', 'The Brothers Karamazov', 980],
    ['Записки охотника', 'A Sportsman’s Sketches', 560],
    ['Рассказы и повести. А. П. Чехов', 'Stories. A. P. Chekhov', 720],
    ['Обломов', 'Oblomov', 610],
    ['Левша и другие', 'The Steel Flea and others', 520],
    ['Собрание сочинений И. С. Тургенева, 12 томов', 'Collected works of I. S. Turgenev, 12 volumes', 8900],
  ],
  history: [
    ['Торговые пути Урала', 'Trade roads of the Urals', 1150],
    ['Византия: тысяча лет', 'Byzantium: a thousand years', 1480],
    ['История бумаги', 'A history of paper', 930],
    ['Городок: три века', 'The Town: three centuries', 700],
    ['Ганза и Новгород', 'The Hansa and Novgorod', 1320],
    ['Железные дороги империи', 'Railways of the empire', 1690],
    ['Письма с фронта', 'Letters from the front', 840],
  ],
  children: [
    ['Сказки зимнего леса', 'Tales of the winter wood', 590],
    ['Мышонок и маяк', 'The mouse and the lighthouse', 480],
    ['Азбука в картинках', 'A picture alphabet', 650],
    ['Почему шумит море', 'Why the sea murmurs', 530],
    ['Приключения двух портфелей', 'Adventures of two satchels', 470],
    ['Большая книга поездов', 'The big book of trains', 1200],
    ['Стихи для самых маленьких', 'Verses for the smallest', 420],
  ],
  detective: [
    ['Дело о пропавшем каталоге', 'The missing catalogue', 450],
    ['Убийство на Монетной', 'Murder in Mint Street', 490],
    ['Тень за переплётом', 'The shadow behind the binding', 470],
    ['Последний поезд в Городок', 'The last train to the Town', 510],
    ['Тихий читатель', 'The quiet reader', 460],
    ['Шесть писем', 'Six letters', 440],
  ],
  science: [
    ['Как устроены звёзды', 'How stars work', 1100],
    ['Грибы: третье царство', 'Fungi: the third kingdom', 1250],
    ['Числа и люди', 'Numbers and people', 890],
    ['Мозг в разговоре', 'The brain in conversation', 970],
    ['Погода: объяснения', 'Weather, explained', 820],
    ['Птицы у кормушки', 'Birds at the feeder', 760],
  ],
  poetry: [
    ['Осенние тетради', 'Autumn notebooks', 430],
    ['Поэзия Серебряного века', 'Poetry of the Silver Age', 780],
    ['Двести хайку', 'Two hundred haiku', 520],
    ['Стихи эпохи Тан', 'Poems of the Tang', 690],
    ['Сонеты', 'Sonnets', 480],
  ],
  cooking: [
    ['Пироги на каждый день', 'Pies for every day', 690],
    ['Хлеб на закваске', 'Sourdough', 890],
    ['Рыба: от уклейки до судака', 'Fish, from bleak to pike-perch', 740],
    ['Кухня Кавказа', 'The Caucasian kitchen', 990],
    ['Варенье и соленья', 'Jams and pickles', 560],
  ],
  travel: [
    ['Пешком по Уралу', 'The Urals on foot', 830],
    ['Байкал: лёд и вода', 'Baikal: ice and water', 1290],
    ['Транссиб за окном', 'The Trans-Siberian from the window', 950],
    ['Острова Белого моря', 'Islands of the White Sea', 880],
    ['Шёлковый путь сегодня', 'The Silk Road today', 1150],
  ],
  gardening: [
    ['Сад без хлопот', 'A garden without trouble', 720],
    ['Розы северных широт', 'Roses of the north', 860],
    ['Теплица круглый год', 'The greenhouse all year', 640],
    ['Яблони', 'Apple trees', 580],
  ],
  philosophy: [
    ['Разговоры с Сократом', 'Conversations with Socrates', 710],
    ['Дао для начинающих', 'The Tao for beginners', 660],
    ['Стоики о погоде', 'The Stoics on the weather', 690],
    ['О дружбе', 'On friendship', 450],
  ],
  western_art: [
    ['Импрессионисты', 'The Impressionists', 2450],
    ['Дюрер: гравюры', 'Dürer: engravings', 2700],
    ['Готические соборы', 'Gothic cathedrals', 2380],
    ['Малые голландцы', 'The Dutch little masters', 2150],
  ],
  english: [
    ['Great Expectations', 'Great Expectations', 950],
    ['Middlemarch', 'Middlemarch', 1050],
    ['Three Men in a Boat', 'Three Men in a Boat', 780],
    ['The Moonstone', 'The Moonstone', 820],
    ['Selected Essays', 'Selected Essays', 890],
  ],
}

/** What mailings can be about, and what one can switch off. */
export const topics: Record<string, Words> = {
  chinese_art: w('Art of China', 'Искусство Китая'),
  russian_classics: w('Russian classics', 'Русская классика'),
  history: w('History', 'История'),
  children: w('For children', 'Детям'),
  detective: w('Detective stories', 'Детективы'),
  science: w('Science', 'Наука'),
  poetry: w('Poetry', 'Поэзия'),
  cooking: w('Cooking', 'Кулинария'),
  travel: w('Travel', 'Путешествия'),
  gardening: w('Gardening', 'Сад и огород'),
  philosophy: w('Philosophy', 'Философия'),
  western_art: w('Art of Europe', 'Искусство Европы'),
  english: w('Books in English', 'Книги на английском'),
  events: w('Evenings and meetings', 'Вечера и встречи'),
  discounts: w('Discounts', 'Скидки'),
}

export const books: Product[] = Object.entries(shelves).flatMap(([topic, shelf]) =>
  shelf.map(
    ([ru, en, price], i): Product => ({
      // Children and the art of China begin alike.
      sku: `${topic === 'children' ? 'kid' : topic.slice(0, 3)}-${String(i + 1).padStart(2, '0')}`,
      title: w(en, ru),
      category: topic,
      price_minor: price * 100,
      currency: 'RUB',
    }),
  ),
)

/** The book the owner is about to add: two have it already by order from the publisher. */
export const songPainting: Product = {
  sku: 'chi-09',
  title: w('Painting of the Song era', 'Живопись эпохи Сун'),
  category: 'chinese_art',
  price_minor: 240_000,
  currency: 'RUB',
  upcoming: true,
}

export const shelf = (topic: string): Product[] => books.filter((book) => book.category === topic)
