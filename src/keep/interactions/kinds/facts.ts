import type { Attributes } from '../tables.ts'

// Which values may stand in the clear: a declared number, time, boolean, or a code from a bounded list. Anything else is
// content and is sealed.

export type Value = number | boolean | string

export type Sorted = {
  attrs: { [name: string]: Value } | undefined
  rest: { [name: string]: Value } | undefined
  /** How many values were sent as facts and are kept as content. */
  moved: number
}

const codeShape = /^[\p{L}\p{N}][\p{L}\p{N} _.,/+-]{0,63}$/u

/** Text that may point at a person stands nowhere in the clear: anything with an @, or seven digits in a row (blanks and dashes between them do not help). */
export function namesSomebody(text: string): boolean {
  return text.includes('@') || /\d(?:[\s().-]*\d){6}/.test(text)
}

/**
 * Sorts what was sent as facts by what the kind declares. `admit` says whether a code without a fixed list may (still) be
 * kept: it refuses when the list is full.
 */
export function sortFacts(declared: Attributes, facts: { [name: string]: Value }, admit: (attribute: string, value: string) => boolean): Sorted {
  const out: Sorted = { attrs: undefined, rest: undefined, moved: 0 }
  for (const name in facts) {
    const value = facts[name]
    if (value === undefined) continue
    const fact = asFact(declared[name], name, value, admit)
    if (fact !== undefined) {
      out.attrs ??= {}
      out.attrs[name] = fact
    } else {
      out.rest ??= {}
      out.rest[name] = value
      out.moved += 1
    }
  }
  return out
}

function asFact(declared: Attributes[string] | undefined, name: string, value: Value, admit: (attribute: string, value: string) => boolean): Value | undefined {
  switch (declared?.type) {
    case undefined:
      return undefined
    case 'number':
      return typeof value === 'number' && Number.isFinite(value) ? value : undefined
    case 'boolean':
      return typeof value === 'boolean' ? value : undefined
    case 'time':
      return timeOf(value)
    case 'code':
      return typeof value === 'string' && mayBeCode(value) && (declared.codes ? declared.codes.includes(value) : admit(name, value)) ? value : undefined
  }
}

function timeOf(value: Value): string | undefined {
  if (typeof value !== 'string') return undefined
  const at = /^\d{4}-\d{2}-\d{2}(T.*(Z|[+-]\d{2}:?\d{2}))?$/.test(value) ? Date.parse(value) : Number.NaN
  return Number.isNaN(at) ? undefined : new Date(at).toISOString()
}

/** A short word or two, not a sentence, and not somebody's address or number. */
export const mayBeCode = (text: string) => codeShape.test(text) && !namesSomebody(text)
