import type { Calendar } from './calendar.ts'
import { cast } from './cast.ts'
import { crowdName, type FullName, streets } from './names.ts'
import { type Random, random } from './random.ts'
import type { Townsman } from './read-cast.ts'
import { type Company, companies, type Identifier } from './shapes.ts'

// The people around the cast: enough of them for classes, audiences and searches to mean something.

/** How many people the town has, cast and crowd together. */
export const townSize = 500

/** How likely someone of the town is a customer of each company. */
const drawn: Record<Company, number> = { bank: 0.42, telecom: 0.4, bookshop: 0.3, clinic: 0.25, florist: 0.22, hotel: 0.06, kiosk: 0.1 }

const elsewhere: readonly { city: string; index: string; zone: string }[] = [
  { city: 'г. Москва', index: '101999', zone: 'Europe/Moscow' },
  { city: 'г. Екатеринбург', index: '620999', zone: 'Asia/Yekaterinburg' },
  { city: 'г. Новосибирск', index: '630999', zone: 'Asia/Novosibirsk' },
  { city: 'г. Калининград', index: '236999', zone: 'Europe/Kaliningrad' },
  { city: 'г. Владивосток', index: '690999', zone: 'Asia/Vladivostok' },
  { city: 'г. Казань', index: '420999', zone: 'Europe/Moscow' },
]

/** Everyone, the cast first. The same calendar and seed give the same people. */
export function townsfolk(c: Calendar, seed: string): Townsman[] {
  const named = cast(c)
  const crowd = Array.from({ length: townSize - named.length }, (_, n) => stranger(c, random(`${seed}/crowd/${n}`), n))
  return [...named, ...crowd]
}

function stranger(c: Calendar, r: Random, n: number): Townsman {
  const full = crowdName(r, n)
  const visitor = n % 7 === 2
  const home = visitor ? r.pick(elsewhere) : { city: 'г. Городок', index: '644999', zone: 'Europe/Moscow' }
  const latin = /^\p{Script=Latin}/u.test(full.surname)
  const age = r.int(19, 84)
  const people = visitor ? visiting(r) : living(r)
  const more = messengers(r, n)
  return {
    key: `p${String(n).padStart(3, '0')}`,
    name: full.patronymic === undefined ? [full.surname, full.name] : [full.surname, full.name, full.patronymic],
    gender: full.gender,
    ...(full.short_name !== undefined && { short_name: full.short_name }),
    born: c.born(age, `${pad(r.int(1, 12))}-${pad(r.int(1, 28))}`),
    phone: `+7946${1_000_000 + ((n * 179_897) % 9_000_000)}`,
    ...(age < 80 && { email: mailbox(full, n) }),
    ...(more.length > 0 && { more }),
    language: latin || full.surname === 'Ли' ? 'en' : 'ru',
    time_zone: home.zone,
    form: age < 30 && r.chance(0.4) ? 'informal' : 'formal',
    address: `${home.index}, ${home.city}, ул. ${r.pick(streets)}, д. ${r.int(1, 60)}${r.chance(0.15) ? `, корп. ${r.int(1, 4)}` : ''}, кв. ${r.int(1, 120)}`,
    in: people,
    why: 'one of the crowd',
  }
}

function living(r: Random): Townsman['in'] {
  const found: Townsman['in'] = {}
  for (const company of companies) if (r.chance(drawn[company])) found[company] = knownFor(r)
  if (Object.keys(found).length === 0) found[r.pick(['bank', 'telecom', 'bookshop'] as const)] = knownFor(r)
  return found
}

function visiting(r: Random): Townsman['in'] {
  return { hotel: r.int(30, 720), ...(r.chance(0.25) && { bookshop: r.int(60, 700) }), ...(r.chance(0.1) && { florist: r.int(60, 700) }) }
}

/** Most came within the two years the town remembers, some long before. */
function knownFor(r: Random): number {
  return r.chance(0.25) ? r.int(731, 2600) : r.int(40, 730)
}

function messengers(r: Random, n: number): Identifier[] {
  const found: Identifier[] = []
  if (r.chance(0.12)) found.push({ kind: 'telegram', value: String(880_000_000 + n * 1013) })
  if (r.chance(0.1)) found.push({ kind: 'max', value: `max-${50_000 + n * 7}` })
  if (r.chance(0.08)) found.push({ kind: 'vk', value: `id${40_000_000 + n * 311}` })
  if (r.chance(0.05)) found.push({ kind: 'whatsapp', value: `+7946${1_000_000 + ((n * 179_897) % 9_000_000)}` })
  if (r.chance(0.04)) found.push({ kind: 'viber', value: `viber-${9000 + n}` })
  return found
}

function mailbox(full: FullName, n: number): string {
  const local = `${romanised(full.name).slice(0, 1)}.${romanised(full.surname)}`.replace(/[^a-z.]/g, '')
  return `${local.length > 2 ? local : 'reader'}${n}@${['pochta', 'mail', 'post'][n % 3]}.example`
}

const letters: Record<string, string> = {
  а: 'a',
  б: 'b',
  в: 'v',
  г: 'g',
  д: 'd',
  е: 'e',
  ё: 'yo',
  ж: 'zh',
  з: 'z',
  и: 'i',
  й: 'y',
  к: 'k',
  л: 'l',
  м: 'm',
  н: 'n',
  о: 'o',
  п: 'p',
  р: 'r',
  с: 's',
  т: 't',
  у: 'u',
  ф: 'f',
  х: 'kh',
  ц: 'ts',
  ч: 'ch',
  ш: 'sh',
  щ: 'shch',
  ъ: '',
  ы: 'y',
  ь: '',
  э: 'e',
  ю: 'yu',
  я: 'ya',
}

function romanised(word: string): string {
  return [
    ...word
      .toLowerCase()
      .normalize('NFD')
      .replace(/(?<=[a-z])\p{M}/gu, '')
      .normalize('NFC'),
  ]
    .map((letter) => letters[letter] ?? letter)
    .join('')
}

const pad = (n: number): string => String(n).padStart(2, '0')
