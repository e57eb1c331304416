import { type Db, sql } from '../../../platform/db/index.ts'
import { AppError, assert } from '../../../platform/errors.ts'
import { joined } from '../../../platform/joined.ts'
import { remembered } from '../../../platform/remembered.ts'
import type { Actor } from '../actor.ts'
import { noteSeldom } from '../audit/note.ts'
import type { AccessTables } from '../tables.ts'

// How many persons somebody may open within an hour: a taken-over session sees that many and no more.

export const personsAnHour = 300
const hourMs = 3_600_000
const mostKnown = 20_000
const noteEveryMs = 600_000

export type Spending = { actor: Actor; customers: readonly number[]; now: Date }

export type Budgets = {
  /** Throws too_many, and nothing is spent, when the actor's open budget does not cover these customers: ask before anything is opened. */
  spend(spending: Spending): Promise<void>
}

/**
 * The open budgets, for one process: spendings of the same moment are one statement. It remembers who was opened and since when,
 * for they cost nothing again within the hour, whatever another process opens.
 */
export function openBudgets(db: Db<AccessTables>): Budgets {
  const known = remembered<true>(mostKnown)
  const keyOf = (actor: Actor, customer: number) => `${actor.kind} ${actor.id} ${customer}`
  const spendTogether = joined<Spending, Date>((spendings) => spendOpenBudgets(db, spendings))
  return {
    async spend({ actor, customers, now }) {
      if (!isLimited(actor)) return
      const fresh = customers.filter((customer) => known.get(keyOf(actor, customer), now) === undefined)
      if (fresh.length === 0) return
      const since = await spendTogether({ actor, customers: fresh, now }).catch(async (error: unknown) => {
        if (error instanceof AppError) await noteSeldom(db, { by: actor, act: 'budget.ended', facts: { persons: fresh.length }, now }, noteEveryMs)
        throw error
      })
      for (const customer of fresh) known.set(keyOf(actor, customer), true, new Date(since.getTime() + hourMs))
    },
  }
}

/** Customers looking at themselves and our own jobs have no budget to spend. */
const isLimited = (actor: Actor) => actor.kind !== 'customer' && actor.kind !== 'service'

/**
 * Spends the open budget of each actor on these customers; those opened within the last hour cost nothing. Gives for each since
 * when the first of its customers has been open, or a refusal (too_many, and nothing is spent) when the budget does not cover it.
 */
async function spendOpenBudgets(db: Db<AccessTables>, spendings: readonly Spending[]): Promise<(Date | AppError)[]> {
  const now = new Date(Math.max(...spendings.map((s) => s.now.getTime())))
  const asked = spendings.map((s) => ({ ...s, customers: distinct(s.customers) }))
  const spent = await sql<{ nth: number; others: number; allowed: number; first_at: Date | null }>`
    select nth, others, allowed, first_at from keep.spend_open_budgets(${asked.map((s) => s.actor.kind)}::text[], ${asked.map((s) => s.actor.id)}::bigint[],
      ${asked.map((s) => `{${s.customers.join(',')}}`)}::text[], ${now}, ${new Date(now.getTime() - hourMs)}, ${personsAnHour})`.execute(db)
  const answers = new Map(spent.rows.map((row) => [row.nth, row.first_at ?? tooMany(row)]))
  return asked.map((_, i) => {
    const answer = answers.get(i + 1)
    assert(answer, 'a budget that was neither spent nor refused')
    return answer
  })
}

const tooMany = ({ others, allowed }: { others: number; allowed: number }) =>
  new AppError('too_many', `You have opened ${others} people within an hour; the limit is ${allowed}. Ask for more, and a colleague can approve it.`, {
    retryAfterSeconds: 600,
  })

const distinct = (customers: readonly number[]) => [...new Set(customers)].sort((a, b) => a - b)
