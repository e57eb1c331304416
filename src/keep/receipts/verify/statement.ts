import { z } from 'zod'
import { toUtf8 } from './bytes.ts'
import { canonical } from './canonical.ts'
import { type Hash, leafHash } from './merkle.ts'

// What the log holds besides receipts: what the house states about all of them at once, for anyone to read.

const at = z.iso.datetime({ precision: 3 })

/**
 * Root of the tree of heads and the number of customers in it. Every receipt at a position below `size` is counted in it.
 */
export const headsStatement = z.strictObject({
  v: z.literal(1),
  at,
  heads: z.strictObject({ count: z.int().nonnegative(), root: z.string().regex(/^[0-9a-f]{64}$/), size: z.int().nonnegative() }),
})

/** That receipts were removed, and how many: at a person's wish, or past the time they are kept. Their leaves stay. */
export const goneStatement = z.strictObject({
  v: z.literal(1),
  at,
  gone: z.strictObject({ count: z.int().positive(), why: z.enum(['erased', 'expired']) }),
})

const code = z.string().regex(/^[a-z][a-z_]{0,39}$/)
const counts = z.record(code, z.int().positive())

/**
 * The certificate of an erasure: what went of somebody and how much of each, what stays, and when. It names nobody; its number is on the
 * paper that the person got.
 */
export const erasureStatement = z.strictObject({
  v: z.literal(1),
  at,
  erasure: z.strictObject({
    number: z.string().regex(/^[A-Za-z0-9_-]{1,80}$/),
    asked_at: at,
    /** Everything, one kind of what was held, or what happened in a span of time. */
    covers: z.union([z.literal('everything'), z.strictObject({ part: code }), z.strictObject({ from: at, to: at })]),
    reason: z.enum(['request', 'retention', 'mistake']),
    /** Rows by category, and what is no row: keys, receipts, copies. */
    gone: counts,
    stays: counts,
  }),
})

/** That a document about the uses of somebody's data was agreed, or that it ended: by its hash, which says nothing to whoever has not the document. */
export const agreementStatement = z.strictObject({
  v: z.literal(1),
  at,
  agreement: z.strictObject({ sha256: z.string().regex(/^[0-9a-f]{64}$/), is: z.enum(['made', 'ended']) }),
})

export const statement = z.union([headsStatement, goneStatement, erasureStatement, agreementStatement])
export type Statement = z.infer<typeof statement>
export type HeadsStatement = z.infer<typeof headsStatement>
export type AgreementStatement = z.infer<typeof agreementStatement>
export type ErasureStatement = z.infer<typeof erasureStatement>

export function statementLeaf(said: Statement): Hash {
  return leafHash(toUtf8(canonical(said)))
}
