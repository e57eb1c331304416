import type { Left } from './run/preset.ts'
import type { Reason } from './shapes.ts'

// Why a row, or a cell of it, did not go in: one sentence, whole in one language.

export type Language = 'en' | 'ru'

/** All that is to be said of one line. Of a row that went in, it says what was left out. */
export function sentenceOf(of: { whole: readonly Left[]; parts: readonly Left[] }, language: Language): string {
  const said = (left: readonly Left[]) => left.map((l) => reasonOf(l, language)).join('; ')
  return [said(of.whole), of.parts.length > 0 && of.whole.length === 0 ? `${goneIn[language]}${said(of.parts)}` : said(of.parts)].filter(Boolean).join('; ')
}

const goneIn = { en: 'the row went in, but: ', ru: 'строка вошла, кроме: ' }

function reasonOf({ reason, detail }: Left, language: Language): string {
  return words[reason][language].replace('{}', () => (language === 'ru' ? inRussian(detail) : detail))
}

/** Details are codes of ours in English, or names of columns as the file has them; a column without a name has a number. */
const inRussian = (detail: string) =>
  detail
    .replace(/^line (\d+)$/, 'строка $1')
    .replace(/^(\d+) cells$/, '$1 ячеек')
    .replace(/^column (\d+)$/, 'колонка $1')

const words: Record<Reason, { [L in Language]: string }> = {
  ragged: { en: 'has another number of cells than the header: {}', ru: 'ячеек не столько, сколько в заголовке: {}' },
  invalid_utf8: { en: 'holds bytes that are no letters in UTF-8', ru: 'содержит байты, которые не читаются как буквы' },
  nul_byte: { en: 'holds a NUL byte', ru: 'содержит нулевой байт' },
  open_quote: { en: 'opens a quote that is never closed', ru: 'открывающая кавычка не закрыта' },
  no_cached_value: { en: 'cell {} holds a formula that was saved without its value', ru: 'в ячейке {} формула сохранена без значения' },
  cell_error: { en: 'cell {} holds an error', ru: 'в ячейке {} ошибка' },
  too_long: { en: 'is too long: {}', ru: 'слишком длинное значение: {}' },
  header_again: { en: 'repeats the header', ru: 'повторяет заголовок' },
  missing: { en: '{} is empty', ru: 'не заполнено: {}' },
  bad_date: { en: '{} is no date between 1932 and 2067', ru: '{}: это не дата с 1932 по 2067 год' },
  bad_number: { en: '{} is no number', ru: '{}: это не число' },
  bad_amount: { en: '{} is no amount in the currency of its field', ru: '{}: это не сумма в валюте этого поля' },
  bad_email: { en: '{} is no e-mail address', ru: '{}: это не адрес электронной почты' },
  bad_phone: { en: '{} is no phone number', ru: '{}: это не номер телефона' },
  bad_value: {
    en: '{} is a value that is unknown here, or unlike the other lines of the order',
    ru: '{}: значение неизвестно или расходится с другими строками заказа',
  },
  no_answer: { en: '{} is neither yes nor no', ru: '{}: это не «да» и не «нет»' },
  not_listed: { en: '{} is no value of its list', ru: '{}: такого значения нет в списке' },
  nobody: { en: 'names nobody: no e-mail, phone or number', ru: 'непонятно, о ком строка: нет почты, телефона или номера' },
  same_order: { en: 'another line of the same order was rejected: {}', ru: 'отклонена другая строка этого же заказа: {}' },
  refused: { en: 'this customer was erased, nothing about them is recorded any more', ru: 'данные этого клиента стёрты, о нём больше ничего не записывается' },
  unknown: { en: 'points at none of your customers', ru: 'такого клиента у вас нет' },
  ambiguous: {
    en: 'points at several customers, so it is not known which is meant',
    ru: 'подходит нескольким клиентам, и непонятно, кто из них имеется в виду',
  },
  twice: { en: 'is somebody who is in the list already, by another line', ru: 'этот человек уже есть в списке: он найден по другой строке' },
}
