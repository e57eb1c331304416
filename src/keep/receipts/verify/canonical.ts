// JSON in the one form that is hashed: RFC 8785 for strings, integers, booleans, arrays and objects. What receipts never
// hold (null, fractions, numbers past 2^53 - 1) is refused, so none of the RFC's number corners can be reached.

export type Canonical = string | number | boolean | readonly Canonical[] | { readonly [key: string]: Canonical }

/**
 * Gives the canonical text of a value. Keys stand in the order of their UTF-16 code units (RFC 8785, section 3.2.3);
 * strings are written as JSON.stringify writes them (3.2.2.2). Throws a TypeError for a number that is not a safe
 * integer, a string that is not well-formed UTF-16, null and undefined.
 */
export function canonical(value: Canonical): string {
  if (typeof value === 'string') return canonicalString(value)
  if (typeof value === 'boolean') return value ? 'true' : 'false'
  if (typeof value === 'number') return canonicalInteger(value)
  if (isList(value)) return `[${value.map(canonical).join(',')}]`
  if (typeof value !== 'object' || value === null) throw new TypeError(`canonical JSON here holds no ${value === null ? 'null' : typeof value}`)
  const members = Object.keys(value)
    .sort()
    .map((key) => `${canonicalString(key)}:${canonical(memberOf(value, key))}`)
  return `{${members.join(',')}}`
}

function canonicalString(text: string): string {
  if (!text.isWellFormed()) throw new TypeError('canonical JSON holds no lone surrogates')
  return JSON.stringify(text)
}

function canonicalInteger(value: number): string {
  if (!Number.isSafeInteger(value)) throw new TypeError(`canonical JSON here holds whole numbers up to 2^53 - 1, not ${value}`)
  return Object.is(value, -0) ? '0' : String(value)
}

function memberOf(value: { readonly [key: string]: Canonical }, key: string): Canonical {
  const member = value[key]
  if (member === undefined) throw new TypeError(`canonical JSON holds no undefined (at "${key}")`)
  return member
}

// Array.isArray does not narrow readonly arrays.
function isList(value: Canonical): value is readonly Canonical[] {
  return Array.isArray(value)
}
