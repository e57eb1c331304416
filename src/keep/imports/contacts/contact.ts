import { isField, longestOf, type OwnField, whyNotField } from '../../customers/index.ts'
import type { Identifier, IdentifierKind, Person } from '../../interactions/index.ts'
import type { Plan } from '../mapping/plan.ts'
import type { RowReader } from '../run/gather-rows.ts'
import type { Left, Reject } from '../run/preset.ts'
import type { Target } from '../shapes.ts'
import { splitName } from '../values/name.ts'
import { answerOf, countryOf, formOf, genderOf, kindOf, languageOf, roleOf } from '../values/words.ts'
import { ownCell } from './ownCell.ts'
import { pointedAt, pointerOf } from './pointers.ts'

export type ConsentSaid = { channel: '*' | 'email' | 'sms' | 'phone'; answer: 'yes' | 'no' }

/** One row of a file of contacts, understood. */
export type Contact = {
  line: number
  /** Since when they are a customer, when the file says; milliseconds since 1970. */
  since: number | undefined
  /** Code of the unit that looks after them, if they are new. */
  unit?: string
  identifiers: Identifier[]
  person: Person & { fields: { [field: string]: string } }
  consents: ConsentSaid[]
  /** Cells that were left out because they say nothing that could be understood. The rest of the row goes in. */
  left: Left[]
  /** Only the refusal of a line that was rejected, and is counted as rejected. */
  salvaged: boolean
}

const consentOf: Partial<Record<Target, ConsentSaid['channel']>> = { consent: '*', consent_email: 'email', consent_sms: 'sms', consent_phone: 'phone' }

/** A field of the company's own, as declared; and whether a unit has this code. */
type Declared = { own: (code: string) => OwnField | undefined; isUnit: (code: string) => boolean }

type Draft = Contact

/** Reads rows of one file, as of `today`. A cell that is no phone, date or address costs the cell; a row that says nobody is a reject. */
export function contactReader(plan: Plan, today: Date, { own, isUnit }: Declared): RowReader<Contact> {
  const columns = plan.columns.map((column, i) => ({
    i,
    name: plan.names[i] ?? '',
    target: plan.mapping.columns[plan.header.names[column] ?? ''] ?? undefined,
  }))
  const countryPlace = plan.at('country')

  function read(line: number, cells: readonly string[]): Contact | Reject {
    const said = (cells[countryPlace] ?? '').trim()
    const home = (said && countryOf(said)) || plan.mapping.country
    const draft: Draft = { line, since: undefined, identifiers: [], person: { fields: {} }, consents: [], left: [], salvaged: false }
    for (const { i, name, target } of columns) {
      const text = (cells[i] ?? '').trim()
      if (text !== '' && target) take(draft, { target, text, name, home, plan, today, own, isUnit })
    }
    nameByKind(draft)
    if (draft.identifiers.length > 0) return draft
    const address = draft.left.find(({ detail }) => columns.some((c) => c.name === detail && c.target && pointerOf[c.target]))
    return { line, ...(address ?? { reason: 'nobody', detail: '' }) }
  }

  function salvage(line: number, cells: readonly string[]): Contact | undefined {
    const got = read(line, cells)
    if ('reason' in got) return undefined
    const consents = got.consents.filter((c) => c.answer === 'no')
    return consents.length > 0 ? { ...got, person: { fields: {} }, consents, left: [], salvaged: true } : undefined
  }

  return { read, salvage }
}

function leave(draft: Draft, reason: Left['reason'], detail: string): void {
  if (!draft.left.some((l) => l.reason === reason && l.detail === detail)) draft.left.push({ reason, detail })
}

type Cell = Declared & { target: Target; text: string; name: string; home: string; plan: Plan; today: Date }

function take(draft: Draft, cell: Cell): void {
  const { target, text, name, plan } = cell
  const pointer = pointerOf[target]
  if (pointer) return point(draft, pointer, cell)
  const channel = consentOf[target]
  if (channel) {
    const answer = answerOf(text)
    if (answer) draft.consents.push({ channel, answer })
    else leave(draft, 'bad_value', name)
    return
  }
  const { fields } = draft.person
  switch (target) {
    case 'full_name':
      Object.assign(fields, { ...splitName(text), ...fields })
      return
    case 'unit':
      if (cell.isUnit(text)) draft.unit = text
      else leave(draft, 'bad_value', name)
      return
    case 'since':
      draft.since = plan.moments.at(text)
      if (draft.since === undefined) leave(draft, 'bad_date', name)
      return
    case 'birth_date': {
      const day = plan.moments.day(text)
      if (day === undefined || whyNotField(target, day, cell.today) !== undefined) leave(draft, 'bad_date', name)
      else fields[target] = day
      return
    }
    case 'language':
    case 'country':
    case 'kind':
    case 'role':
    case 'time_zone':
      return understood(draft, name, target, codeOf(target, text))
    case 'gender':
    case 'form': {
      const code = target === 'gender' ? genderOf(text) : formOf(text)
      if (code) fields[target] = code
      else leave(draft, 'bad_value', name)
      return
    }
    default:
      if (!isField(target) && !target.startsWith('x_')) return
      if ([...text].length > longestOf(target)) leave(draft, 'too_long', name)
      else {
        const cellOf = isField(target) ? { value: text } : ownCell(cell.own(target), text, { ...plan.moments, decimal: plan.mapping.decimal })
        if ('value' in cellOf) fields[target] = cellOf.value
        else leave(draft, cellOf.reason, name)
      }
  }
}

function codeOf(target: 'language' | 'country' | 'kind' | 'role' | 'time_zone', text: string): string | undefined {
  if (target === 'time_zone') return isZone(text) ? text : undefined
  return { language: languageOf, country: countryOf, kind: kindOf, role: roleOf }[target](text)
}

function understood(draft: Draft, name: string, target: 'language' | 'country' | 'kind' | 'role' | 'time_zone', code: string | undefined): void {
  if (code === undefined) leave(draft, 'bad_value', name)
  else Object.assign(draft.person, { [target]: code })
}

/** A cell may hold several addresses. */
function point(draft: Draft, kind: IdentifierKind, { text, name, home, plan }: Cell): void {
  const { values, bad } = pointedAt(kind, text, { home, mapping: plan.mapping })
  if (bad) leave(draft, bad, name)
  for (const value of values) if (!draft.identifiers.some((i) => i.kind === kind && i.value === value)) draft.identifiers.push({ kind, value, proven: true })
}

/** A row with an organisation's name and nobody's is that organisation; its tax number points at it. */
function nameByKind(draft: Draft): void {
  const { person } = draft
  const { fields } = person
  const nobody = !fields['surname'] && !fields['name']
  if (person.kind === undefined && fields['org_name'] && nobody) person.kind = 'organisation'
  const inn = fields['inn']
  if (inn && person.kind === 'organisation' && /^(\d{10}|\d{12})$/.test(inn)) {
    const value = `inn:${inn}${/^\d{9}$/.test(fields['kpp'] ?? '') ? `:${fields['kpp']}` : ''}`
    draft.identifiers.push({ kind: 'external', value, proven: true })
  }
}

function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return !/^[+-]/.test(name)
  } catch {
    return false
  }
}
