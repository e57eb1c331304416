// A whole name in one cell, taken apart. Order is told by the patronymic, by a comma, or by how Russian surnames end.

export type WholeName = { surname?: string; name?: string; patronymic?: string }

const patronymic = /(?:вич|вна|ична|инична|оглы|кызы)$/i
const surname = /(?:ов|ев|ёв|ин|ын|ский|цкий|ской|ова|ева|ёва|ина|ына|ская|цкая|енко|ук|юк|чук|ян|дзе|швили|их|ых)$/i

export function splitName(text: string): WholeName {
  const whole = text.normalize('NFC').trim().replace(/\s+/g, ' ')
  if (whole === '') return {}
  const comma = whole.indexOf(', ')
  if (comma > 0) return { surname: whole.slice(0, comma), name: whole.slice(comma + 2) }
  const parts = whole.split(' ')
  return /[а-яё]/i.test(whole) ? russian(parts) : western(parts)
}

function russian(parts: string[]): WholeName {
  const [first, second, ...rest] = parts
  if (first === undefined || second === undefined) return first === undefined ? {} : { name: first }
  if (rest.length === 0) {
    if (patronymic.test(second)) return { name: first, patronymic: second }
    const reversed = surname.test(second) && !surname.test(first)
    return reversed ? { name: first, surname: second } : { surname: first, name: second }
  }
  const last = rest.join(' ')
  if (patronymic.test(second) && !patronymic.test(last)) return { name: first, patronymic: second, surname: last }
  return { surname: first, name: second, patronymic: last }
}

function western(parts: string[]): WholeName {
  const last = parts.at(-1) ?? ''
  return parts.length === 1 ? { name: last } : { name: parts.slice(0, -1).join(' '), surname: last }
}
