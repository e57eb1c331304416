import { hash } from 'node:crypto'
import type { z } from 'zod'
import type { AnyDb } from '../../platform/db/index.ts'
import { sql } from '../../platform/db/index.ts'
import type { Keyring } from '../keyring/index.ts'
import { fileRecipient } from './shapes.ts'

// To whom a file is given (docs/decisions/0920). They are named, and how they are told, when it is asked for; each receipt of it bears a mark of the name.

export type FileRecipient = z.output<typeof fileRecipient>
/** With the number of a webhook of the office, where a program of theirs is told. */
export type GivenTo = FileRecipient & { webhook: number | null }
type Sealing = Pick<Keyring, 'sealRecord' | 'openRecord'>

const place = (id: number) => `export\0${id}\0recipient`
const markStart = 'to.'

export const sealRecipient = (keyring: Sealing, id: number, { name, reach }: FileRecipient) =>
  keyring.sealRecord(place(id), Buffer.from(JSON.stringify({ name, reach })))
export const openRecipient = (keyring: Sealing, id: number, sealed: Buffer): FileRecipient =>
  fileRecipient.parse(JSON.parse(keyring.openRecord(place(id), sealed).toString('utf8')))

/** Stands in receipts, which hold codes: half of the SHA-256 of the name, its hexadecimal digits as the letters a to p. */
export const recipientMark = (name: string): string =>
  markStart +
  hash('sha256', name, 'hex')
    .slice(0, 32)
    .replaceAll(/./g, (digit) => String.fromCharCode(97 + Number.parseInt(digit, 16)))
export const isRecipientMark = (code: string): boolean => code.startsWith(markStart)

/** Of those of these exports that are given to somebody: to whom, and what for. */
export async function recipientsOfFiles(
  deps: { db: AnyDb; keyring: Sealing },
  exports: readonly number[],
): Promise<Map<number, FileRecipient & { made_at: Date }>> {
  if (exports.length === 0) return new Map()
  const { rows } = await sql<{ export_id: number; sealed: Buffer; made_at: Date }>`
    select export_id, sealed_recipient as sealed, created_at as made_at from keep.export where sealed_recipient is not null and export_id = any(${[...new Set(exports)]}::bigint[])`.execute(
    deps.db,
  )
  return new Map(rows.map(({ export_id, sealed, made_at }) => [export_id, { ...openRecipient(deps.keyring, export_id, sealed), made_at }]))
}
