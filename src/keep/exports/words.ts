import { figureColumns, isFigure, isPersonal, personalColumns } from './shapes.ts'

// What stands in a file besides the values, in the language of whoever asked for it.

type Language = 'en' | 'ru'
export const languageOf = (said: string): Language => (said.startsWith('ru') ? 'ru' : 'en')

/** The head of a column; a company's own field has a title of its own. */
export function headOf(
  column: string,
  language: Language,
  own: ReadonlyMap<string, { title: { [language: string]: string }; currency: string | null }>,
): string {
  if (isPersonal(column)) return personalColumns[column][language]
  if (isFigure(column)) return figureColumns[column][language]
  const { title, currency } = own.get(column) ?? {}
  const said = title?.[language] ?? title?.['en'] ?? column
  return currency ? `${said}, ${currency}` : said
}

const codes: { [column: string]: { [code: string]: readonly [en: string, ru: string] } } = {
  kind: { person: ['Person', 'Человек'], organisation: ['Organisation', 'Организация'] },
  role: { customer: ['Customer', 'Клиент'], lead: ['Lead', 'Лид'], supplier: ['Supplier', 'Поставщик'], partner: ['Partner', 'Партнёр'] },
  value_class: { first: ['First', 'Первый'], second: ['Second', 'Второй'], third: ['Third', 'Третий'] },
  has_email: { true: ['Yes', 'Да'], false: ['No', 'Нет'] },
  has_phone: { true: ['Yes', 'Да'], false: ['No', 'Нет'] },
  gender: { f: ['Female', 'Женский'], m: ['Male', 'Мужской'], female: ['Female', 'Женский'], male: ['Male', 'Мужской'] },
  relations: {
    household: ['Household', 'Домочадец'],
    employer: ['Employer', 'Работодатель'],
    contact_person: ['Contact person', 'Контактное лицо'],
    referred_by: ['Referral', 'Рекомендация'],
    guardian: ['Guardian', 'Опекун'],
    family: ['Family', 'Родственник'],
  },
}

/** A code as a word, where it has one. */
export function wordOf(column: string, code: string, language: Language): string {
  return codes[column]?.[code]?.[language === 'ru' ? 1 : 0] ?? code
}

export const maskedName = { en: 'name not exported', ru: 'имя не выгружается' } as const

export const sheetNames = { en: ['Customers', 'About this export'], ru: ['Клиенты', 'О выгрузке'] } as const

type About = { number: string; who: string; at: string; purpose: string; why: string; recipient: string | null; rows: number; until: string }

/** The mark that says whose file this is: label and value, line by line. */
export function aboutLines(about: About, language: Language): [string, string][] {
  const said: [keyof About, string, string][] = [
    ['number', 'Export', 'Выгрузка'],
    ['who', 'Made for', 'Сделана для'],
    ['at', 'Made at', 'Сделана'],
    ['purpose', 'Purpose', 'Цель'],
    ['why', 'Why', 'Зачем'],
    ['recipient', 'Given to, and to nobody else', 'Передаётся только'],
    ['rows', 'People', 'Людей'],
    ['until', 'Destroyed in Rapport on', 'В Rapport уничтожается'],
  ]
  const rest =
    language === 'ru'
      ? 'Каждый, кто есть в этом файле, видит в своём кабинете, что попал в выгрузку. Используйте файл только для этой цели и удалите его, когда он не нужен.'
      : 'Everybody in this file can see on their own page that they were exported. Use it for this purpose only, and delete it when it is done with.'
  return [
    ...said.filter(([key]) => about[key] !== null).map(([key, en, ru]): [string, string] => [language === 'ru' ? ru : en, String(about[key])]),
    [language === 'ru' ? 'Помните' : 'Remember', rest],
  ]
}
