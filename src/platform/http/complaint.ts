import type { z } from 'zod'

// What a schema says is wrong, in words of ours: for answers, and for pages that read such data themselves.

/** The first trouble that zod found: where, and what. */
export function complaintOf(error: z.ZodError, root = ''): { place: string; sentence: string } {
  const issue = error.issues[0] && meant(error.issues[0])
  return issue ? { place: placeOf(root, issue.path), sentence: wordsOf(issue) } : { place: root, sentence: 'is not right' }
}

/** Of several shapes that something may have, what is wrong with the one that it was meant to have, where that can be told: the one whose words it has. */
function meant(issue: z.core.$ZodIssue): z.core.$ZodIssue {
  if (issue.code !== 'invalid_union') return issue
  const other = ({ path }: z.core.$ZodIssue) => path.length === 0
  const missing = ({ code, path, message }: z.core.$ZodIssue) => code === 'invalid_type' && path.length === 1 && message.endsWith('received undefined')
  const [own, ...more] = issue.errors.filter((found) => found.length > 0 && !found.some((one) => other(one) || missing(one)))
  const [first] = own ?? []
  if (!first || more.length > 0) return issue
  const inner = meant(first)
  return { ...inner, path: [...issue.path, ...inner.path] }
}

/** Words of our own where the schema has none: what zod says by itself speaks of types and not of what to do. */
function wordsOf(issue: z.core.$ZodIssue): string {
  if (!/^(Invalid|Too |Unrecognized)/.test(issue.message)) return issue.message
  switch (issue.code) {
    case 'invalid_type':
      return issue.message.endsWith('received undefined') ? 'is missing' : `must be ${typeWords.get(issue.expected) ?? issue.expected}`
    case 'too_big':
      return issue.origin === 'string' ? `must have at most ${issue.maximum} characters` : `must ${holdOrBe(issue.origin)} at most ${issue.maximum}`
    case 'too_small':
      if (issue.origin !== 'string') return `must ${holdOrBe(issue.origin)} at least ${issue.minimum}`
      return issue.minimum === 1 ? 'must not be empty' : `must have at least ${issue.minimum} characters`
    case 'invalid_format':
      return formatWords.get(issue.format) ?? 'is not in the expected form'
    case 'invalid_value':
      return `must be one of: ${issue.values.join(', ')}`
    case 'unrecognized_keys':
      return `is not expected here: ${issue.keys.join(', ')}`
    default:
      return 'is not right'
  }
}

const holdOrBe = (origin: string) => (origin === 'array' || origin === 'set' || origin === 'map' ? 'hold' : 'be')

const typeWords = new Map([
  ['string', 'a text'],
  ['number', 'a number'],
  ['int', 'a whole number'],
  ['boolean', 'true or false'],
  ['array', 'a list'],
  ['object', 'an object'],
  ['record', 'an object'],
])

const formatWords = new Map([
  ['email', 'must be an e-mail address like anna@example.org'],
  ['url', 'must be a web address like https://example.org'],
  ['datetime', 'must be a time like 2026-11-21T14:05:00+03:00'],
  ['date', 'must be a date like 1984-05-31'],
])

function placeOf(root: string, path: readonly PropertyKey[]): string {
  return path.reduce<string>((at, key) => (typeof key === 'number' ? `${at}[${key}]` : at ? `${at}.${String(key)}` : String(key)), root)
}
