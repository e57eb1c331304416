import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Opaque } from '../../platform/ids/index.ts'
import type { Keyring } from '../keyring/index.ts'

// The link of a question names it and proves that we wrote it: nobody guesses 256 bits, and no other kind of link is one of these.

type Named = { customer: number; question: number }
type Deps = { keyring: Pick<Keyring, 'own'>; ids: Opaque }

const proofOf = (keyring: Deps['keyring'], { customer, question }: Named): string =>
  createHmac('sha256', keyring.own('links')).update(['question', customer, question].join('\0')).digest('base64url')

export const tokenOf = ({ keyring, ids }: Deps, of: Named): string =>
  `${ids.show('customer', of.customer)}.${ids.show('question', of.question)}.${proofOf(keyring, of)}`

/** Whose question a link is about; undefined for one that we did not write. */
export function readToken({ keyring, ids }: Deps, token: string): Named | undefined {
  const [whose = '', which = '', proof = ''] = token.split('.')
  const [customer, question] = [ids.read('customer', whose), ids.read('question', which)]
  if (customer === undefined || question === undefined) return undefined
  const [said, known] = [Buffer.from(proof), Buffer.from(proofOf(keyring, { customer, question }))]
  return said.length === known.length && timingSafeEqual(said, known) ? { customer, question } : undefined
}
