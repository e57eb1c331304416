import { type Db, sql } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors.ts'
import type { Actor } from './actor.ts'
import type { AccessTables } from './tables.ts'

// How many persons somebody may open within an hour: a taken-over session sees that many and no more.

export const personsAnHour = 300
const hourMs = 3_600_000

export type Spending = { actor: Actor; customers: readonly number[]; now: Date }

/**
 * Spends the open budget of each actor on these customers; those opened within the last hour cost nothing. Gives for each a
 * refusal (too_many, and nothing is spent) when the budget does not cover it: ask before anything is opened. Customers
 * looking at themselves and our own jobs have none to spend.
 */
export async function spendOpenBudgets(db: Db<AccessTables>, spendings: readonly Spending[]): Promise<(AppError | undefined)[]> {
  const answers = spendings.map((): AppError | undefined => undefined)
  const limited = [...spendings.entries()].filter(([, s]) => s.actor.kind !== 'customer' && s.actor.kind !== 'service' && s.customers.length > 0)
  if (limited.length === 0) return answers
  const now = new Date(Math.max(...limited.map(([, s]) => s.now.getTime())))
  const spent = await sql<{ nth: number; others: number; allowed: number }>`
    select nth, others, allowed from keep.spend_open_budgets(${limited.map(([, s]) => s.actor.kind)}::text[], ${limited.map(([, s]) => s.actor.id)}::bigint[],
      ${limited.map(([, s]) => `{${distinct(s.customers).join(',')}}`)}::text[], ${now}, ${new Date(now.getTime() - hourMs)}, ${personsAnHour})`.execute(db)
  for (const { nth, others, allowed } of spent.rows) {
    const [at, spending] = limited[nth - 1] ?? []
    if (at === undefined || !spending || others + distinct(spending.customers).length <= allowed) continue
    const sentence = `You have opened ${others} people within an hour; the limit is ${allowed}. Ask for more, and a colleague can approve it.`
    answers[at] = new AppError('too_many', sentence, { retryAfterSeconds: 600 })
  }
  return answers
}

/** The same for one; throws the refusal. */
export async function spendOpenBudget(db: Db<AccessTables>, actor: Actor, customers: readonly number[], now: Date): Promise<void> {
  const [refused] = await spendOpenBudgets(db, [{ actor, customers, now }])
  if (refused) throw refused
}

const distinct = (customers: readonly number[]) => [...new Set(customers)].sort((a, b) => a - b)
