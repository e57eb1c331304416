// Customers who are nobody: surnames from syllables with a long tail, the usual first names, phones and addresses.

import type { Entry } from '../src/keep/customers/search/index.ts'
import { latinOf } from '../src/platform/latin.ts'

const MEN =
  'Александр Алексей Андрей Антон Артём Борис Вадим Василий Виктор Владимир Григорий Дмитрий Евгений Иван Игорь Илья Кирилл Константин Максим Михаил Никита Николай Олег Павел Пётр Роман Сергей Станислав Фёдор Юрий'.split(
    ' ',
  )
const WOMEN =
  'Александра Алёна Анастасия Анна Валентина Вера Виктория Галина Дарья Евгения Екатерина Елена Елизавета Ирина Ксения Лариса Людмила Маргарита Марина Мария Надежда Наталья Ольга Полина Светлана София Татьяна Юлия Яна'.split(
    ' ',
  )
const FATHERS =
  'Александр Алексе Андре Анатоль Борис Валентин Виктор Владимир Григорь Дмитри Евгень Иван Леонид Максим Михайл Никола Олег Павл Петр Роман Серге Фёдор Юрь'.split(
    ' ',
  )
const ROOTS =
  'бел вор куз нец сокол лебед мороз петр вол кот зай мед вед крас чер ряб хар лам бар тар мир гор дол лес пол бор яг зим вес луг щук ерш жар пеш шум тих гром куп плот гонч сед кос лаз руд сав тим'.split(
    ' ',
  )
const ENDINGS = ['ов', 'ев', 'ин', 'ский', 'енко', 'ников', 'онов']
const ENGLISH = 'James Mary Robert Patricia John Jennifer Michael Linda David Elizabeth William Barbara Richard Susan Thomas Sarah'.split(' ')
const ENGLISH_ROOTS = 'hill wood brook field stone white black green king smith wal har mar wil ash ford win lock bar cart'.split(' ')
const ENGLISH_ENDINGS = ['son', 'ton', 'ley', 'er', 's', 'man', 'well']
const SHORT: Readonly<Record<string, string>> = { Александр: 'Саша', Анна: 'Аня', Мария: 'Маша', Дмитрий: 'Дима', Екатерина: 'Катя', Сергей: 'Серёжа' }
const KEYS = "ёйцукенгшщзхъфывапролджэячсмитьбю`qwertyuiop[]asdfghjkl;'zxcvbnm,."

type Random = () => number

/** The same customers each time, one after another: three in four Russian, one in twenty a company. */
export function* madeUpCustomers(n: number): Generator<Entry> {
  const random = randomFrom(1)
  for (let customer = 1; customer <= n; customer++) yield madeUp(customer, random)
}

/** About `most` questions a clerk would type to find some of `n` made-up customers, by kind. */
export function questionsAbout(n: number, most: number): Map<string, string[]> {
  const random = randomFrom(7)
  const russian: Entry[] = []
  for (const one of madeUpCustomers(n)) if (one.names.length === 3 && one.customer % 97 === 0) russian.push(one)
  const kinds: [string, (one: Entry) => string][] = [
    ['beginning', (one) => surname(one).slice(0, 4)],
    ['letter', (one) => surname(one).slice(0, 1)],
    ['name', (one) => one.names.slice(0, 2).join(' ')],
    ['part_and_number', (one) => `${surname(one).slice(0, 4)} ${phone(one).slice(-4)}`],
    ['initials', (one) => one.names.map((name, i) => (i === 0 ? name : name.slice(0, 1))).join(' ')],
    ['typo', (one) => surname(one).slice(0, 2) + surname(one).slice(3)],
    ['layout', (one) => [...surname(one).toLowerCase()].map((sign) => KEYS[KEYS.indexOf(sign) + 33] ?? sign).join('')],
    ['latin', (one) => latin(surname(one))],
    ['short_name', (one) => `${surname(one)} ${SHORT[one.names[1] ?? ''] ?? one.names[1] ?? ''}`],
    ['first_name', (one) => one.names[1] ?? ''],
    ['phone_end', (one) => phone(one).slice(-4)],
    ['phone_part', (one) => phone(one).slice(3, 8)],
    ['email_part', (one) => (one.emails[0] ?? 'mail.ru').slice(1, 7)],
    ['nothing', () => 'ъъщщжж ыыы'],
  ]
  return new Map(kinds.map(([kind, ask]) => [kind, Array.from({ length: Math.ceil(most / kinds.length) }, () => ask(pick(russian, random)))]))
}

function madeUp(customer: number, random: Random): Entry {
  const digits = Array.from({ length: 9 }, () => Math.floor(random() * 10)).join('')
  const phones = random() < 0.9 ? [`+79${digits}`] : []
  const names =
    random() < 0.75 ? russianNames(random) : random() < 0.8 ? englishNames(random) : ['', '', '', '', `ООО ${root(random)}${pick(ROOTS, random)}торг`]
  const emails =
    random() < 0.7
      ? [
          `${latin(names[0] ?? 'info')}.${latin(names[1] ?? '').slice(0, 3)}${Math.floor(random() * 100)}@${pick(['mail.ru', 'yandex.ru', 'gmail.com', 'bk.ru', 'example.org'], random)}`,
        ]
      : []
  return { customer, names, phones, emails, other: random() < 0.3 ? [`7700${digits}`] : [], rank: Math.floor(random() * 3) }
}

function russianNames(random: Random): string[] {
  const woman = random() < 0.5
  const ending = pick(ENDINGS, random)
  const male = `${root(random)}${random() < 0.6 ? pick(ROOTS, random) : ''}${random() < 0.2 ? pick(ROOTS, random) : ''}${ending}`
  const family = !woman || ending === 'енко' ? male : ending === 'ский' ? `${male.slice(0, -2)}ая` : `${male}а`
  return [family, pick(woman ? WOMEN : MEN, random), `${pick(FATHERS, random)}${woman ? 'овна' : 'ович'}`]
}

function englishNames(random: Random): string[] {
  const family = `${pick(ENGLISH_ROOTS, random)}${random() < 0.5 ? pick(ENGLISH_ROOTS, random) : ''}${pick(ENGLISH_ENDINGS, random)}`
  return [capital(family), pick(ENGLISH, random)]
}

function root(random: Random): string {
  // The square makes some surnames common and most rare.
  return capital(ROOTS[Math.floor(random() ** 2 * ROOTS.length)] ?? 'бел')
}

function surname(one: Entry): string {
  return one.names[0] ?? ''
}

function phone(one: Entry): string {
  return one.phones[0] ?? '+79161234567'
}

function latin(text: string): string {
  return [...text.toLowerCase()].map((sign) => latinOf[sign] ?? sign).join('')
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}

function pick<T>(from: readonly T[], random: Random): T {
  const one = from[Math.floor(random() * from.length)]
  if (one === undefined) throw new Error('nothing to pick from')
  return one
}

/** mulberry32 (Tommy Ettinger, public domain). */
function randomFrom(seed: number): Random {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}
