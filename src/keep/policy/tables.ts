import type { GateTables } from '../gate/index.ts'
import type { TermsTables } from '../terms/index.ts'

/** What everybody came to: by purpose whom any of its channels reaches now, and by channel how often the gate said what. */
export type Counted = {
  people: number
  purposes: { purpose: string; reachable: number; channels: { channel: string; said: { [code: string]: number } }[] }[]
}

export type PolicyTables = {
  'keep.reach_board': {
    board_id: number
    asked_at: Date
    by_kind: string
    by_id: number
    counted_at: Date | null
    took_ms: number | null
    policy: string | null
    counts: Counted | null
  }
}

export type PolicyDb = PolicyTables & GateTables & TermsTables
