import type { OwnField } from '../../customers/index.ts'
import { ownCell } from '../contacts/ownCell.ts'
import type { Mapping, Preset, Target } from '../shapes.ts'
import { millionthsOf } from '../values/decimal.ts'
import { dateOrderIn, momentsOf } from '../values/moment.ts'
import { isOwnColumn } from './header.ts'
import { foldHeader, synonyms } from './synonyms.ts'

// A first mapping from what the columns are called and what stands in them. A person may change all of it.

export type Company = { country: string; currency: string; time_zone: string }
export type Sampled = { name: string; samples: readonly string[] }

/** Which preset a file is for: orders have a quantity, a list of addresses has nothing but them. */
export function guessPreset(columns: readonly Sampled[]): Preset {
  const found = new Set(columns.map((c) => synonyms['order-lines'].get(foldHeader(c.name))))
  if (found.has('quantity') || (found.has('order_id') && (found.has('price') || found.has('amount')))) return 'order-lines'
  const real = columns.filter((c) => !isOwnColumn(c.name))
  const named = real.some((c) => isName.has(synonyms.contacts.get(foldHeader(c.name))))
  if (real.length <= 2 && !named && real.some((c) => shapeOf(c.samples) === 'email' || shapeOf(c.samples) === 'phone')) return 'suppression'
  return 'contacts'
}

/** Whoever writes names beside addresses means people, however short the file is. */
const isName: ReadonlySet<Target | undefined> = new Set<Target>(['full_name', 'surname', 'name', 'patronymic', 'org_name'])

/** `own`: the fields the company declared for itself; a column called by the title or code of one becomes it. */
export function guessMapping(columns: readonly Sampled[], preset: Preset, source: string, company: Company, own: readonly OwnField[] = []): Mapping {
  const targets = guessTargets(columns, preset, preset === 'contacts' ? ownNames(own) : new Map())
  const samplesOf = (wanted: readonly Target[]) => columns.flatMap((c) => (wanted.some((w) => targets[c.name] === w) ? c.samples : []))
  const amounts = own.filter(({ type }) => type === 'money').map(({ code }) => code)
  const dates = samplesOf(['at', 'birth_date', 'since'])
  const orderIds = samplesOf(['order_id'])
  return {
    preset,
    columns: targets,
    source,
    currency: company.currency,
    time_zone: company.time_zone,
    country: company.country,
    date_order: dateOrderIn(dates) ?? (company.country === 'US' ? 'mdy' : 'dmy'),
    decimal: guessDecimal(samplesOf(['price', 'amount', 'quantity', ...amounts])),
    duplicates: 'fill',
    role: 'customer',
    channel: 'shop',
    prefixes: preset === 'order-lines' ? guessPrefixes(orderIds) : {},
  }
}

/** Each target once, but for those a person may have several of. */
const many: ReadonlySet<Target> = new Set<Target>(['email', 'phone', 'address', 'external'])

function guessTargets(columns: readonly Sampled[], preset: Preset, own: ReadonlyMap<string, OwnField>): Record<string, Target | null> {
  const known = synonyms[preset]
  const taken = new Set<string>()
  const out: Record<string, Target | null> = {}
  for (const { name, samples } of columns) {
    const declared = isOwnColumn(name) ? undefined : own.get(nameOf(name))
    if (declared && !taken.has(declared.code) && holds(declared, samples)) {
      taken.add(declared.code)
      out[name] = declared.code
      continue
    }
    const byName = isOwnColumn(name) ? undefined : (known.get(foldHeader(name)) ?? byShape(preset, samples))
    const target = byName && (many.has(byName) || !taken.has(byName)) && fits(byName, samples) ? byName : undefined
    if (target) taken.add(target)
    out[name] = target ?? null
  }
  return preset === 'contacts' ? wholeNames(out, taken) : out
}

/** What a company's own fields are called in files: by their titles, by their codes, with x_ and without. */
function ownNames(own: readonly OwnField[]): ReadonlyMap<string, OwnField> {
  const names = own
    .filter((field) => !field.retired)
    .flatMap((field) =>
      [field.code, field.code.slice(2), ...Object.values(field.title).flatMap((title) => [title, `${title} ${field.currency ?? ''}`])].map(
        (name) => [nameOf(name), field] as const,
      ),
    )
  return new Map(names.reverse()) // of two with one name the first
}

/** Small letters and digits, all of them: x_phone2 is not x_phone. */
const nameOf = (name: string) =>
  name
    .normalize('NFC')
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(/[^\p{L}\p{N}]+/gu, '')

/** A column that is called so and mostly holds something else is left alone. */
function holds(field: OwnField, samples: readonly string[]): boolean {
  const held = samples.filter((s) => s.trim() !== '')
  return held.length === 0 || held.filter((s) => either.some((m) => 'value' in ownCell(field, s, m))).length / held.length >= 0.5
}

/** «Имя» alone, or "Name" beside no surname, is a whole name in most files. */
function wholeNames(out: Record<string, Target | null>, taken: ReadonlySet<string>): Record<string, Target | null> {
  if (taken.has('surname') || taken.has('full_name')) {
    if (taken.has('surname') && !taken.has('name')) for (const name in out) if (out[name] === 'full_name') out[name] = 'name'
    return out
  }
  for (const name in out) if (out[name] === 'name') out[name] = 'full_name'
  return out
}

function byShape(preset: Preset, samples: readonly string[]): Target | undefined {
  const shape = shapeOf(samples)
  if (preset === 'suppression') return shape
  if (preset === 'list') return shape ?? (mostAreAddresses(samples) ? 'address' : undefined)
  return shape === 'email' ? 'email' : undefined
}

/** A column called «код» or "amount" that holds something else is left alone. */
function fits(target: Target, samples: readonly string[]): boolean {
  const held = samples.filter((s) => s.trim() !== '')
  if (held.length === 0) return true
  const share = (test: (text: string) => boolean) => held.filter(test).length / held.length
  if (target === 'quantity' || target === 'price' || target === 'amount')
    return share((s) => millionthsOf(s, '.') !== undefined || millionthsOf(s, ',') !== undefined) >= 0.5
  if (target === 'at' || target === 'birth_date' || target === 'since') return share((s) => either.some((m) => m.day(s) !== undefined)) >= 0.5
  if (target === 'email') return share((s) => s.includes('@')) >= 0.5
  return true
}

const either = [
  { ...momentsOf('UTC', 'dmy'), decimal: ',' },
  { ...momentsOf('UTC', 'mdy'), decimal: '.' },
] as const

function shapeOf(samples: readonly string[]): 'email' | 'phone' | undefined {
  const held = samples.filter((s) => s.trim() !== '')
  if (held.length === 0) return undefined
  const all = (pattern: RegExp) => held.every((s) => pattern.test(s.trim()))
  if (all(/^[^\s@]+@[^\s@]+\.[^\s@]+$/)) return 'email'
  return all(/^\+?[\d\s().-]{7,20}$/) ? 'phone' : undefined
}

/** A column in which addresses of mail and telephones stand side by side, as somebody notes them down. */
const mostAreAddresses = (samples: readonly string[]) => samples.filter((s) => shapeOf([s]) !== undefined).length > samples.length / 2

/** The mark that is followed by something else than three digits anywhere decides. */
function guessDecimal(samples: readonly string[]): '.' | ',' {
  let point = 0
  let comma = 0
  for (const said of samples) {
    const text = said.replace(/[^\d]+$/, '')
    if (/\.\d{1,2}$|\.\d{4,}$/.test(text)) point += 1
    if (/,\d{1,2}$|,\d{4,}$/.test(text)) comma += 1
  }
  return comma > point ? ',' : '.'
}

/** C before a number is a cancellation and A an adjustment, unless all orders of the file are called so. */
function guessPrefixes(orderIds: readonly string[]): Mapping['prefixes'] {
  const lettered = orderIds.filter((id) => /^[A-Z]{1,4}\d/.test(id)).length
  return orderIds.length > 0 && lettered > orderIds.length / 2 ? {} : { C: 'order_cancelled', A: 'order_adjusted' }
}
