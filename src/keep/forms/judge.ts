import { fitOwn, normaliseIdentifier, type OwnField, whyNotField } from '../customers/index.ts'
import { comesAlong, type FormLanguage, type Spec } from './contract.ts'

// What somebody typed into a form, looked at by the form. Pure: words in, parts of an interaction or what is wrong out.

export type Typed = { values: { [field: string]: string }; consents: readonly number[]; along: { [name: string]: string } }
export type Wrong = 'missing' | 'email' | 'phone' | 'too_long' | 'bad' | 'contact' | 'unknown'
export type Judged =
  | { wrong: { [field: string]: Wrong } }
  | {
      identifiers: { kind: 'email' | 'phone'; value: string }[]
      fields: { [field: string]: string }
      message: string
      consents: number[]
      facts: { [name: string]: string }
    }

const longestMessage = 5000
/** As the facts take it: anything else is left out, for the address of a page may hold anything. */
const factual = /^(?!.*\d{7})[\p{L}\p{N}][\p{L}\p{N} _.,/+-]{0,63}$/u

type Held = { country: string | undefined; own: ReadonlyMap<string, OwnField>; now: Date }

export function judge(spec: Spec, typed: Typed, held: Held): Judged {
  const wrong: { [field: string]: Wrong } = {}
  const good: { [field: string]: string } = {}
  for (const name of Object.keys(typed.values)) if (!spec.fields.some((f) => f.field === name)) wrong[name] = 'unknown'
  for (const { field, required } of spec.fields) {
    const value = cleaned(typed.values[field] ?? '', field === 'message')
    const one = value === '' ? (required ? { wrong: 'missing' as const } : undefined) : judgeOne(field, value, held)
    if (one && 'wrong' in one) wrong[field] = one.wrong
    else if (one) good[field] = one.value
  }
  const { email, phone, message = '', ...fields } = good
  const points = { email, phone }
  const identifiers = (['email', 'phone'] as const).flatMap((kind) => (points[kind] === undefined ? [] : [{ kind, value: points[kind] }]))
  if (Object.keys(wrong).length === 0 && identifiers.length === 0) wrong[spec.fields.some((f) => f.field === 'email') ? 'email' : 'phone'] = 'contact'
  if (Object.keys(wrong).length > 0) return { wrong }
  const consents = [...new Set(typed.consents)].filter((at) => spec.consents[at] !== undefined)
  return { identifiers, fields, message, consents, facts: factsOf(spec, typed.along) }
}

function judgeOne(field: string, value: string, { country, own, now }: Held): { value: string } | { wrong: Wrong } {
  if (field === 'message') return value.length > longestMessage ? { wrong: 'too_long' } : { value }
  if (field === 'email' || field === 'phone') {
    const normal = normaliseIdentifier(field, value, country)
    return 'problem' in normal ? { wrong: field } : normal
  }
  const fit = field.startsWith('x_') ? fitOwn(own.get(field), value) : { value }
  if ('problem' in fit) return { wrong: 'bad' }
  const problem = whyNotField(field, fit.value, now)
  if (problem === undefined) return fit
  return { wrong: problem.startsWith('must have at most') ? 'too_long' : 'bad' }
}

function factsOf(spec: Spec, along: { [name: string]: string }): { [name: string]: string } {
  const facts: { [name: string]: string } = { ...spec.along }
  for (const [name, fact] of Object.entries(comesAlong)) {
    const value = along[name]?.normalize('NFC').trim().toLowerCase()
    if (value && factual.test(value)) facts[fact] = value
  }
  return facts
}

/** One line but for a message; without what nobody sees. */
function cleaned(value: string, lines: boolean): string {
  const plain = value
    .normalize('NFC')
    .replace(/\r\n?/g, '\n')
    .replace(/[\p{Cc}\p{Cs}]/gu, (sign) => (lines && sign === '\n' ? sign : ' '))
  return (lines ? plain : plain.replace(/\s+/g, ' ')).trim()
}

/** What was said, in the visitor's language, as it stands in the timeline. */
export function saidInWords(spec: Spec, language: FormLanguage, typed: Typed, labelOf: (field: string) => string): string {
  const lines = spec.fields.flatMap(({ field }) => {
    const value = cleaned(typed.values[field] ?? '', field === 'message')
    return value === '' ? [] : [field === 'message' ? value : `${labelOf(field)}: ${value}`]
  })
  const boxes = spec.consents.flatMap((box, at) => (typed.consents.includes(at) ? [`☑ ${box.text[language] ?? ''}`] : []))
  return [...lines, ...boxes].join('\n')
}
