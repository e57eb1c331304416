import type { Door, Words } from '../../keep/door/contract.ts'
import { badInput } from '../../platform/errors.ts'
import { type DeclaredField, type Today, zoneOf } from '../lists/index.ts'

// What a rule is read with, besides itself: the moment, what the audience is for, and what the company declared.

export type Field = DeclaredField & { purposes: readonly string[]; retired: boolean }
export type Kind = {
  code: string
  title: Words
  attributes: { [attribute: string]: { type: string; title?: Words | undefined } }
  purposes: readonly string[]
  sensitive: boolean
  retired: boolean
}

export type Asking = Today & {
  /** The purpose it is for. */
  use: string
  /** Customers can say no to that purpose: of whom it was not let, nothing that the company declared is asked. */
  asksLeave: boolean
  /** Asks also what is kept for other purposes: to count whom it leaves out, never to choose by. */
  asksClosed: boolean
  fields: ReadonlyMap<string, Field>
  kinds: ReadonlyMap<string, Kind>
}

/** Throws bad_input when there is no such purpose. */
export async function askingFor(door: Door, at: { use: string; now: Date }): Promise<Asking> {
  const house = { service: 'health' } as const
  const [fields, kinds, purposes, zone] = await Promise.all([
    door.ask(house, 'ownFields', {}),
    door.ask(house, 'kinds', {}),
    door.ask(house, 'purposes', {}),
    zoneOf(door),
  ])
  const use = purposes.find((p) => p.code === at.use)
  if (!use) throw badInput(`purpose: there is no purpose "${at.use}"`, 'purpose')
  return {
    now: at.now,
    zone: zone ?? 'UTC',
    use: use.code,
    asksLeave: use.asks,
    asksClosed: false,
    fields: new Map(fields.map((f) => [f.code, f])),
    kinds: new Map(kinds.map((k) => [k.code, k])),
  }
}

/** Whether this is kept for what the audience is for. */
export const isKeptFor = ({ purposes }: { purposes: readonly string[] }, { use }: Pick<Asking, 'use'>): boolean => purposes.includes(use)
