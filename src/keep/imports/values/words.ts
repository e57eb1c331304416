// Words that stand for codes: countries, languages, yes and no, kinds and roles, in English and Russian.

/** Codes that Intl still names beside those that replaced them, and groups that are no country. */
const obsolete = new Set([
  'AN',
  'BU',
  'CS',
  'DD',
  'DY',
  'EU',
  'EZ',
  'FX',
  'HV',
  'NH',
  'NT',
  'QO',
  'RH',
  'SU',
  'TP',
  'UK',
  'UN',
  'VD',
  'XA',
  'XB',
  'YD',
  'YU',
  'ZR',
  'ZZ',
])

const countries = namesOf('region', allPairs())
const languages = namesOf(
  'language',
  allPairs().map((p) => p.toLowerCase()),
)

const moreCountries: Record<string, string> = {
  uk: 'GB',
  england: 'GB',
  'great britain': 'GB',
  scotland: 'GB',
  wales: 'GB',
  eire: 'IE',
  usa: 'US',
  'u.s.a.': 'US',
  'united states of america': 'US',
  rsa: 'ZA',
  uae: 'AE',
  korea: 'KR',
  'south korea': 'KR',
  'czech republic': 'CZ',
  holland: 'NL',
  'the netherlands': 'NL',
  рф: 'RU',
  'российская федерация': 'RU',
  сша: 'US',
  великобритания: 'GB',
  белоруссия: 'BY',
  молдавия: 'MD',
  киргизия: 'KG',
  чехия: 'CZ',
  корея: 'KR',
}

/** ISO 3166 code of a country written as a code or by name; undefined when it is not one country. */
export function countryOf(text: string): string | undefined {
  const word = fold(text)
  if (/^[a-z]{2}$/.test(word) && countries.codes.has(word.toUpperCase())) return word.toUpperCase()
  return moreCountries[word] ?? countries.names.get(word)
}

/** BCP 47 tag of a language written as a tag or by name. */
export function languageOf(text: string): string | undefined {
  const word = fold(text)
  const tag = /^([a-z]{2})(?:[-_]([a-z]{2}))?$/.exec(word)
  if (tag?.[1] && languages.codes.has(tag[1])) return tag[2] ? `${tag[1]}-${tag[2].toUpperCase()}` : tag[1]
  return languages.names.get(word)
}

/** A pair of letters that Intl has a name for is a code. */
function namesOf(type: 'region' | 'language', pairs: readonly string[]) {
  const names = new Map<string, string>()
  const codes = new Set<string>()
  for (const locale of ['ru', 'en']) {
    const shown = new Intl.DisplayNames(locale, { type, fallback: 'none' })
    for (const pair of pairs) {
      const name = shown.of(pair)
      if (!name || obsolete.has(pair)) continue
      codes.add(pair)
      names.set(fold(name), pair)
    }
  }
  return { names, codes }
}

function allPairs(): string[] {
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']
  return letters.flatMap((a) => letters.map((b) => a + b))
}

export function fold(text: string): string {
  return text.normalize('NFC').trim().toLowerCase().replaceAll('ё', 'е').replace(/\s+/g, ' ')
}

const oneOf =
  <C extends string>(codes: Record<C, readonly string[]>) =>
  (text: string): C | undefined => {
    const word = fold(text)
    for (const code in codes) if (word === code || codes[code].includes(word)) return code
    return undefined
  }

export const answerOf = oneOf({
  yes: [
    'y',
    'true',
    '1',
    '+',
    'x',
    'on',
    'ok',
    'agreed',
    'subscribed',
    'opt-in',
    'opted in',
    'granted',
    'да',
    'есть',
    'согласен',
    'согласна',
    'согласие',
    'подписан',
    'истина',
    '✓',
    '✔',
  ],
  no: [
    'n',
    'false',
    '0',
    '-',
    'off',
    'unsubscribed',
    'opt-out',
    'opted out',
    'denied',
    'refused',
    'нет',
    'отказ',
    'не согласен',
    'не согласна',
    'отписан',
    'отписался',
    'ложь',
  ],
})

export const genderOf = oneOf({
  m: ['male', 'man', 'mr', 'м', 'муж', 'муж.', 'мужской', 'мужчина'],
  f: ['female', 'woman', 'mrs', 'ms', 'ж', 'жен', 'жен.', 'женский', 'женщина'],
})

export const formOf = oneOf({ formal: ['вы', 'на вы', 'sie', 'vous'], informal: ['ты', 'на ты', 'du', 'tu'] })

export const kindOf = oneOf({
  person: ['individual', 'contact', 'consumer', 'b2c', 'человек', 'физлицо', 'физ. лицо', 'физическое лицо', 'частное лицо', 'контакт'],
  organisation: ['organization', 'company', 'business', 'account', 'b2b', 'компания', 'организация', 'юрлицо', 'юр. лицо', 'юридическое лицо', 'ип', 'ооо'],
})

export const roleOf = oneOf({
  customer: ['client', 'клиент', 'покупатель', 'заказчик'],
  lead: ['prospect', 'лид', 'потенциальный клиент'],
  supplier: ['vendor', 'поставщик'],
  partner: ['партнер'],
})

export const orderKindOf = oneOf({
  order: ['sale', 'purchase', 'completed', 'заказ', 'продажа', 'выполнен', 'оплачен'],
  order_cancelled: ['cancelled', 'canceled', 'cancellation', 'отмена', 'отменен', 'отменен заказ'],
  order_adjusted: ['adjustment', 'adjusted', 'корректировка', 'исправление'],
  refund: ['return', 'refunded', 'returned', 'возврат'],
})
