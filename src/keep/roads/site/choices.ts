import { type Db, inTransaction, sql, type Tx } from '../../../platform/db/index.ts'
import { receiptsOfSaying } from '../../receipts/index.ts'
import {
  type By,
  endRule,
  lastLeasePast,
  lockPersons,
  type Purpose,
  purposesNow,
  type SaidRule,
  sayRule,
  setTerm,
  stop,
  type Terms,
  type TermsTables,
  termsOf,
  unstop,
  versionsOf,
} from '../../terms/index.ts'
import type { RoadsDeps } from '../deps.ts'
import type { UsedTables } from '../tables.ts'

// What somebody chooses on their preference centre: each switch as on their own page, and how often.

export type Switch = { purpose: Purpose; channel: string; allowed: boolean; notice: { version: number; texts: { [language: string]: string } } | undefined }
export type Choices = { switches: Switch[]; often: number; stopped: boolean; language: string | null }
/**
 * What a page said and what was chosen on it. `on`: switches by "purpose channel", with the version of the text that stood beside. `often`: once
 * in so many days; 0: as the company does; undefined: nothing was said of it.
 */
export type Chosen = {
  shown: ReadonlyMap<string, boolean>
  on: ReadonlySet<string>
  versions: ReadonlyMap<string, number>
  often: Change<number>
  stop: Change<boolean>
  language: string
}
type Change<T> = { was: T; is: T } | undefined

const dayS = 86_400
export const steps = [0, 7, 14, 30, 90] as const
export const keyOf = (s: Pick<Switch, 'channel'> & { purpose: Pick<Purpose, 'purpose'> }) => `${s.purpose.purpose} ${s.channel}`

/** undefined: nobody's any more. */
export async function choicesOf(db: Db<TermsTables> | Tx<TermsTables>, customer: number, now: Date): Promise<Choices | undefined> {
  const { rows } = await sql<{ language: string | null }>`select language from keep.customer where customer_id = ${customer} and status <> 'erased'`.execute(db)
  const [row] = rows
  if (!row) return undefined
  const [terms, purposes] = [await termsOf(db, customer, now), await purposesNow(db)]
  const texts = await versionsOf(
    db,
    [...purposes.values()].flatMap((p) => (p.legalBasis === 'consent' ? (p.notice ?? []) : [])),
  )
  const switches = terms.items.flatMap((item): Switch[] => {
    const purpose = purposes.get(item.purpose)
    if (!purpose || item.topic !== null || !item.changeable || !purpose.checks.has('pressure')) return []
    const latest = texts.get(purpose.notice ?? '')?.at(-1)
    const notice = latest && {
      version: latest.version,
      texts: Object.fromEntries(Object.entries(latest.texts).map(([language, { body }]) => [language, body])),
    }
    return [{ purpose, channel: item.channel, allowed: item.allowed, notice }]
  })
  return { switches, often: oftenOf(terms), stopped: terms.stoppedAt !== null, language: row.language }
}

function oftenOf({ rules }: Terms): number {
  const own = rules.find((r) => r.endedAt === null && r.kind === 'cap' && r.channel === '*' && r.topic === '*')
  return own?.kind === 'cap' ? Math.round(own.windowS / dayS / Math.max(own.contacts, 1)) : 0
}

/** Does what was changed on the page, and nothing that somebody changed elsewhere meanwhile. Settles when nothing older can leave. */
export async function choose(deps: RoadsDeps, customer: number, chosen: Chosen): Promise<void> {
  const now = deps.clock.now()
  const by = { actor: { kind: 'customer' as const, id: customer, role: 'customer' }, now, method: 'site' }
  await inTransaction(deps.db, async (whole) => {
    const within = { deps, tx: whole.$pickTables<keyof UsedTables>(), customer, by }
    await lockPersons(within.tx.$pickTables(), [customer])
    const before = await choicesOf(within.tx.$pickTables(), customer, now)
    if (!before) return
    const stopping = changed(chosen.stop, before.stopped)
    if (stopping !== undefined) await sayStop(within, stopping)
    // The wider first: what is chosen of a part beside it is the newer word.
    for (const one of before.switches.toSorted((a, b) => a.purpose.above.length - b.purpose.above.length)) {
      const key = keyOf(one)
      const was = chosen.shown.get(key)
      // A switch that was not on their page says nothing.
      const allowed = was === undefined ? undefined : changed({ was, is: chosen.on.has(key) }, one.allowed)
      if (allowed !== undefined) await saySwitch(within, one, { allowed, language: chosen.language, version: chosen.versions.get(one.purpose.purpose) })
    }
    const often = changed(chosen.often, before.often)
    if (often !== undefined) await sayOften(within, often)
  })
  await lastLeasePast(deps.db.$pickTables(), [customer], deps.clock)
}

/** What they changed on their page, where it is not so already. What they left as it stood there says nothing: somebody may have changed it since. */
const changed = <T>(choice: Change<T>, stands: T): T | undefined => (choice && choice.is !== choice.was && choice.is !== stands ? choice.is : undefined)

type Within = { deps: RoadsDeps; tx: Tx<UsedTables>; customer: number; by: By & { method: string } }

async function sayStop(within: Within, stopping: boolean): Promise<void> {
  const { deps, tx, customer, by } = within
  await (stopping ? stop(deps, tx.$pickTables(), { customer }, by) : unstop(tx.$pickTables(), { customer }, by))
  await receipt(within, ['stop', stopping ? 'yes' : 'no'])
}

type Beside = { allowed: boolean; language: string; version: number | undefined }

async function saySwitch(within: Within, { purpose: { purpose }, channel }: Switch, { allowed, language, version }: Beside): Promise<void> {
  const { deps, tx, customer, by } = within
  const shown = { language, ...(version !== undefined && { version }) }
  await setTerm(deps, tx.$pickTables(), { customer, purpose, channel, topic: null, allowed, shown, said: 'The preference centre on the site.' }, by)
  await receipt(within, [purpose, channel, '*', allowed ? 'yes' : 'no'], purpose)
}

async function sayOften(within: Within, often: number): Promise<void> {
  const { deps, tx, customer, by } = within
  const { rules } = await termsOf(tx.$pickTables(), customer, by.now)
  const own = rules.find((r) => r.endedAt === null && r.kind === 'cap' && r.channel === '*' && r.topic === '*')
  const rule: SaidRule = { kind: 'cap', channel: '*', topic: '*', contacts: 1, windowS: often * dayS }
  if (often > 0) await sayRule(deps, tx.$pickTables(), { customer, rule }, by)
  else if (own) await endRule(tx.$pickTables(), { customer, rule: own.rule }, by)
  await receipt(within, often > 0 ? ['rule', 'cap'] : ['unrule'])
}

async function receipt({ tx, customer, by }: Within, said: readonly string[], purpose?: string): Promise<void> {
  const deed = purpose === undefined ? { deed: 'terms' as const } : { deed: 'consent' as const, purpose }
  await receiptsOfSaying(tx, [{ customer, ...deed, said, road: { kind: 'portal' } }], by.now)
}
