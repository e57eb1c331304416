import type { Told } from '../insight/index.ts'

// The lines of a portrait as whoever they are about reads them: what we think, and because of what.

export type Said = { en: string; ru: string }
type Insight = Told['items'][number]
type Language = keyof Said

export const portraitNames: { [kind in Insight['kind']]?: Said } = {
  price_place: { en: 'What matters more to you, price or quality', ru: 'Что вам важнее, цена или качество' },
  discounts: { en: 'Whether discounts matter to you', ru: 'Важны ли вам скидки' },
  variety: { en: 'Whether you like new things', ru: 'Любите ли вы новое' },
  best_channel: { en: 'Where you answer us', ru: 'Где вы нам отвечаете' },
  best_hour: { en: 'At which hour it suits you', ru: 'В какой час вам удобно' },
  pace: { en: 'How fast you decide', ru: 'Как быстро вы решаете' },
  way: { en: 'How you come to a purchase', ru: 'Как вы приходите к покупке' },
  stops: { en: 'What stops you from buying', ru: 'Что мешает вам купить' },
}

/** The sentence of one line; null where nothing is said. `channels`: how a channel is called. */
export function portraitInWords(said: Insight, channel: (code: string, language: Language) => string): Said | null {
  const [code] = said.items.map((item) => item.code)
  if (said.why !== null || code === undefined || said.number === null) return null
  const sentence = because[said.kind]?.(code, { k: count(said, 'times'), n: count(said, 'of'), value: said.number, said, channel })
  if (!sentence) return null
  return { en: `${sentence.en}${ending(said, 'en')}`, ru: `${sentence.ru}${ending(said, 'ru')}` }
}

const count = ({ evidence }: Insight, code: string) => evidence.find((one) => one.code === code)?.count ?? 0
const percent = (share: number, language: Language) => `${Math.round(share * 100)}${language === 'ru' ? '\u00a0%' : '%'}`

type Figures = { k: number; n: number; value: number; said: Insight; channel: (code: string, language: Language) => string }

const because: { [kind in Insight['kind']]?: (code: string, of: Figures) => Said } = {
  price_place: (code, { n, value }) =>
    code === 'dear'
      ? {
          en: `We think quality matters more to you than price, because half of the ${n} things you bought are dearer than ${percent(value, 'en')} of goods like them`,
          ru: `Мы думаем, что качество вам важнее цены, потому что половина из ${n} ваших покупок дороже ${percent(value, 'ru')} похожих товаров`,
        }
      : {
          en: `We think price matters more to you than anything else, because half of the ${n} things you bought are cheaper than ${percent(1 - value, 'en')} of goods like them`,
          ru: `Мы думаем, что вам важнее всего цена, потому что половина из ${n} ваших покупок дешевле ${percent(1 - value, 'ru')} похожих товаров`,
        },
  discounts: (code, { k, n }) =>
    code === 'often'
      ? {
          en: `We think price matters to you, because ${k} of ${n} purchases were at a discount`,
          ru: `Мы думаем, что вам важна цена, потому что со скидкой были покупки: ${k} из ${n}`,
        }
      : {
          en: `We think you do not wait for discounts, because only ${k} of ${n} purchases were at one`,
          ru: `Мы думаем, что скидок вы не ждёте, потому что со скидкой было покупок: ${k} из ${n}`,
        },
  variety: (code, { k, n }) =>
    code === 'new'
      ? {
          en: `We think you like new things, because ${k} of ${n} things you took were new to you`,
          ru: `Мы думаем, что вы любите новое, потому что впервые вы взяли ${k} из ${n}`,
        }
      : {
          en: `We think you stay with what you know, because only ${k} of ${n} things you took were new to you`,
          ru: `Мы думаем, что вы верны привычному, потому что впервые вы взяли лишь ${k} из ${n}`,
        },
  best_channel: (code, { k, n, channel }) => ({
    en: `We think you would rather hear from us by ${channel(code, 'en')}, because you answered ${k} of ${n}`,
    ru: `Мы думаем, что с вами лучше говорить так: ${channel(code, 'ru')}, потому что ответов было ${k} из ${n}`,
  }),
  best_hour: (code, { k, n }) => ({
    en: `We think it suits you between ${code}:00 and ${(Number(code) + 3) % 24}:00, because ${k} of ${n} times you turned to us then`,
    ru: `Мы думаем, что вам удобно с ${code}:00 до ${(Number(code) + 3) % 24}:00, потому что в это время вы обращались к нам ${k} раз из ${n}`,
  }),
  pace: (_, { n, value }) => ({
    en:
      value < 1
        ? `We think you decide within a day, because that is the middle of your ${n} purchases`
        : `We think you decide in about ${days(value)}, because that is the middle of your ${n} purchases, counted from the first look`,
    ru:
      value < 1
        ? `Мы думаем, что вы решаете за день, потому что такова середина ваших покупок, а их ${n}`
        : `Мы думаем, что вы решаете примерно за столько дней: ${Math.round(value)}, потому что такова середина ваших покупок (их ${n}), если считать с первого взгляда на товар`,
  }),
  way: (_, { k, n, said }) => ({
    en: `We think you come to a purchase like this: ${path(said, 'en')}, because ${k} of ${n} times it was so`,
    ru: `Мы думаем, что вы приходите к покупке так: ${path(said, 'ru')}, потому что так было ${k} раз из ${n}`,
  }),
  stops: (code, { k, n, said }) => ({
    en: `We think this stops you from buying: ${said.items[0]?.title?.['en'] ?? topics[code]?.en ?? code}, because in ${k} of ${n} times without a purchase it was your last question`,
    ru: `Мы думаем, что купить вам мешает это: ${said.items[0]?.title?.['ru'] ?? topics[code]?.ru ?? code}, потому что это был ваш последний вопрос ${k} раз из ${n}, когда вы не купили`,
  }),
}

const days = (value: number) => (Math.round(value) === 1 ? 'a day' : `${Math.round(value)} days`)
const path = ({ items }: Insight, language: Language) => items.map(({ code }) => steps[code]?.[language] ?? code).join(', ')

const steps: { [code: string]: Said } = {
  look: { en: 'you look', ru: 'смотрите' },
  compare: { en: 'compare', ru: 'сравниваете' },
  ask: { en: 'ask', ru: 'спрашиваете' },
  basket: { en: 'fill the basket', ru: 'кладёте в корзину' },
  talk: { en: 'talk to us', ru: 'говорите с нами' },
}
const topics: { [code: string]: Said } = {
  price: { en: 'the price', ru: 'цена' },
  delivery: { en: 'delivery', ru: 'доставка' },
  availability: { en: 'what is in stock', ru: 'наличие' },
  payment: { en: 'payment', ru: 'оплата' },
  returns: { en: 'returns', ru: 'возврат' },
  quality: { en: 'quality', ru: 'качество' },
  size: { en: 'the size', ru: 'размер' },
}

/** From when to when it was counted, and between what the truth lies nine times in ten. */
function ending({ kind, low, high, evidence }: Insight, language: Language): string {
  const on = (code: string) => evidence.find((one) => one.code === code)?.on
  const [from, to] = [on('first_on'), on('last_on')]
  const date = (day: string) =>
    new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : 'ru', { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`))
  const figure = (n: number) => (kind === 'pace' ? String(Math.round(n)) : percent(n, language))
  const span = from && to ? (language === 'en' ? ` (${date(from)} to ${date(to)})` : ` (${date(from)} — ${date(to)})`) : ''
  if (low === null || high === null) return span
  return language === 'en'
    ? `${span}; nine times in ten it is between ${figure(low)} and ${figure(high)}`
    : `${span}; в девяти случаях из десяти — от ${figure(low)} до ${figure(high)}`
}
