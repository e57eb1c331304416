import { createHash } from 'node:crypto'
import type { z } from 'zod'
import { type Db, sql } from '../../platform/db/index.ts'
import type { Caller } from '../caller.ts'
import type { FactTables } from '../catalogue/index.ts'
import type { House } from '../house.ts'
import { seenAmong, type Within, withinOf } from '../within.ts'
import { refOf } from '../work/index.ts'
import type { Asking } from './asking.ts'
import { membersOf } from './choosing.ts'
import type { sampleRule } from './contract.ts'
import type { Rule } from './rule.ts'

/** How many are opened: enough to see whether the rule means what was meant. */
const many = 10
const page = 50
/** Where somebody sees few of all customers: then the sample is smaller. */
const mostPages = 40

/**
 * Some of those whom a rule chooses, from all over the house and the same for the same rule, so that looking again opens nobody else; only whom the caller
 * sees.
 */
export async function sampleOf(db: Db<FactTables>, rule: Rule, asking: Asking, within: Within | undefined): Promise<number[]> {
  const begin = await placeOf(db, rule)
  const found = await seenFrom(db, { rule, asking, within }, { after: begin, upTo: Number.POSITIVE_INFINITY, count: many })
  if (found.length === many) return found
  return [...found, ...(await seenFrom(db, { rule, asking, within }, { after: 0, upTo: begin, count: many - found.length }))]
}

type Chosen = { rule: Rule; asking: Asking; within: Within | undefined }

async function seenFrom(db: Db<FactTables>, { rule, asking, within }: Chosen, at: { after: number; upTo: number; count: number }): Promise<number[]> {
  const found: number[] = []
  let { after } = at
  for (let pages = 0; pages < mostPages && found.length < at.count; pages++) {
    const members = await membersOf(db, rule, asking, { after, limit: within ? page : at.count })
    const here = members.filter((person) => person <= at.upTo)
    const seen = await seenAmong(db, within, here)
    found.push(...here.filter((person) => seen.has(person)))
    const last = members.at(-1)
    if (last === undefined || here.length < members.length) break
    after = last
  }
  return found.slice(0, at.count)
}

/** After whom to begin: a place that the rule alone decides. */
async function placeOf(db: Db<FactTables>, rule: Rule): Promise<number> {
  const { rows } = await sql<{
    least: number | null
    most: number | null
  }>`select min(customer_id) as least, max(customer_id) as most from fact.derived`.execute(db)
  const [{ least = null, most = null } = {}] = rows
  if (least === null || most === null) return 0
  const part = createHash('sha256').update(JSON.stringify(rule)).digest().readUInt32BE(0) / 2 ** 32
  return Math.floor(least - 1 + part * (most - least))
}

/** The same with their names, as far as this purpose opens them to the caller: each that is opened has a receipt. */
export async function shownSample(house: House, caller: Caller, { rule, asking }: { rule: Rule; asking: Asking }): Promise<z.input<typeof sampleRule.output>> {
  const customers = await sampleOf(house.db.$pickTables(), rule, asking, withinOf(caller))
  if (customers.length === 0) return { items: [] }
  const previews = await house.door.ask(caller.as, 'preview', { customers, purpose: asking.use, reason: { kind: 'list' }, beyond: 'hide' })
  return { items: previews.map((preview) => refOf(house.ids, preview)) }
}
