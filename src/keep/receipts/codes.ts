import { hash } from 'node:crypto'
import { assert } from '../../platform/errors.ts'
import type { Operation } from './deeds.ts'
import type { CodesRow } from './tables.ts'
import { canonical } from './verify/canonical.ts'
import type { ReceiptCodesJson } from './verify/receipt.ts'

/**
 * Everything in a receipt that many receipts share: who by kind, role and unit, what for, which attributes, what was decided and
 * why. Codes only. Lists may be absent; all but `reasons` are sets.
 */
export type ReceiptCodes = Omit<ReceiptCodesJson, 'operation'> & { operation: Operation }

/** Codes ready to be written: their number, their canonical JSON, their row. */
export type PreparedCodes = { id: number; text: string; row: CodesRow }

const codeShape = /^[A-Za-z][A-Za-z0-9_.:*+-]{0,99}$/
const looksLikeAValue = /[0-9]{7}/
const mostCodes = 200

/** Checks and numbers codes. The number is 53 bits of the hash of their canonical JSON, so equal codes have one number. */
export function prepareCodes(codes: ReceiptCodes): PreparedCodes {
  const json = {
    activity: codes.activity,
    actor: codes.actor,
    decision: codes.decision,
    operation: codes.operation,
    policy: codes.policy,
    purpose: codes.purpose,
    role: codes.role,
    ...(codes.basis !== undefined && { basis: codes.basis }),
    ...(codes.channel !== undefined && { channel: codes.channel }),
    ...(codes.on_behalf !== undefined && { on_behalf: codes.on_behalf }),
    ...(codes.unit !== undefined && { unit: codes.unit }),
    ...list('categories', asSet(codes.categories)),
    ...list('fields', asSet(codes.fields)),
    ...list('reasons', [...(codes.reasons ?? [])]),
    ...list('recipients', asSet(codes.recipients)),
  } satisfies ReceiptCodes
  for (const value of Object.values(json).flat()) assert(isCode(value), `a receipt holds codes, not "${value.slice(0, 4)}…"`)
  const text = canonical(json)
  return { id: codesId(text), text, row: { codes_id: codesId(text), ...rowOf(json) } }
}

/** The canonical JSON of a stored row, as `prepareCodes` had made it. */
export function codesText(row: CodesRow): string {
  return canonical(codesOf(row))
}

/** A stored row as the codes it was made from. */
export function codesOf(row: CodesRow): ReceiptCodes {
  return {
    activity: row.activity,
    actor: row.actor,
    decision: row.decision,
    operation: row.operation,
    policy: row.policy,
    purpose: row.purpose,
    role: row.role,
    ...(row.basis !== null && { basis: row.basis }),
    ...(row.channel !== null && { channel: row.channel }),
    ...(row.on_behalf !== null && { on_behalf: row.on_behalf }),
    ...(row.unit !== null && { unit: row.unit }),
    ...list('categories', row.categories),
    ...list('fields', row.fields),
    ...list('reasons', row.reasons),
    ...list('recipients', row.recipients),
  }
}

export function codesId(text: string): number {
  return Number.parseInt(hash('sha256', text, 'hex').slice(0, 13), 16) + 1
}

function rowOf(json: ReceiptCodes): Omit<CodesRow, 'codes_id'> {
  return {
    actor: json.actor,
    role: json.role,
    on_behalf: json.on_behalf ?? null,
    activity: json.activity,
    purpose: json.purpose,
    operation: json.operation,
    basis: json.basis ?? null,
    categories: json.categories ?? [],
    fields: json.fields ?? [],
    recipients: json.recipients ?? [],
    decision: json.decision,
    reasons: json.reasons ?? [],
    policy: json.policy,
    channel: json.channel ?? null,
    unit: json.unit ?? null,
  }
}

function list<K extends string>(key: K, values: string[]): { [key in K]?: string[] } {
  const made: { [key in K]?: string[] } = {}
  if (values.length > 0) made[key] = values
  assert(values.length <= mostCodes, `a receipt names at most ${mostCodes} ${key}`)
  return made
}

const asSet = (values: readonly string[] = []) => [...new Set(values)].sort()
/** Whether a text may stand in receipts: a short code with no long number in it. */
export const isCode = (text: string) => codeShape.test(text) && !looksLikeAValue.test(text)
