// Countries, currencies and zones by the names the browser knows for them.

const countryCodes = [
  'AM',
  'AT',
  'AU',
  'AZ',
  'BE',
  'BG',
  'BR',
  'BY',
  'CA',
  'CH',
  'CN',
  'CY',
  'CZ',
  'DE',
  'DK',
  'EE',
  'ES',
  'FI',
  'FR',
  'GB',
  'GE',
  'GR',
  'HR',
  'HU',
  'IE',
  'IL',
  'IN',
  'IT',
  'JP',
  'KG',
  'KZ',
  'LT',
  'LU',
  'LV',
  'MD',
  'MT',
  'MX',
  'NL',
  'NO',
  'NZ',
  'PL',
  'PT',
  'RO',
  'RS',
  'RU',
  'SE',
  'SG',
  'SI',
  'SK',
  'TJ',
  'TM',
  'TR',
  'UA',
  'US',
  'UZ',
  'ZA',
]

const currencyCodes = [
  'RUB',
  'EUR',
  'USD',
  'GBP',
  'KZT',
  'BYN',
  'AMD',
  'GEL',
  'UZS',
  'KGS',
  'CHF',
  'PLN',
  'CZK',
  'SEK',
  'NOK',
  'DKK',
  'TRY',
  'CNY',
  'INR',
  'JPY',
  'CAD',
  'AUD',
  'BRL',
  'RSD',
]

type Choice = { value: string; label: string }

export function countries(language: string): Choice[] {
  const names = new Intl.DisplayNames(language, { type: 'region' })
  return countryCodes.map((value) => ({ value, label: names.of(value) ?? value })).sort((a, b) => a.label.localeCompare(b.label, language))
}

export function currencies(language: string): Choice[] {
  const names = new Intl.DisplayNames(language, { type: 'currency' })
  return currencyCodes.map((value) => ({ value, label: `${value} · ${names.of(value) ?? ''}` }))
}

/** Those above first, then all others there are (ISO 4217). */
export function allCurrencies(language: string): Choice[] {
  const names = new Intl.DisplayNames(language, { type: 'currency' })
  const others = Intl.supportedValuesOf('currency').filter((code) => !currencyCodes.includes(code))
  return [...currencies(language), ...others.map((value) => ({ value, label: `${value} · ${names.of(value) ?? ''}` }))]
}

export function timeZones(): string[] {
  const zones = Intl.supportedValuesOf('timeZone')
  return zones.includes(ownTimeZone()) ? zones : [ownTimeZone(), ...zones]
}

export function ownTimeZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC'
}
