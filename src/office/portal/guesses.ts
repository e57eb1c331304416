import type { Told } from '../insight/index.ts'
import { portraitInWords, portraitNames, type Said } from './portrait.ts'

// What is thought of somebody, said to them: in plain words, in both languages, with how sure it is.

type Insight = Told['items'][number]

const money = ({ minor, currency }: { minor: number; currency: string }, language: string) =>
  new Intl.NumberFormat(language, { style: 'currency', currency, currencyDisplay: 'narrowSymbol', maximumFractionDigits: 0 }).format(
    minor / 10 ** (fractions(currency) ?? 2),
  )
const fractions = (currency: string) => new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits
/** A chance is never said to be none or certain. */
function percent(share: number, language: keyof Said): string {
  const sign = language === 'ru' ? '\u00a0%' : '%'
  if (share > 0.99) return `${language === 'ru' ? 'более' : 'more than'} 99${sign}`
  if (share < 0.01) return `${language === 'ru' ? 'менее' : 'less than'} 1${sign}`
  return `${Math.round(share * 100)}${sign}`
}
const date = (day: string, language: string) => new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`))

/** The sentence of one guess; null where nothing is guessed. */
function guessInWords(one: Insight): Said | null {
  if (portraitNames[one.kind]) return portraitInWords(one, (code, language) => channels[code]?.[language] ?? readable(code))
  const { kind, amount, low, high, number, on, items } = one
  if (kind === 'value' && amount && low !== null && high !== null) {
    const said = (language: string) => [money(amount, language), money({ ...amount, minor: low }, language), money({ ...amount, minor: high }, language)]
    const [en, ru] = [said('en-GB'), said('ru')]
    return {
      en: `We think you will spend about ${en[0]} with us in a year; nine times in ten it is between ${en[1]} and ${en[2]}`,
      ru: `Мы думаем, что за год вы потратите у нас около ${ru[0]}; в девяти случаях из десяти — от ${ru[1]} до ${ru[2]}`,
    }
  }
  if (kind === 'staying' && number !== null)
    return {
      en: `We think you are still a customer of ours, with a chance of ${percent(number, 'en')}`,
      ru: `Мы думаем, что вы по-прежнему наш клиент, с вероятностью ${percent(number, 'ru')}`,
    }
  if (kind === 'next' && on !== null)
    return { en: `We think you may come again by ${date(on, 'en-GB')}`, ru: `Мы думаем, что вы можете прийти снова до ${date(on, 'ru')}` }
  if (kind === 'rhythm' && number !== null)
    return number < 0.05
      ? { en: 'We think you have stayed away longer than you usually do', ru: 'Мы думаем, что вас нет дольше обычного' }
      : { en: 'We think you come as often as you usually do', ru: 'Мы думаем, что вы приходите так же часто, как обычно' }
  if (items.length === 0 || kind === 'value_class') return null
  const list = (language: keyof Said) => items.map(({ title, code }) => title?.[language] ?? readable(code)).join(', ')
  if (kind === 'categories')
    return { en: `We think you like this more than others do: ${list('en')}`, ru: `Мы думаем, что вам это нравится больше, чем другим: ${list('ru')}` }
  if (kind === 'again') return { en: `We think you may buy again: ${list('en')}`, ru: `Мы думаем, что вы можете снова купить: ${list('ru')}` }
  if (kind === 'fresh') return { en: `We think you may like: ${list('en')}`, ru: `Мы думаем, что вам может понравиться: ${list('ru')}` }
  const codes = items.map(({ code }) => code)
  const said = (words: { [code: string]: Said }, language: keyof Said) => codes.map((code) => words[code]?.[language] ?? readable(code)).join(', ')
  if (kind === 'hours')
    return { en: `We think you prefer this time of day: ${said(hours, 'en')}`, ru: `Мы думаем, что вам удобнее это время суток: ${said(hours, 'ru')}` }
  if (kind === 'prices')
    return { en: `We think you choose goods of this price: ${said(prices, 'en')}`, ru: `Мы думаем, что вы выбираете товары такой цены: ${said(prices, 'ru')}` }
  if (kind === 'channels')
    return {
      en: `We think you turn to us this way more than others do: ${said(channels, 'en')}`,
      ru: `Мы думаем, что вы обращаетесь к нам так чаще других: ${said(channels, 'ru')}`,
    }
  return null
}

const hours: { [code: string]: Said } = {
  night: { en: 'night', ru: 'ночь' },
  morning: { en: 'morning', ru: 'утро' },
  day: { en: 'afternoon', ru: 'день' },
  evening: { en: 'evening', ru: 'вечер' },
}
const prices: { [code: string]: Said } = {
  low: { en: 'low', ru: 'низкая' },
  middle: { en: 'middle', ru: 'средняя' },
  high: { en: 'high', ru: 'высокая' },
}

const channels: { [code: string]: Said } = {
  email: { en: 'e-mail', ru: 'электронная почта' },
  sms: { en: 'SMS', ru: 'SMS' },
  phone: { en: 'phone', ru: 'телефон' },
  post: { en: 'post', ru: 'бумажная почта' },
  chat: { en: 'chat', ru: 'чат' },
  telegram: { en: 'Telegram', ru: 'Telegram' },
  whatsapp: { en: 'WhatsApp', ru: 'WhatsApp' },
  viber: { en: 'Viber', ru: 'Viber' },
  vk: { en: 'VK', ru: 'ВКонтакте' },
  max: { en: 'MAX', ru: 'MAX' },
  web: { en: 'our site', ru: 'наш сайт' },
  app: { en: 'our app', ru: 'наше приложение' },
  shop: { en: 'our shop', ru: 'магазин' },
  meeting: { en: 'meeting us', ru: 'личная встреча' },
  messenger: { en: 'messenger', ru: 'мессенджер' },
}

/** A category that has no title of its own, or a channel of the company's: its code as people write. */
function readable(code: string): string {
  const spaced = code.replaceAll(/[_-]+/g, ' ').trim()
  return spaced.charAt(0).toUpperCase() + spaced.slice(1)
}

const names: { [kind in Insight['kind']]?: Said } = {
  ...portraitNames,
  value: { en: 'What you may spend with us in a year', ru: 'Сколько вы можете потратить у нас за год' },
  staying: { en: 'Whether you are still a customer of ours', ru: 'Остаётесь ли вы нашим клиентом' },
  next: { en: 'When you may come again', ru: 'Когда вы можете прийти снова' },
  rhythm: { en: 'How often you come', ru: 'Как часто вы приходите' },
  categories: { en: 'What you like', ru: 'Что вам нравится' },
  channels: { en: 'How you turn to us', ru: 'Как вы к нам обращаетесь' },
  hours: { en: 'Your time of day', ru: 'Ваше время суток' },
  prices: { en: 'Goods of which price you choose', ru: 'Товары какой цены вы выбираете' },
  again: { en: 'What you may buy again', ru: 'Что вы можете купить снова' },
  fresh: { en: 'What you may like', ru: 'Что вам может понравиться' },
}

/** All that is thought of them as their page shows it; what they call wrong keeps its name and says nothing more. `id`: of this customer, as it stands outside. */
export function guessesInWords({ computed_at, items, traits }: Told, id: string) {
  const guessed = items.flatMap((one) => {
    const title = one.contested_at === null ? guessInWords(one) : names[one.kind]
    if (!title || computed_at === null) return []
    const shown = one.evidence.flatMap(({ code, count, amount }) =>
      code === 'purchases' || code === 'spent' ? [{ code, count: count === null ? null : Math.round(count), of: null, amount, at: null }] : [],
    )
    return [
      {
        id: `${id}.${one.kind}`,
        code: one.kind,
        value: one.why ?? '',
        title,
        evidence: shown,
        method: 'model',
        confidence: one.level,
        computed_at: computed_at.toISOString(),
        purposes: [],
        contested_at: one.contested_at,
      },
    ]
  })
  return [...guessed, ...traits.map((one) => traitInWords(one, id))]
}

type Trait = Told['traits'][number]

/** A computed trait under the name the company gives it, with what it was counted from. */
function traitInWords(one: Trait, id: string) {
  const named = (language: keyof Said) => one.title[language] ?? one.title['en'] ?? Object.values(one.title)[0] ?? one.trait
  const title = (language: keyof Said) => (one.contested_at === null ? `${named(language)}: ${valueIn(one, language)}` : named(language))
  const counted = (code: string, count: number | null) => (count === null ? [] : [{ code, count, of: null, amount: null, at: null }])
  return {
    id: `${id}.trait.${one.trait}`,
    code: `trait:${one.trait}`,
    value: '',
    title: { en: title('en'), ru: title('ru') },
    evidence: one.contested_at === null ? [...counted('trait_counted', one.n), ...counted('trait_days', one.within_days)] : [],
    method: 'trait',
    confidence: null,
    computed_at: one.as_of,
    purposes: [],
    contested_at: one.contested_at,
  }
}

function valueIn({ type, number, amount, said, said_title, what }: Trait, language: keyof Said): string {
  const tongue = language === 'ru' ? 'ru' : 'en-GB'
  if (amount) return money(amount, tongue)
  if (number !== null) {
    const figure = new Intl.NumberFormat(tongue, { maximumFractionDigits: 2, ...(type === 'days' ? { style: 'unit', unit: 'day', unitDisplay: 'long' } : {}) })
    return figure.format(number)
  }
  const title = said_title?.[language] ?? said_title?.['en']
  if (title !== undefined) return title
  return (what === 'channel' ? channels[said ?? '']?.[language] : undefined) ?? readable(said ?? '')
}
