import { createHash } from 'node:crypto'
import { type Db, sql, type Tx } from '../../platform/db/index.ts'
import type { IdBlocks } from '../../platform/ids/index.ts'
import type { Actor } from '../access/actor.ts'
import type { Keyring } from '../keyring/index.ts'
import type { TermsTables } from './tables.ts'

// Files that prove what somebody said: a scan, a recording, a letter. They are kept with what they prove, and named by it: the words that
// are entered with a file say its SHA-256, and they stand in the chain.

export const largestProof = 10 * 1024 * 1024

export type Proof = { customer: number; proof: number; name: string; mediaType: string; size: number; sha256: Buffer; at: Date }
type ProofDeps = { keyring: Pick<Keyring, 'sealRecord' | 'openRecord'> }

type Kept = { customer: number; name: string; mediaType: string; bytes: Buffer; by: Actor; now: Date }

/** Keeps a file; what nothing is entered by within a day goes again. Gives its number. */
export async function keepProof(deps: ProofDeps & { rowIds: IdBlocks }, db: Db<TermsTables>, file: Kept): Promise<Proof> {
  const { customer, name, mediaType, bytes, by, now } = file
  const proof = await deps.rowIds.one()
  const sha256 = createHash('sha256').update(bytes).digest()
  await db
    .insertInto('keep.proof')
    .values({
      customer_id: customer,
      proof_id: proof,
      name: deps.keyring.sealRecord(place(customer, proof, 'name'), name),
      media_type: mediaType,
      size: bytes.length,
      sha256,
      sealed: deps.keyring.sealRecord(place(customer, proof, 'bytes'), bytes),
      at: now,
      by_kind: by.kind,
      by_id: by.id,
      by_role: by.role,
    })
    .execute()
  return { customer, proof, name, mediaType, size: bytes.length, sha256, at: now }
}

const place = (customer: number, proof: number, what: 'name' | 'bytes') => `proof\0${customer}\0${proof}\0${what}`

const columns = ['customer_id', 'proof_id', 'name', 'media_type', 'size', 'sha256', 'at'] as const
type Row = Pick<TermsTables['keep.proof'], (typeof columns)[number]>

const proofIn = (deps: ProofDeps, row: Row): Proof => ({
  customer: row.customer_id,
  proof: row.proof_id,
  name: deps.keyring.openRecord(place(row.customer_id, row.proof_id, 'name'), row.name).toString('utf8'),
  mediaType: row.media_type,
  size: row.size,
  sha256: row.sha256,
  at: row.at,
})

/** One file of this person, whichever of their ids it was kept under; undefined when there is none. */
export async function findProof(deps: ProofDeps, db: Db<TermsTables>, members: readonly number[], proof: number | undefined): Promise<Proof | undefined> {
  if (proof === undefined) return undefined
  const row = await db
    .selectFrom('keep.proof')
    .select(columns)
    .where('customer_id', 'in', [...members, -1])
    .where('proof_id', '=', proof)
    .executeTakeFirst()
  return row && proofIn(deps, row)
}

/** Its bytes. */
export async function readProof(deps: ProofDeps, db: Db<TermsTables>, { customer, proof }: Pick<Proof, 'customer' | 'proof'>): Promise<Buffer> {
  const { sealed } = await db
    .selectFrom('keep.proof')
    .select('sealed')
    .where('customer_id', '=', customer)
    .where('proof_id', '=', proof)
    .executeTakeFirstOrThrow()
  return deps.keyring.openRecord(place(customer, proof, 'bytes'), sealed)
}

/** The words with which a file is entered: they name it, so that another file is found out. */
export const wordsWith = (words: string, file: Pick<Proof, 'name' | 'sha256'> | undefined): string =>
  file ? [words, `${file.name} · SHA-256 ${file.sha256.toString('hex')}`].filter(Boolean).join('\n') : words

export type Proven = { kind: 'consent' | 'rule' | 'stop' | 'right' | 'mandate' | 'guardian'; ref: string }

type Scoped = { channel: string; topic: string; since: Date }
/** The same for all identities of a person, as what was said is. */
export const ruleProven = (rule: Scoped & { kind: string }): Proven => ({
  kind: 'rule',
  ref: [rule.kind, rule.channel, rule.topic, rule.since.toISOString()].join(' '),
})
export const stopProven = (of: Scoped & { purpose: string }): Proven => ({
  kind: 'stop',
  ref: [of.purpose, of.channel, of.topic, of.since.toISOString()].join(' '),
})
export const consentProven = (hash: Buffer): Proven => ({ kind: 'consent', ref: hash.toString('hex') })

export const guardianProven = (of: { purpose: string; since: Date }): Proven => ({ kind: 'guardian', ref: [of.purpose, of.since.toISOString()].join(' ') })

/** Says what a file proves. */
export async function proves(tx: Tx<TermsTables>, file: Pick<Proof, 'customer' | 'proof'>, what: readonly Proven[]): Promise<void> {
  await sql`insert into keep.proof_of (customer_id, proof_id, kind, ref)
    select ${file.customer}, ${file.proof}, k, r from unnest(${what.map((w) => w.kind)}::text[], ${what.map((w) => w.ref)}::text[]) as t(k, r)
    on conflict do nothing`.execute(tx)
}

/** The files by which these were entered, by what they prove. */
export async function proofsOf(deps: ProofDeps, db: Db<TermsTables>, members: readonly number[]): Promise<(of: Proven) => readonly Proof[]> {
  const { rows } = await sql<Row & Proven>`
    select p.customer_id, p.proof_id, p.name, p.media_type, p.size, p.sha256, p.at, o.kind, o.ref
    from keep.proof_of o join keep.proof p on p.customer_id = o.customer_id and p.proof_id = o.proof_id
    where o.customer_id = any(${[...members]}::bigint[]) order by p.at, p.proof_id limit ${mostShown}`.execute(db)
  const by = Map.groupBy(rows, (row) => `${row.kind} ${row.ref}`)
  return (of) => (by.get(`${of.kind} ${of.ref}`) ?? []).map((row) => proofIn(deps, row))
}

const mostShown = 2000

/** Takes away files that nothing was entered by. */
export async function forgetLooseProofs(db: Db<TermsTables>): Promise<void> {
  for (;;) {
    const { rows } = await sql<{ gone: number }>`select keep.forget_loose_proofs(1000)::int as gone`.execute(db)
    if ((rows[0]?.gone ?? 0) < 1000) return
  }
}
