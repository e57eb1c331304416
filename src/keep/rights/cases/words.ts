import { assert } from '../../../platform/errors.ts'
import { type Keyring, sealText, unseal } from '../../keyring/index.ts'

// What people wrote in a case, sealed under the customer's own key: with the key gone, so are the words.

type Part = 'said' | 'answer' | 'evidence' | 'holder' | 'contest' | 'decision'
type Place = { customer: number; id: number; part: Part }
const placeOf = ({ customer, id, part }: Place) => `rights\0${customer}\0${id}\0${part}`

/** Seals words about this customer; the key is on disk before. */
export async function wordsSealer(
  keyring: Keyring,
  customer: number,
): Promise<(place: Omit<Place, 'customer'>, words: object | string | null) => Buffer | null> {
  const key = (await keyring.keysFor([customer], 'content')).get(customer)
  return (place, words) => {
    if (words === null) return null
    assert(key, 'a customer without a key')
    return sealText(key, placeOf({ customer, ...place }), typeof words === 'string' ? words : JSON.stringify(words))
  }
}

export type Opener = (place: Place, sealed: Buffer | null) => string | null

/** Opens words about these customers. Whoever calls this has a decision and a receipt. */
export async function wordsOpener(keyring: Pick<Keyring, 'existingKeys'>, customers: readonly number[]): Promise<Opener> {
  const keys = await keyring.existingKeys([...new Set(customers)], 'content')
  return (place, sealed) => {
    const key = sealed ? keys.get(place.customer) : undefined
    return key && sealed ? (unseal(key, placeOf(place), sealed)?.toString('utf8') ?? null) : null
  }
}

export type Said = { words: string | null; value: string | null }
export type Answer = { words?: string; put_off?: string }

/** What was written there under these names; nothing where it does not open. */
export function partsOf(text: string | null): { readonly [name: string]: string | undefined } {
  const read: unknown = text === null ? {} : JSON.parse(text)
  if (typeof read !== 'object' || read === null) return {}
  return Object.fromEntries(Object.entries(read).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])))
}
