import { sql } from '../../../platform/db/index.ts'
import { assert } from '../../../platform/errors.ts'
import type { Asking } from '../asking.ts'
import type { Step } from '../rule.ts'
import { onceOf } from '../walk.ts'
import type { Sql } from './engines.ts'
import { ago, happened, namesProducts, withProducts } from './parts.ts'
import type { Scope } from './question.ts'

// What came after what. From step to step the moments are kept up to which all steps before have come true, so that each step is one pass over two
// lists of moments in order: ten thousand purchases of one customer are no ten thousand squared.

/** Persons of whom the steps came true, in their order, at least once. */
export function sequence(steps: readonly Step[], scope: Scope, asking: Asking): Sql {
  const [first, ...rest] = steps
  assert(first && !('not' in first), 'a rule that was checked')
  const recent = first.within_days === undefined ? sql`` : sql`where "at" >= ${ago(asking.now, first.within_days)}`
  let chain = scope.named(`chain ${JSON.stringify(first)}`, () => sql`select person, "at" from ${moments(first, scope)} o ${recent}`)
  rest.forEach((step, i) => {
    const before = chain
    const made = () => ('not' in step ? withoutAfter(before, step, scope, asking) : comingAfter(before, step, scope))
    chain = scope.named(`chain ${JSON.stringify(steps.slice(0, i + 2))}`, made)
  })
  return sql`select distinct person from ${chain} o`
}

/** When it happened, to whom: person, at. */
export function moments(step: Step, scope: Scope): Sql {
  const once = onceOf(step)
  return scope.named(`moments ${JSON.stringify('event' in once ? once.event : once.bought)}`, () => {
    if ('event' in once) return sql`select person, "at" from ${scope.log()} i where ${happened(once.event)}`
    if (!namesProducts(once.bought)) return sql`select person, "at" from ${scope.standing()} s where not taken_back`
    return sql`select s.person, s."at" from ${scope.standing()} s where not s.taken_back and ${withProducts(once.bought, scope)}`
  })
}

const hours = (days: number) => sql.raw(`interval '${days * 24} hours'`)

/** Both lists in order of time; of one moment, what comes stands before what it is to come after: later means later. */
const inOrder = (before: Sql, coming: Sql) =>
  sql`(select person, "at", false as comes from ${before} a union all select person, "at", true as comes from ${coming} b) both_`
const order = sql`partition by person order by "at", case when comes then 0 else 1 end`

/** The moments of a step that came after a chain, within its days. */
function comingAfter(chain: Sql, step: Exclude<Step, { not: unknown }>, scope: Scope): Sql {
  const near = step.within_days === undefined ? sql`` : sql`and prior >= "at" - ${hours(step.within_days)}`
  return sql`select person, "at" from (
      select person, "at", comes, max(case when comes then null else "at" end) over (${order} rows unbounded preceding) as prior from ${inOrder(chain, moments(step, scope))}) o
    where comes and prior is not null ${near}`
}

/** The chains after which it did not come within the days, and those are over. */
function withoutAfter(chain: Sql, step: Extract<Step, { not: unknown }>, scope: Scope, { now }: Asking): Sql {
  return sql`select person, "at" from (
      select person, "at", comes, min(case when comes then "at" else null end) over (${order} rows between 1 following and unbounded following) as next from ${inOrder(chain, moments(step, scope))}) o
    where not comes and "at" < ${ago(now, step.within_days)} and (next is null or next > "at" + ${hours(step.within_days)})`
}
