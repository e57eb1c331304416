import { inTransaction, sql } from '../../../platform/db/index.ts'
import { receiptsOfSaying } from '../../receipts/index.ts'
import {
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
  termsOf,
  unstop,
  versionsOf,
} from '../../terms/index.ts'
import type { RoadsDeps } from '../deps.ts'

// What somebody chooses on their preference centre: each switch as on their own page, and how often.

export type Switch = { purpose: Purpose; channel: string; allowed: boolean; notice: { version: number; texts: { [language: string]: string } } | undefined }
export type Choices = { switches: Switch[]; often: number; stopped: boolean; language: string | null }
/** `on`: switches by "purpose channel", with the version of the text that stood beside. `often`: once in so many days; 0: as the company does. */
export type Chosen = {
  shown: ReadonlyMap<string, boolean>
  on: ReadonlySet<string>
  versions: ReadonlyMap<string, number>
  often: number
  stop: boolean
  language: string
}

const dayS = 86_400
export const steps = [0, 7, 14, 30, 90] as const
export const keyOf = (s: Pick<Switch, 'channel'> & { purpose: Pick<Purpose, 'purpose'> }) => `${s.purpose.purpose} ${s.channel}`

/** undefined: nobody's any more. */
export async function choicesOf(deps: RoadsDeps, customer: number): Promise<Choices | undefined> {
  const { rows } = await sql<{ language: string | null }>`select language from keep.customer where customer_id = ${customer} and status <> 'erased'`.execute(
    deps.db,
  )
  const [row] = rows
  if (!row) return undefined
  const db = deps.db.$pickTables()
  const [terms, purposes] = [await termsOf(db, customer, deps.clock.now()), await purposesNow(db)]
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
  const before = await choicesOf(deps, customer)
  if (!before) return
  await inTransaction(deps.db, async (tx) => {
    await lockPersons(tx.$pickTables(), [customer])
    const receipt = (said: readonly string[], purpose?: string) =>
      receiptsOfSaying(
        tx,
        [{ customer, deed: purpose === undefined ? 'terms' : 'consent', ...(purpose !== undefined && { purpose }), said, road: { kind: 'portal' } }],
        now,
      )
    if (chosen.stop !== before.stopped) {
      await (chosen.stop ? stop(deps, tx.$pickTables(), { customer }, by) : unstop(tx.$pickTables(), { customer }, by))
      await receipt(['stop', chosen.stop ? 'yes' : 'no'])
    }
    for (const one of before.switches) {
      const key = keyOf(one)
      const allowed = chosen.on.has(key)
      // A switch that was not on their page, or that they left as it stood there, says nothing.
      if (chosen.shown.get(key) === undefined || chosen.shown.get(key) === allowed || one.allowed === allowed) continue
      const { purpose, channel } = one
      const version = chosen.versions.get(purpose.purpose)
      const shown = { language: chosen.language, ...(version !== undefined && { version }) }
      await setTerm(
        deps,
        tx.$pickTables(),
        { customer, purpose: purpose.purpose, channel, topic: null, allowed, shown, said: 'The preference centre on the site.' },
        by,
      )
      await receipt([purpose.purpose, channel, '*', allowed ? 'yes' : 'no'], purpose.purpose)
    }
    if (chosen.often !== before.often) {
      const { rules } = await termsOf(tx.$pickTables(), customer, now)
      const own = rules.find((r) => r.endedAt === null && r.kind === 'cap' && r.channel === '*' && r.topic === '*')
      const rule: SaidRule = { kind: 'cap', channel: '*', topic: '*', contacts: 1, windowS: chosen.often * dayS }
      if (chosen.often > 0) await sayRule(deps, tx.$pickTables(), { customer, rule }, by)
      else if (own) await endRule(tx.$pickTables(), { customer, rule: own.rule }, by)
      await receipt(chosen.often > 0 ? ['rule', 'cap'] : ['unrule'])
    }
  })
  await lastLeasePast(deps.db.$pickTables(), [customer], deps.clock)
}
