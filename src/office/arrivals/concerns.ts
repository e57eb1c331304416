import type { Credential, Outputs } from '../../keep/door/contract.ts'
import { askingFor, chosenAmong, findAudiences, membersOf, type Rule, rule as ruleShape } from '../audiences/index.ts'
import type { House } from '../house.ts'

// Whom a good concerns, as of now: the rule says who is close, the gate says who would hear of it.

export type Good = { sku: string; title: string; category: string | null; price: number | null; currency: string | null; added_at: Date | null }

const use = 'marketing'
/** Twice is a liking; once is a present for somebody. */
const fewestBought = 2
/** So many are looked at; of more the figures would take longer than somebody waits. */
const mostClose = 20_000
const atOnce = 10_000

/** People who bought of this category at least twice in two years. */
const closeRule = (category: string): Rule =>
  ruleShape.parse({
    all: [{ bought: { category: [category], within_days: 730, at_least: fewestBought } }, { about: { fact: 'kind', is: 'one_of', value: ['person'] } }],
  })

/** The same without those who have it. */
export const letterRule = (good: { sku: string; category: string }): Rule => {
  const close = closeRule(good.category)
  return { ...close, all: [...close.all, { bought: { sku: [good.sku], at_least: 0, at_most: 0 } }] }
}

type Verdict = Pick<NonNullable<Outputs['decide']['each']>[number], 'customer' | 'decision' | 'reason'>
export type Concerned = { close: number[]; hear: number[]; left: Verdict[] }

/** Each of those who are close, with what would be said of a letter to them. Hours only put it off: whoever sleeps now hears of it in the morning. */
export async function concernedBy(house: House, as: Credential, good: { sku: string; category: string }, now: Date): Promise<Concerned> {
  const { db, door, ids } = house
  const rule = closeRule(good.category)
  const asking = await askingFor({ door, find: findAudiences({ db: db.$pickTables(), ids }) }, { use, now, rule })
  const close: number[] = []
  for (let after = 0; close.length < mostClose; ) {
    const some = await membersOf(db, rule, asking, { after, limit: atOnce })
    if (some.length === 0) break
    close.push(...some)
    after = some.at(-1) ?? after
  }
  const had = await chosenAmong(db, ruleShape.parse({ all: [{ bought: { sku: [good.sku], at_least: 1 } }] }), asking, close)
  const others = close.filter((customer) => !had.has(customer))
  const { each = [] } = await door.ask(as, 'decide', { customers: others, purpose: use, topic: good.category, channel: 'email', each: true })
  const hears = ({ decision, reason }: Verdict) => decision === 'allow' || (decision === 'later' && (reason === 'quiet_hours' || reason === 'inferred_hours'))
  return {
    close,
    hear: each.filter(hears).map(({ customer }) => customer),
    left: [...each.filter((one) => !hears(one)), ...[...had].map((customer) => ({ customer, decision: 'deny' as const, reason: 'has_it' }))],
  }
}
