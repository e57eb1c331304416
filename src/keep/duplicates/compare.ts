import { type Alike, alike, fold, genderOf } from '../customers/index.ts'
import type { DuplicateCaution, DuplicateReason } from './contract.ts'

// May two be one? Pure: what is known of both in, reasons out.

export type Known = {
  kind: 'person' | 'organisation'
  since: Date
  fields: { [field: string]: string | undefined }
}
/** Addresses that both gave. */
export type Shared = { email: boolean; phone: boolean }
export type Suspicion = { reasons: DuplicateReason[]; cautions: DuplicateCaution[]; weight: number }

const weights: { [reason in DuplicateReason]: number } = {
  same_inn: 60,
  same_email: 40,
  same_phone: 35,
  same_name: 30,
  same_birth_date: 30,
  near_birth_date: 15,
  similar_name: 20,
  same_address: 20,
}
const cautionWeights: { [caution in DuplicateCaution]: number } = { birth_date: 40, gender: 30, patronymic: 20, both_long: 0 }
const longMs = 365 * 86_400_000

/** Undefined: nothing to show to anybody. A name alone, or an address alone, is never enough. */
export function compare(one: Known, other: Known, shared: Shared, now: Date): Suspicion | undefined {
  if (one.kind !== other.kind) return undefined
  const value = (field: string) => [plain(one.fields[field]), plain(other.fields[field])] as const
  const equal = (field: string) => value(field)[0] !== '' && value(field)[0] === value(field)[1]
  const differ = (field: string) => value(field)[0] !== '' && value(field)[1] !== '' && !equal(field)
  const name = one.kind === 'organisation' ? organisations(one, other) : persons(one, other)
  const nameless = [one, other].some((who) => !who.fields['name'] && !who.fields['surname'] && !who.fields['org_name'])
  const reasons: DuplicateReason[] = []
  if (equal('inn')) reasons.push('same_inn')
  if (shared.email) reasons.push('same_email')
  if (shared.phone) reasons.push('same_phone')
  if (name === 'same') reasons.push('same_name')
  if (name === 'similar') reasons.push('similar_name')
  if (equal('birth_date')) reasons.push('same_birth_date')
  const slip = name === 'same' && isSlip(one.fields['birth_date'], other.fields['birth_date'])
  if (slip) reasons.push('near_birth_date')
  if (equal('address')) reasons.push('same_address')
  const fitting = name !== 'different' || nameless
  const whole = name === 'same' && equal('patronymic') && !differ('birth_date')
  const enough =
    equal('inn') || (fitting && (shared.email || shared.phone)) || (name !== 'different' && (equal('birth_date') || equal('address'))) || slip || whole
  if (!enough) return undefined
  const cautions: DuplicateCaution[] = []
  if (differ('birth_date')) cautions.push('birth_date')
  if (differ('patronymic') && patronymics(one, other) === 'different') cautions.push('patronymic')
  const genders = [genderOf(one.fields), genderOf(other.fields)]
  if (genders[0] && genders[1] && genders[0] !== genders[1]) cautions.push('gender')
  if ([one, other].every((who) => who.since.getTime() < now.getTime() - longMs)) cautions.push('both_long')
  const weight = reasons.reduce((sum, r) => sum + weights[r], 0) - cautions.reduce((sum, c) => sum + (slip && c === 'birth_date' ? 0 : cautionWeights[c]), 0)
  // A father and a son of one name at one address, or a couple with one mailbox: more speaks against it than for it.
  return weight > 20 ? { reasons, cautions, weight } : undefined
}

/** Day, month or year typed wrong, one of them; or day and month the other way round. */
function isSlip(one: string | undefined, other: string | undefined): boolean {
  if (!one || !other || one === other) return false
  const [a, b] = [one.split('-'), other.split('-')]
  const swapped = a[0] === b[0] && a[1] === b[2] && a[2] === b[1]
  return swapped || a.filter((part, i) => part === b[i]).length === 2
}

const plain = (value: string | undefined) =>
  fold(value ?? '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

function persons(one: Known, other: Known): Alike {
  const [a, b] = [one.fields, other.fields]
  const surname = best([
    alike(a['surname'] ?? '', b['surname'] ?? ''),
    alike(a['former_surname'] ?? '', b['surname'] ?? ''),
    alike(a['surname'] ?? '', b['former_surname'] ?? ''),
  ])
  const given = best([alike(a['name'] ?? '', b['name'] ?? ''), alike(a['short_name'] ?? '', b['name'] ?? ''), alike(a['name'] ?? '', b['short_name'] ?? '')])
  const worst = surname === 'different' || given === 'different' ? 'different' : surname === 'similar' || given === 'similar' ? 'similar' : 'same'
  // Somebody typed the whole name into one field, or surname and name the other way round.
  return worst === 'same' ? 'same' : best([worst, words(a, b)])
}

function words(a: Known['fields'], b: Known['fields']): Alike {
  const of = (f: Known['fields']) =>
    plain([f['surname'], f['name']].filter(Boolean).join(' '))
      .split(' ')
      .filter((w) => w.length > 1)
      .sort()
  const [x, y] = [of(a), of(b)]
  return x.length > 1 && x.length === y.length && x.every((word, i) => word === y[i]) ? 'same' : 'different'
}

const patronymics = (one: Known, other: Known): Alike => alike(one.fields['patronymic'] ?? '', other.fields['patronymic'] ?? '')

const forms = /\b(ооо|оао|зао|пао|ао|ип|нко|llc|ltd|inc|gmbh|plc|corp|co)\b/gu

function organisations(one: Known, other: Known): Alike {
  const of = (who: Known) =>
    ` ${plain(who.fields['org_name'])} `
      .replaceAll(/ (ооо|оао|зао|пао|ао|ип|нко) /gu, ' ')
      .replace(forms, ' ')
      .replace(/\s+/g, ' ')
      .trim()
  return alike(of(one), of(other))
}

function best(all: readonly Alike[]): Alike {
  return all.includes('same') ? 'same' : all.includes('similar') ? 'similar' : 'different'
}
