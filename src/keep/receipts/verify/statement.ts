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

export const statement = z.union([headsStatement, goneStatement])
export type Statement = z.infer<typeof statement>
export type HeadsStatement = z.infer<typeof headsStatement>

export function statementLeaf(said: Statement): Hash {
  return leafHash(toUtf8(canonical(said)))
}
