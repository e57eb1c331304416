// How a person is called: in a list, in speech, at the head of a letter. Russian where the name is Russian, else plain.

export type Name = { full: string; short: string; address_as: string; formal: string }

type Parts = { [field: string]: string | null | undefined }

const cyrillic = /[а-яё]/i

/**
 * The forms of a name from vault fields; undefined when there is nothing to call them by.
 * «Уважаемая» needs a known gender (said, or shown by the patronymic); otherwise the letter begins neutrally.
 */
export function nameOf(fields: Parts, kind: 'person' | 'organisation', gender: string | null): Name | undefined {
  if (kind === 'organisation') return organisation(fields)
  const surname = fields['surname']?.trim() ?? ''
  const name = fields['name']?.trim() ?? ''
  const patronymic = fields['patronymic']?.trim() ?? ''
  const russian = cyrillic.test(surname + name + patronymic)
  const full = (russian ? [surname, name, patronymic] : [name, patronymic, surname]).filter(Boolean).join(' ')
  if (!full) return undefined
  const informal = fields['form'] === 'informal'
  const address = fields['address_as']?.trim() || spoken({ surname, name, patronymic, short: fields['short_name']?.trim() ?? '', informal, russian })
  return { full, short: shortOf({ surname, name, patronymic, russian }) || full, address_as: address, formal: greeting(address, gender, russian, informal) }
}

function organisation(fields: Parts): Name | undefined {
  const full = fields['org_name']?.trim()
  return full ? { full, short: full, address_as: fields['address_as']?.trim() || full, formal: cyrillic.test(full) ? 'Здравствуйте!' : 'Hello,' } : undefined
}

function spoken(n: { surname: string; name: string; patronymic: string; short: string; informal: boolean; russian: boolean }): string {
  if (n.informal && n.short) return n.short
  if (n.russian && !n.informal && n.name && n.patronymic) return `${n.name} ${n.patronymic}`
  return n.name || n.surname || n.patronymic
}

function shortOf(n: { surname: string; name: string; patronymic: string; russian: boolean }): string {
  if (!n.surname) return [n.name, n.patronymic].filter(Boolean).join(' ')
  if (!n.russian) return [n.name, n.surname].filter(Boolean).join(' ')
  const initials = [n.name, n.patronymic].filter(Boolean).map((part) => `${[...part][0]?.toUpperCase() ?? ''}.`)
  return [n.surname, ...initials].join('\u00a0')
}

function greeting(address: string, gender: string | null, russian: boolean, informal: boolean): string {
  if (!russian) return `Dear ${address},`
  if (informal) return `${address}, привет!`
  if (gender === 'm') return `Уважаемый ${address}!`
  if (gender === 'f') return `Уважаемая ${address}!`
  return `Здравствуйте, ${address}!`
}
