import { z } from 'zod'
import type { ConsentTold } from '../terms/shapes.ts'
import { customer } from './pieces.ts'

// What somebody agreed to and refused: a part of the door's contract.

const page = {
  after: z
    .object({ at: z.iso.datetime(), id: z.string().max(64) })
    .nullable()
    .default(null),
  limit: z.int().min(1).max(200),
}

export const consentInputs = {
  /** Records of one customer, the one that changed last first. */
  consents: z.object({ customer, ...page }),
  myConsents: z.object(page),
  /** One record of one customer, to be printed for whoever asks for proof. */
  consentProof: z.object({ customer, record: z.string().regex(/^[0-9a-f]{32}$/) }),
} as const

type Told = { items: ConsentTold[]; next: { at: string; id: string } | null }
type Proof = {
  record: ConsentTold
  /** Receipts that name it: when somebody said yes or no to it, and where that stands in the log; null while no checkpoint covers it. */
  receipts: { seq: number; at: string; leaf: string; stands: { position: number; size: number; signed_at: string } | null }[]
  /** Of the log. */
  key: string
}
export type ConsentOutputs = { consents: Told; myConsents: Told; consentProof: Proof }
