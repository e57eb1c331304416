// What was meant when the keyboard was switched to the other language: «<tkjdf» is «Белова», «Ыьшер» is "Smith".

const ENGLISH = '`qwertyuiop[]asdfghjkl;\'zxcvbnm,./~QWERTYUIOP{}ASDFGHJKL:"ZXCVBNM<>?'
const RUSSIAN = 'ёйцукенгшщзхъфывапролджэячсмитьбю.ЁЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ,'

const toRussian = new Map([...ENGLISH].map((key, i) => [key, RUSSIAN[i] ?? key]))
const toEnglish = new Map([...[...RUSSIAN].map((key, i): [string, string] => [key, ENGLISH[i] ?? key]), ['"', '@']])

/** The same keys in the other layout, or undefined when no letter changes. Case is kept, accents are not looked at. */
export function otherLayout(typed: string): string | undefined {
  const text = typed.normalize('NFC')
  const keys = /[а-яё]/i.test(text) ? toEnglish : /[a-z]/i.test(text) || text.length > 1 ? toRussian : undefined
  if (keys === undefined) return undefined
  let other = ''
  for (const sign of text) other += keys.get(sign) ?? sign
  return other === text ? undefined : other
}
