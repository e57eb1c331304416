import { badInput } from '../../../platform/errors.ts'
import type { SlotValue } from '../../courier/index.ts'

// What a template is given besides personal fields: bounded values, never text. A url, and a secret such as a code to sign in by, come from the keep alone and are stored sealed.

export const slotTypes = ['number', 'money', 'date', 'moment', 'code', 'product', 'url', 'secret'] as const
export type SlotType = (typeof slotTypes)[number]
export type SlotTypes = { [name: string]: SlotType }

/** What only the keep's own callers give. */
export const isSealed = (type: SlotType | undefined): type is 'url' | 'secret' => type === 'url' || type === 'secret'

/** As it is stored: a number, money, or a text that its type bounds (a day, a moment, a code, a product's number). */
export type StoredSlots = { [name: string]: number | string | { minor: number; currency: string } }

/** Values checked against the declared types. Throws bad_input with the place when one is missing, unknown or of another shape. */
export function checkSlots(types: SlotTypes, given: { [name: string]: unknown }, place: string): StoredSlots {
  for (const name of Object.keys(given))
    if (!types[name] || isSealed(types[name])) throw badInput(`${place}.${name}: this template has no such slot`, `${place}.${name}`)
  const out: StoredSlots = {}
  for (const [name, type] of Object.entries(types)) {
    if (isSealed(type)) continue
    const value = checkedSlot(type, given[name])
    if (value === undefined) throw badInput(`${place}.${name}: must be ${shapes[type]}`, `${place}.${name}`)
    out[name] = value
  }
  return out
}

const shapes = {
  number: 'a number',
  money: 'an amount like {"minor": 216000, "currency": "RUB"}',
  date: 'a day like 2026-11-30',
  moment: 'a moment like 2026-11-30T12:00:00Z',
  code: 'a code: letters, digits, dot, dash or underscore',
  product: 'a product’s number',
} as const satisfies Record<Exclude<SlotType, 'url' | 'secret'>, string>

function checkedSlot(type: Exclude<SlotType, 'url' | 'secret'>, value: unknown): StoredSlots[string] | undefined {
  switch (type) {
    case 'number':
      return typeof value === 'number' && Number.isFinite(value) ? value : undefined
    case 'money':
      return isMoney(value) ? { minor: value.minor, currency: value.currency } : undefined
    case 'date':
      return typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) && isOnCalendar(value) ? value : undefined
    case 'moment':
      return typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?Z$/.test(value) && isOnCalendar(value) ? value : undefined
    case 'code':
      return typeof value === 'string' && /^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/.test(value) ? value : undefined
    case 'product':
      return typeof value === 'string' && /^[^\p{Cc}@]{1,100}$/u.test(value) ? value : undefined
  }
}

/** 31 February is none. */
function isOnCalendar(iso: string): boolean {
  const at = new Date(iso)
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(iso.slice(0, 10))
}

function isMoney(value: unknown): value is { minor: number; currency: string } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'minor' in value &&
    Number.isSafeInteger(value.minor) &&
    'currency' in value &&
    typeof value.currency === 'string' &&
    /^[A-Z]{3}$/.test(value.currency)
  )
}

/** Stored values as the renderer takes them; a product brings its title. */
export function slotValues(
  types: SlotTypes,
  stored: StoredSlots,
  titles: ReadonlyMap<string, string>,
  urls: { [name: string]: string },
): { [name: string]: SlotValue } {
  const out: { [name: string]: SlotValue } = {}
  for (const [name, type] of Object.entries(types)) {
    const value = stored[name]
    if (isSealed(type)) out[name] = { url: urls[name] ?? '' }
    else if (typeof value === 'number') out[name] = { number: value }
    else if (typeof value === 'object') out[name] = { money: value }
    else if (value !== undefined)
      out[name] = type === 'product' ? { product: { sku: value, title: titles.get(value) ?? value } } : type === 'date' ? { date: value } : { code: value }
  }
  return out
}
