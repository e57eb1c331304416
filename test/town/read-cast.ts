import type { Calendar } from './calendar.ts'
import { type Company, companies, type Identifier } from './shapes.ts'

/** A person of the town, before any company has numbered them. `in` says where they are a customer, and for how many days. */
export type Townsman = {
  key: string
  name: readonly [surname: string, name: string, patronymic?: string]
  gender: 'f' | 'm'
  born: string
  phone?: string
  email?: string
  more?: readonly Identifier[]
  shared?: readonly ('email' | 'phone')[]
  language?: 'ru' | 'en'
  time_zone?: string
  country?: string
  form?: 'formal' | 'informal'
  short_name?: string
  former_surname?: string
  address?: string
  in: Partial<Record<Company, number>>
  /** Why they are in the town. */
  why: string
}

/** Reads a table of the cast as cast.ts describes it; a line that is not one is an error. */
export function read(table: string, c: Calendar): Townsman[] {
  const found: Townsman[] = []
  let why = ''
  for (const line of table.split('\n').filter((text) => text !== '')) {
    if (line.startsWith('# ')) why = line.slice(2)
    else found.push(person(line, why, c))
  }
  return found
}

function person(line: string, why: string, c: Calendar): Townsman {
  const [key = '', names = '', who = '', phone = '', email = '', where = '', more = ''] = line.split(' | ')
  const [surname, name, patronymic] = names.split(' / ')
  const [gender, age, birthday] = who.split(' ')
  if (surname === undefined || name === undefined || birthday === undefined || where === '') throw new Error(`no line of the cast: ${line}`)
  const rest = new Map(more === '' ? [] : more.split('; ').map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)] as const))
  const telegram = rest.get('telegram')
  const shared = rest.get('shared')
  return {
    key,
    name: patronymic === undefined ? [surname, name] : [surname, name, patronymic],
    gender: gender === 'f' ? 'f' : 'm',
    born: c.born(Number(age), birthday),
    ...(phone !== '—' && { phone }),
    ...(email !== '—' && { email }),
    ...(telegram !== undefined && { more: [{ kind: 'telegram' as const, value: telegram }] }),
    ...(shared !== undefined && { shared: [shared === 'phone' ? ('phone' as const) : ('email' as const)] }),
    ...(rest.get('language') === 'en' && { language: 'en' as const }),
    ...(rest.get('form') === 'informal' && { form: 'informal' as const }),
    ...texts(rest),
    in: Object.fromEntries(where.split(', ').map((one) => since(one, c))),
    why,
  }
}

function texts(rest: ReadonlyMap<string, string>): Pick<Townsman, 'time_zone' | 'country' | 'short_name' | 'former_surname' | 'address'> {
  return Object.fromEntries(
    ['time_zone', 'country', 'short_name', 'former_surname', 'address'].flatMap((name) => (rest.has(name) ? [[name, rest.get(name)]] : [])),
  )
}

/** `bank 6y3m7d` or `bank 900`. */
function since(one: string, c: Calendar): [Company, number] {
  const [name, ago = ''] = one.split(' ')
  const company = companies.find((known) => known === name)
  const long = /^(\d+)y(\d+)m(\d+)d$/.exec(ago)
  if (company === undefined || (long === null && !/^\d+$/.test(ago))) throw new Error(`no place in the town: ${one}`)
  return [company, long === null ? Number(ago) : c.back(Number(long[1]), Number(long[2]), Number(long[3]))]
}
