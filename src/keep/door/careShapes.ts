import { z } from 'zod'
import { customer, customers, unitCode } from './pieces.ts'

// Who of the company looks after customers, and which units it has: a part of the door's contract.

export const careInputs = {
  /** A page of those whom work can be given to, or those of these numbers. */
  colleagues: z.union([
    z.object({ ids: z.array(z.int()).max(1000) }),
    z.object({ after: z.int().nullable().default(null), limit: z.int().min(1).max(201).default(100) }),
  ]),
  /** Units by their codes, with those below them where that is asked for; or by their numbers. Closed ones too. */
  units: z.union([z.object({ codes: z.array(unitCode).max(20), below: z.boolean().default(false) }), z.object({ ids: z.array(z.int()).max(1000) })]),
  /** Which of these customers are not seen by whom they are to be given to. Of customers the asker does not see nothing is said. */
  unseen: z.object({ pairs: z.array(z.object({ staff: z.int(), customer })).max(1000) }),
  /** Which units look after these customers: these and no others. */
  setUnits: z.object({ customers, units: z.array(unitCode).max(20) }),
  /** Who of the staff is responsible for them; null: nobody. Where it is not `was`, whom somebody saw, nobody is changed. */
  setOwner: z.object({ customers, staff: z.int().nullable(), was: z.int().nullable().optional() }),
} as const

/** Why somebody does not see a customer: their role sees none, only those of these units (their own), or only whom they are responsible for. */
export type WhyUnseen = { why: 'role' | 'units' | 'own'; units: string[] }

export type CareOutputs = {
  colleagues: { id: number; name: string; role: string }[]
  units: { id: number; code: string; retired: boolean }[]
  unseen: (WhyUnseen & { staff: number; customer: number })[]
  /** Those for whom it was otherwise. */
  setUnits: { changed: number[] }
  /** `stale`: whose it is now, where it is not whose it was when somebody saw it; nothing was changed then. */
  setOwner: { changed: number[]; stale: { customer: number; staff: number | null }[] }
  /** Units as codes, a colleague by name. */
  careChanges: {
    items: { what: 'units' | 'owner'; was: string[]; became: string[]; at: string; by: { kind: string; name: string | null } }[]
    next: { at: string; id: number } | null
  }
}
