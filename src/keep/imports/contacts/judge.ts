import type { Keyring } from '../../keyring/index.ts'
import type { Mapping } from '../shapes.ts'
import type { Contact } from './contact.ts'
import { type Filled, joined, keysOf } from './known.ts'

const details = ['kind', 'role', 'language', 'time_zone', 'country'] as const

/** What becomes of a contact: somebody new, somebody known with something to write, or somebody known with nothing. */
export type Verdict = { contact: Contact; is: 'new' | 'changed' | 'same' }

/**
 * Applies the rule for contacts who are here already. `filled` is what is known behind each identifier and grows with each
 * contact, so that a second row for the same person finds the first.
 */
export function judge(contact: Contact, rule: Mapping['duplicates'], filled: Map<number, Filled>, keyring: Pick<Keyring, 'digest'>): Verdict {
  const keys = keysOf(keyring, contact).map((k) => k.key)
  const held = keys.flatMap((key) => filled.get(key) ?? [])
  const known = held.length > 0
  const before = new Set(held.flatMap((names) => names.split(',')))
  const left = known && rule === 'fill' ? without(contact, before) : contact
  const all = joined([
    ...before,
    ...Object.keys(left.person.fields),
    ...details.filter((name) => left.person[name] !== undefined),
    ...(known ? [] : ['kind', 'role']),
  ])
  const newKeys = keys.filter((key) => !filled.has(key)).length
  if (!known || rule !== 'skip') for (const key of keys) filled.set(key, all)
  if (!known) return { contact, is: 'new' }
  if (rule === 'skip') return refusalOnly(contact)
  const says = Object.keys(left.person.fields).length > 0 || details.some((name) => left.person[name] !== undefined) || left.consents.length > 0
  return { contact: left, is: says || newKeys > 0 ? 'changed' : 'same' }
}

/** Somebody who is left as they are is still heard when the file says that they said no. */
function refusalOnly(contact: Contact): Verdict {
  const consents = contact.consents.filter((c) => c.answer === 'no')
  return consents.length > 0 ? { contact: { ...contact, person: { fields: {} }, consents }, is: 'changed' } : { contact, is: 'same' }
}

/** The contact without what is filled already. */
function without(contact: Contact, filled: ReadonlySet<string>): Contact {
  const fields = Object.fromEntries(Object.entries(contact.person.fields).filter(([name]) => !filled.has(name)))
  const person: Contact['person'] = { fields }
  for (const name of details) if (!filled.has(name) && contact.person[name] !== undefined) Object.assign(person, { [name]: contact.person[name] })
  return { ...contact, person }
}
