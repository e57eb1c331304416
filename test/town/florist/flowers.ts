import { w } from '../setting.ts'
import type { Product } from '../shapes.ts'

const product = (sku: string, en: string, ru: string, price: number, category: string): Product => ({
  sku,
  title: w(en, ru),
  category,
  price_minor: price * 100,
  currency: 'RUB',
})

export const bouquets: readonly Product[] = [
  product('roses-11', 'Eleven roses', '11 роз', 2900, 'bouquet'),
  product('roses-25', 'Twenty-five roses', '25 роз', 5900, 'bouquet'),
  product('tulips-15', 'Fifteen tulips', '15 тюльпанов', 1800, 'bouquet'),
  product('field', 'Field bouquet', 'Полевой букет', 1500, 'bouquet'),
  product('hydrangea', 'Hydrangeas', 'Гортензии', 3200, 'bouquet'),
  product('chrysanthemum', 'Chrysanthemums', 'Хризантемы', 1700, 'bouquet'),
  product('lilies', 'Lilies', 'Лилии', 2400, 'bouquet'),
  product('peonies', 'Peonies', 'Пионы', 3600, 'bouquet'),
  product('white', 'White bouquet', 'Белый букет', 4200, 'bouquet'),
  product('author', 'Florist’s choice', 'Авторский букет', 7500, 'bouquet'),
]

/** Twenty-four gifts of the yearly catalogue, eight in each of three price groups. */
export const gifts: readonly Product[] = (
  [
    ['Открытка ручной работы', 'Hand-made card', 250],
    ['Свеча', 'Candle', 490],
    ['Мёд', 'Honey', 550],
    ['Чай', 'Tea', 620],
    ['Мыло с лавандой', 'Lavender soap', 390],
    ['Кактус', 'Cactus', 450],
    ['Шоколад', 'Chocolate', 580],
    ['Ваза малая', 'Small vase', 690],
    ['Ваза', 'Vase', 1200],
    ['Фиалка в горшке', 'Potted violet', 980],
    ['Корзина фруктов', 'Basket of fruit', 1900],
    ['Плед', 'Plaid', 2400],
    ['Торт «Мост»', 'Cake “Bridge”', 1700],
    ['Набор чаёв', 'Set of teas', 1450],
    ['Орхидея', 'Orchid', 1990],
    ['Лампа', 'Lamp', 2200],
    ['Шляпная коробка', 'Hat box of roses', 4500],
    ['Апельсиновое дерево', 'Orange tree', 5200],
    ['Сервиз', 'Tea service', 6900],
    ['Подписка: букет в месяц', 'A bouquet a month', 9900],
    ['Ужин на двоих', 'Dinner for two', 5500],
    ['Картина', 'Painting', 7800],
    ['Самовар', 'Samovar', 8600],
    ['Сад в стекле', 'Garden under glass', 4100],
  ] as const
).map(([ru, en, price], i) =>
  product(`gift-${String(i + 1).padStart(2, '0')}`, en, ru, price, ['gift_small', 'gift_middle', 'gift_large'][Math.floor(i / 8)] ?? 'gift_small'),
)
