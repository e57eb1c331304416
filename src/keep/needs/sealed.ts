import { randomBytes } from 'node:crypto'
import { notFound } from '../../platform/errors.ts'
import { type Keyring, sealText, unseal } from '../keyring/index.ts'

// The words of needs and answers, under the content key of whose they are.

export type Sealing = { keyring: Pick<Keyring, 'keysFor' | 'existingKeys'> }

type Place = { customer_id: number; need_id: number }

export const needPlace = ({ customer_id, need_id }: Place) => `need\0${customer_id}\0${need_id}`
export const evidencePlace = ({ customer_id, need_id }: Place) => `need evidence\0${customer_id}\0${need_id}`
export const answerPlace = ({ customer_id, need_id, answer_id }: Place & { answer_id: number }) => `need answer\0${customer_id}\0${need_id}\0${answer_id}`

/** Seals words of one customer, each for its place. Throws not_found for whom there is no key: they were erased. */
export async function sealer({ keyring }: Sealing, customer: number): Promise<(place: string, words: string) => Buffer> {
  const key = (await keyring.keysFor([customer], 'content')).get(customer)
  if (!key) throw notFound()
  return (place, words) => sealText(key, place, words)
}

/** Opens words of these customers; null where they are gone. */
export async function opener(
  { keyring }: Sealing,
  customers: readonly number[],
): Promise<(customer: number, place: string, sealed: Buffer | null) => string | null> {
  const keys = await keyring.existingKeys([...new Set(customers)], 'content')
  return (customer, place, sealed) => {
    const key = keys.get(customer)
    return (sealed && key && unseal(key, place, sealed)?.toString('utf8')) ?? null
  }
}

/** A number by lot, 52 bits: it tells neither when it was drawn nor what was drawn beside it. */
export const byLot = (): number => Number(randomBytes(8).readBigUInt64BE() >> 12n) + 1
