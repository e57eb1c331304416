import { sql } from 'kysely'
import { mount, pagesOf } from '../../platform/http/index.ts'
import { channelsOf, summariesOf, timelineOf } from '../catalogue/index.ts'
import { momentOf, timelinePlace } from '../console/index.ts'
import type { House } from '../house.ts'
import { type InsightTables, insightOf, titled } from '../insight/index.ts'
import { heldBy, type OwnershipTables, showTag } from '../ownership/index.ts'
import { termsShown } from '../terms.ts'
import { consentRoutes } from './consents/routes.ts'
import * as contract from './contract.ts'
import { copyRoutes } from './copy/routes.ts'
import { byLink, membersOf, mustBeWhole, own } from './customer.ts'
import { guessesInWords } from './guesses.ts'
import { knownRoutes } from './known/routes.ts'
import { messageRoutes } from './messages/routes.ts'
import { myNeedRoutes } from './needs/routes.ts'
import { relationRoutes } from './relations/routes.ts'
import { termsRoutes } from './terms/routes.ts'
import { usesRoutes } from './uses/routes.ts'
import { wardRoutes } from './wards/routes.ts'
import { workRoutes } from './work/routes.ts'

type Summaries = Awaited<ReturnType<typeof summariesOf>>
type Held = Awaited<ReturnType<typeof heldBy>>
const nothingShown: [Summaries, [], [], Held] = [new Map(), [], [], new Map()]

/** Mounts what a customer sees and sets. Every answer is about the one customer of the session. */
export function portalRoutes(house: House): void {
  pageRoutes(house)
  copyRoutes(house, pageRoutes)
}

function pageRoutes(house: House): void {
  const { app, on, door, ids } = house

  mount(app, on, contract.readMyPage, async ({ caller, now }) => {
    const mine = await door.ask(caller.as, 'myself', {})
    const members = await membersOf(house, caller)
    const person = members[0]?.person ?? mine.customer
    // Whoever a letter was forwarded to learns nothing of how the company sees its customer, nor of what they bought and when.
    const [summaries, channels, guesses, held] = byLink(caller)
      ? nothingShown
      : await Promise.all([
          summariesOf(house.db, members),
          channelsOf(
            house.db,
            members.map((m) => m.id),
          ),
          Promise.all([guessesOf(person), insightOf(house.db.$pickTables<keyof InsightTables>(), person, now), house.topicTitles()]).then(
            ([classes, told, topics]) => [...classes, ...guessesInWords(titled(told, topics), ids.show('customer', person))],
          ),
          heldBy(house.db.$pickTables<keyof OwnershipTables>(), [person]),
        ])
    const { tags, owner } = held.get(person) ?? { tags: [], owner: null }
    const [responsible] = owner === null ? [] : await door.ask(caller.as, 'rolesOf', { ids: [owner] })
    const s = summaries.get(person)
    const { customer, members: _members, uses, ...rest } = mine
    return {
      ...rest,
      terms: termsShown(ids, mine.terms),
      since: s?.first_at.toISOString().slice(0, 10) ?? null,
      interactions: {
        count: s?.interactions ?? 0,
        first_at: s?.first_at.toISOString() ?? null,
        last_at: s?.last_at.toISOString() ?? null,
        by_channel: channels,
      },
      spent: s?.spent ?? [],
      guesses,
      tags: tags.map((tag) => showTag(ids, tag)),
      responsible: responsible ? { role: responsible.role } : null,
      uses_last_30_days: uses,
    }
  })

  knownRoutes(house, own)
  relationRoutes(house, own)
  consentRoutes(house, own)
  myNeedRoutes(house, own)
  termsRoutes(house)
  wardRoutes(house)
  usesRoutes(house)
  messageRoutes(house)
  workRoutes(house, { own, members: async (caller) => (await membersOf(house, caller)).map((m) => m.id) })

  mount(app, on, contract.listMyInteractions, async ({ caller, query }) => {
    mustBeWhole(caller)
    const limit = query.limit ?? 50
    const pages = pagesOf(ids, `my interactions ${own(caller)}`, timelinePlace)
    const after = pages.after(query.cursor) ?? null
    const members = await membersOf(house, caller)
    const found = await timelineOf(
      house.db,
      members.map((m) => m.id),
      { after, limit: limit + 1 },
    )
    const { rows: shown, next_cursor } = pages.page(found, limit, ({ id, customer }) => ({ id, customer }))
    const texts = shown.length > 0 ? await door.ask(caller.as, 'myTexts', { items: shown.map((m) => ({ customer: m.customer, id: m.id })) }) : []
    const byId = new Map(texts.map((t) => [`${t.customer} ${t.id}`, t]))
    const titles = await house.kindTitles()
    return {
      items: shown.map((m) => {
        const {
          by: _by,
          unit: _unit,
          message: _message,
          hidden: _hidden,
          own: _own,
          ...moment
        } = momentOf(house, m, byId.get(`${m.customer} ${m.id}`), titles, null)
        return moment
      }),
      next_cursor,
    }
  })

  async function guessesOf(person: number) {
    const row = await house.db
      .$pickTables<keyof InsightTables>()
      .selectFrom('office.value_class')
      .selectAll()
      .where('customer_id', '=', person)
      .executeTakeFirst()
    if (!row) return []
    const contested = await sql<{ at: Date }>`select at from fact.contest where customer_id = ${person} and about = 'value_class'`.execute(house.db)
    const evidence = (code: string, count: number | null, amount: { minor: number; currency: string } | null) => ({ code, count, of: null, amount, at: null })
    return [
      {
        id: ids.show('customer', person),
        code: 'value_class',
        value: row.class,
        title: null,
        evidence: [
          evidence('days_since_last', row.days_since_last, null),
          evidence('purchases', row.purchases, null),
          evidence('spent', null, { minor: row.spent, currency: row.currency }),
        ],
        method: row.method,
        confidence: null,
        computed_at: row.computed_at.toISOString(),
        purposes: [],
        contested_at: contested.rows[0]?.at.toISOString() ?? null,
      },
    ]
  }
}
