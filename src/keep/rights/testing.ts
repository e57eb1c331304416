import { sql } from '../../platform/db/index.ts'
import type { Keep } from '../open.ts'
import { askErasure, previewErasure, takeBackErasure } from './erasure/ask.ts'
import { askPart, previewPart, takeBackPart } from './erasure/askPart.ts'
import { oneStep } from './erasure/run.ts'
import { findErasure } from './erasure/store.ts'
import type { Hold, PartCovers, Reason } from './shapes.ts'

// What tests of erasing are given: a colleague who asks, and steps one after another.

export const officer = { kind: 'staff', id: 7, role: 'privacy' } as const
type Open = Pick<Keep, 'rights' | 'clock'>

/** Asks for somebody to be erased, as whoever has just looked; gives the number of the erasure. */
export async function asks(
  { rights, clock }: Open,
  customer: number,
  o: { days?: number; reason?: Reason; members?: readonly number[]; seen?: string } = {},
): Promise<number> {
  const { etag } = await previewErasure(rights.deps, o.members ?? [customer])
  const evidence = { kind: 'letter', filed: 'Folder 12' } as const
  const asked = { customer, seen: o.seen ?? etag, reason: o.reason ?? 'request', evidence, days: o.days ?? 0, by: officer, device: undefined } as const
  return (await askErasure(rights.deps, asked, clock.now())).erasure_id
}

/** Asks for a part of somebody to be erased, as whoever has just looked; gives the number of the erasure. */
export async function asksPart(
  { rights, clock }: Open,
  customer: number,
  covers: PartCovers,
  o: { days?: number; members?: readonly number[]; seen?: string } = {},
): Promise<number> {
  const { etag } = await previewPart(rights.deps, o.members ?? [customer], covers)
  const evidence = { kind: 'letter', filed: 'Folder 12' } as const
  const asked = { customer, covers, seen: o.seen ?? etag, reason: 'request', evidence, days: o.days ?? 0, by: officer, device: undefined } as const
  return (await askPart(rights.deps, asked, clock.now())).erasure_id
}
export const partTakenBack = ({ rights, clock }: Open, id: number) => takeBackPart(rights.deps, { id, by: officer, device: undefined }, clock.now())

export const heldBy = async ({ rights }: Open, members: readonly number[]): Promise<Hold[]> => (await previewErasure(rights.deps, members)).holds
export const takesBack = ({ rights, clock }: Open, id: number) => takeBackErasure(rights.deps, { id, by: officer, device: undefined }, clock.now())
export const stateOf = async ({ rights }: Open, id: number) => (await findErasure(rights.deps.db.$pickTables(), id))?.state
export const stepOf = async ({ rights }: Open, id: number) => (await findErasure(rights.deps.db.$pickTables(), id))?.step ?? null
export const step = ({ rights }: Open, id: number) => oneStep(rights.deps, id)

/** Goes on until it is over; waits for other writers as long as there are any. */
export async function toTheEnd(open: Open, id: number): Promise<void> {
  while ((await step(open, id)) !== 'over');
}

/** Whom it went, table by table, as it was counted. */
export async function countedOf({ rights }: Open, id: number): Promise<Record<string, number>> {
  const { rows } = await sql<{ part: string; gone: number }>`select part, gone from keep.erasure_gone where erasure_id = ${id} order by part`.execute(
    rights.deps.db,
  )
  return Object.fromEntries(rows.map(({ part, gone }) => [part, gone]))
}
