import { z } from 'zod'
import { type Db, sql } from '../../platform/db/index.ts'
import { mount, pagesOf } from '../../platform/http/index.ts'
import {
  type AudienceTables,
  askingFor,
  doubtfulOf,
  fieldsAsked,
  findAudiences,
  getAudience,
  type LivingTables,
  lifeOf,
  membersOf,
  rule,
} from '../audiences/index.ts'
import type { Caller } from '../caller.ts'
import type { House } from '../house.ts'
import { seenAmong, withinOf } from '../within.ts'
import { refOf } from '../work/index.ts'
import * as contract from './contract.ts'
import { type Declared, fieldsOf } from './fields.ts'
import { figuresOf, nothingKnown } from './figures.ts'
import type { QualityTables } from './tables.ts'

const usual = 'marketing'
/** Each who is opened finds it in their journal and counts in the budget of who looks. */
const opened = 20
const membersAtOnce = 50_000

/** Mounts how good what is known of those in an audience is, whom it leaves out or may miss for that, and what to ask each. */
export function audienceQualityRoutes(house: House): void {
  const { app, on, ids, door } = house
  const db = house.db.$pickTables<keyof (AudienceTables & LivingTables & QualityTables)>()
  const find = findAudiences({ db: db.$pickTables(), ids })

  mount(app, on, contract.readAudienceQuality, async ({ caller, params, query, now }) => {
    const at = await audience(caller, params.audience_id, query.purpose, now)
    const among = at.life?.complete_at && at.life.purpose === at.asking.use ? await keptIn(db, at.row.audience_id) : await everyMember(at)
    const [figures, own] = await Promise.all([figuresOf(db, { within: withinOf(caller), now, among }), door.ask(caller.as, 'ownFields', {})])
    return {
      gathered_at: figures.gathered_at?.toISOString() ?? null,
      asks: fieldsAsked(at.said, at.asking),
      kinds: [...figures.kinds].flatMap(([kind, { persons, contradictory, fields }]) =>
        persons === 0
          ? []
          : [{ kind, persons, contradictory, fields: fieldsOf(kind, own).map((one) => ({ ...one, ...(fields.get(one.field) ?? nothingKnown) })) }],
      ),
    }
  })

  mount(app, on, contract.openAudienceDoubts, async ({ caller, params, body, now }) => {
    const { row, said, asking } = await audience(caller, params.audience_id, body.purpose, now)
    const pages = pagesOf(ids, `doubts ${row.audience_id} ${asking.use}`, z.int())
    const found = await doubtfulOf(db, said, asking, { after: pages.after(body.cursor) ?? 0, limit: opened + 1 })
    const { rows, next_cursor } = pages.page(found, opened, ({ person }) => person)
    const persons = rows.map(({ person }) => person)
    const seen = await seenAmong(house.db.$pickTables(), withinOf(caller), persons)
    const customers = persons.filter((person) => seen.has(person))
    if (customers.length === 0) return { items: [], next_cursor }
    const titled = titles(await door.ask(caller.as, 'ownFields', {}))
    const previews = await door.ask(caller.as, 'preview', { customers, purpose: asking.use, reason: { kind: 'list' }, beyond: 'hide' })
    return {
      items: previews.map((preview) => {
        // Of whom not even the name is opened, nothing else is told.
        const { not_known = [], contradictory = [] } = (preview.hidden === null ? rows.find(({ person }) => person === preview.customer) : undefined) ?? {}
        return {
          ...refOf(ids, preview),
          not_known: not_known.map(titled),
          contradictory: contradictory.map((code) => ({ ...titled(before(code)), why: after(code) })),
        }
      }),
      next_cursor,
    }
  })

  /** Throws not_found. A key that was made for other purposes is not told who is in it. */
  async function audience(caller: Caller, shown: string, purpose: string | undefined, now: Date) {
    const row = await getAudience(db, ids, shown)
    const life = (await lifeOf(db, [row.audience_id])).get(row.audience_id)
    const use = purpose ?? life?.purpose ?? usual
    await door.ask(caller.as, 'purposes', { of: use })
    const said = rule.parse(row.rule)
    return { row, life, said, asking: await askingFor({ door, find }, { use, now, rule: said }) }
  }

  async function everyMember({ said, asking }: Awaited<ReturnType<typeof audience>>): Promise<number[]> {
    const all: number[] = []
    for (let more = true; more; ) {
      const some = await membersOf(db, said, asking, { after: all.at(-1) ?? 0, limit: membersAtOnce })
      all.push(...some)
      more = some.length === membersAtOnce
    }
    return all
  }
}

async function keptIn(db: Db<LivingTables>, audience: number): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`select customer_id as id from office.audience_member where audience_id = ${audience}`.execute(db)
  return rows.map(({ id }) => id)
}

const titles = (own: readonly Declared[]) => {
  const called = new Map(own.map(({ code, title }) => [code, title]))
  return (field: string) => ({ field, title: called.get(field) ?? null })
}
const before = (code: string) => code.slice(0, code.indexOf(':'))
const after = (code: string) => code.slice(code.indexOf(':') + 1)
