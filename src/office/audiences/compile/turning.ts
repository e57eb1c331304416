import { sql } from '../../../platform/db/index.ts'
import { purchaseKinds } from '../../catalogue/index.ts'
import { startOfDay } from '../../lists/index.ts'
import type { Asking } from '../asking.ts'
import type { Condition, Rule, TraitCondition } from '../rule.ts'
import { onceOf, placedDeep } from '../walk.ts'
import type { Engine, Sql } from './engines.ts'
import { happened } from './parts.ts'
import { asksPurchases, kindsOf } from './question.ts'

// Time alone moves people in and out: what was bought thirty days ago was so a moment ago. This says when that can next be, of each person, without
// deciding anything: never later than it is, sometimes sooner, and then nothing has changed.

/** A rule with what it is read by, and by which number its moments are told from those of other rules; moments after `until` are left out. */
export type Timed = { rule: Rule; asking: Asking; key: number; until?: Date }

/**
 * A statement that gives, by key and person, the first moment after now at which a fact of their own may count otherwise: key, person, at. Undefined: time
 * alone changes none of these rules' answers. All rules must be of one moment; what they rest on is read once.
 */
export function turningOf(engine: Engine, timed: readonly Timed[]): Sql | undefined {
  const moments = timed.flatMap(({ rule, asking, key, until }) => {
    const near = until ? sql`and "at" <= ${until}` : sql``
    return conditionsOf(rule, asking)
      .flatMap((condition) => momentsOf(condition, engine, asking))
      .map((some) => sql`select ${sql.lit(key)}::bigint as key, person, "at" from (${some}) m where "at" > ${asking.now} ${near}`)
  })
  if (moments.length === 0) return undefined
  const kinds = [...new Set(timed.flatMap(({ rule, asking }) => kindsOf([rule], asking)))]
  const log = kinds.length > 0 ? [sql`log as (${engine.log(kinds)})`] : []
  return sql`with ${sql.join([...engine.before, ...log])}
    select key, person, min("at") as "at" from (${sql.join(moments, sql` union all `)}) t group by key, person`
}

/** When everybody's answer may change: a day begins in the company's time zone. Undefined: the rule does not speak of days. */
export const nextDayOf = (rule: Rule, asking: Asking): Date | undefined =>
  conditionsOf(rule, asking).some((said) => hangsOnDays(said, asking)) ? startOfDay(asking, 1) : undefined

const conditionsOf = (rule: Rule, asking: Asking): Condition[] => placedDeep(rule, asking.audiences).map(({ condition }) => condition)

/** A moment so many days after it is still within them; the next one is not. */
const after = (days: number) => sql`"at" + ${sql.raw(`interval '${days * 24} hours'`)} + interval '1 microsecond'`
const inLog = (which: Sql, days: readonly (number | undefined)[]): Sql[] =>
  [sql`"at"`, ...days.flatMap((some) => (some === undefined ? [] : [after(some)]))].map((at) => sql`select person, ${at} as "at" from log i where ${which}`)

const purchases = sql`kind in (${sql.join([...purchaseKinds])})`

function momentsOf(said: Condition, engine: Engine, asking: Asking): Sql[] {
  if ('event' in said) return inLog(happened(said.event), [said.event.within_days])
  if ('last_purchase' in said) return inLog(purchases, [said.last_purchase.within_days, said.last_purchase.before_days])
  if ('bought' in said) return inLog(purchases, [said.bought.within_days])
  if ('spent' in said) return inLog(purchases, [said.spent.within_days])
  if ('sequence' in said) {
    const days = said.sequence.flatMap((step, i) => ('not' in step || i === 0 ? [step.within_days] : []))
    const events = said.sequence.flatMap((step) => {
      const once = onceOf(step)
      return 'event' in once ? inLog(happened(once.event), days) : []
    })
    return asksPurchases(said, asking) ? [...events, ...inLog(purchases, days)] : events
  }
  if ('trait' in said) return momentsOfTrait(said.trait, asking)
  if ('own' in said && asking.fields.get(said.own.field)?.type === 'time') return [sql`select person, "time" as "at" from (${engine.field(said.own.field)}) v`]
  if ('about' in said && said.about.fact === 'since') return [sql`select person, since as "at" from w`]
  return []
}

function momentsOfTrait({ trait, value }: TraitCondition, { traits }: Asking): Sql[] {
  const definition = traits.get(trait)?.definition
  if (!definition) return []
  const which = 'event' in definition.of ? happened(definition.of.event) : purchases
  const whole = definition.take === 'days_since' ? [value ?? []].flat().map(Number) : []
  const over = [...new Set(whole.flatMap((days) => [days, days + 1]))]
  const passed = over.map((days) => sql`select person, "at" + ${sql.raw(`interval '${days * 24} hours'`)} as "at" from log i where ${which}`)
  return [...inLog(which, [definition.within_days]), ...passed]
}

const relative: ReadonlySet<string> = new Set(['within_days', 'older_than_days', 'next_days'])

/** Whether a condition speaks of days from today. */
function hangsOnDays(said: Condition, asking: Asking): boolean {
  if ('own' in said) return relative.has(said.own.is) && asking.fields.get(said.own.field)?.type === 'time'
  return 'about' in said && relative.has(said.about.is)
}
