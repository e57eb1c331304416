import { sql } from 'kysely'
import { z } from 'zod'
import type { Use, Words } from '../../keep/door/contract.ts'
import { AppError, notFound } from '../../platform/errors.ts'
import { mount, pagesOf } from '../../platform/http/index.ts'
import type { Caller } from '../caller.ts'
import { channelsOf, summariesOf, timelineOf } from '../catalogue/index.ts'
import { membersOfPersons, momentOf, timelinePlace } from '../console/index.ts'
import type { House } from '../house.ts'
import type { InsightTables } from '../insight/index.ts'
import { heldBy, type OwnershipTables, showTag } from '../ownership/index.ts'
import * as contract from './contract.ts'
import { knownRoutes } from './known/routes.ts'
import { relationRoutes } from './relations/routes.ts'
import { workRoutes } from './work/routes.ts'

const nothingHeld: Awaited<ReturnType<typeof heldBy>> = new Map()

/** Mounts what a customer sees and sets. Every answer is about the one customer of the session. */
export function portalRoutes(house: House): void {
  const { app, on, door, ids } = house

  mount(app, on, contract.readMyPage, async ({ caller }) => {
    const mine = await door.ask(caller.as, 'myself', {})
    const members = await membersOf(caller)
    const person = members[0]?.person ?? mine.customer
    const [summaries, channels, guesses, held] = await Promise.all([
      summariesOf(house.db, members),
      channelsOf(
        house.db,
        members.map((m) => m.id),
      ),
      guessesOf(person),
      // Whoever a letter was forwarded to learns nothing of how the company sees its customer.
      caller.person.message === null ? heldBy(house.db.$pickTables<keyof OwnershipTables>(), [person]) : nothingHeld,
    ])
    const { tags, owner } = held.get(person) ?? { tags: [], owner: null }
    const [responsible] = owner === null ? [] : await door.ask(caller.as, 'rolesOf', { ids: [owner] })
    const s = summaries.get(person)
    const { customer, members: _members, uses, ...rest } = mine
    return {
      ...rest,
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
  workRoutes(house, { own, members: async (caller) => (await membersOf(caller)).map((m) => m.id) })

  mount(app, on, contract.listMyInteractions, async ({ caller, query }) => {
    const limit = query.limit ?? 50
    const pages = pagesOf(ids, `my interactions ${own(caller)}`, timelinePlace)
    const after = pages.after(query.cursor) ?? null
    const members = await membersOf(caller)
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

  mount(app, on, contract.listMyUses, async ({ caller, query }) => {
    const pages = pagesOf(ids, `my uses ${own(caller)}`, z.string())
    const page = await door.ask(caller.as, 'journal', {
      customer: own(caller),
      cursor: pages.after(query.cursor) ?? null,
      limit: query.limit ?? 50,
      ...(query.decision ? { decision: query.decision } : {}),
    })
    return { items: page.items.map(useOf), next_cursor: page.next && pages.cursorAt(page.next) }
  })

  mount(app, on, contract.readMyMessage, async ({ caller, params }) => {
    const message = ids.read('message', params.message_id)
    if (message === undefined) throw notFound()
    const { message: id, used, because, ...rest } = await door.ask(caller.as, 'myMessage', { message })
    const titles = await titlesOf(because)
    return {
      ...rest,
      because: because.map((b) => ({ ...b, title: titles.get(b.value ?? '') ?? null })),
      id: ids.show('message', id),
      used: used ? useOf(used) : null,
    }
  })

  mount(app, on, contract.listMyMessages, async ({ caller, query }) => {
    const pages = pagesOf(ids, `my messages ${own(caller)}`, z.int())
    const page = await door.ask(caller.as, 'myMessages', { below: pages.after(query.cursor) ?? null, limit: query.limit ?? 50 })
    const items = page.items.map(({ message, ...m }) => ({ ...m, id: ids.show('message', message) }))
    return { items, next_cursor: page.next === null ? null : pages.cursorAt(page.next) }
  })

  mount(app, on, contract.setMyTerm, ({ caller, body }) => door.ask(caller.as, 'mySay', { term: body }))
  mount(app, on, contract.setMyCap, ({ caller, body }) => door.ask(caller.as, 'mySay', { cap: body.cap }))
  mount(app, on, contract.stopEverything, ({ caller }) => door.ask(caller.as, 'mySay', { stop: true }))
  mount(app, on, contract.undoStop, ({ caller }) => door.ask(caller.as, 'mySay', { stop: false }))
  mount(app, on, contract.setMyLanguage, async ({ caller, body }) => {
    await door.ask(caller.as, 'mySay', { language: body.language })
    return { done: true as const }
  })

  mount(app, on, contract.contestGuess, async ({ caller, params, now }) => {
    const members = await membersOf(caller)
    const person = members[0]?.person ?? own(caller)
    if (params.guess_id !== house.ids.show('customer', person)) throw notFound()
    await sql`update office.value_class set contested_at = coalesce(contested_at, ${now}) where customer_id = ${person}`.execute(house.db)
    const [guess] = await guessesOf(person)
    if (!guess) throw notFound()
    return guess
  })

  mount(app, on, contract.readMyReceipts, async ({ caller }) => {
    const { file } = await door.ask(caller.as, 'myReceipts', {})
    if (file === null)
      throw new AppError('unavailable', 'Your receipts are not under a signed checkpoint yet. Please try again in a minute.', { retryAfterSeconds: 60 })
    return { file }
  })

  function useOf(use: Use) {
    return {
      receipt_id: ids.show('receipt', use.seq),
      at: use.at,
      actor: { kind: use.actor.kind, role: use.actor.role, unit: null },
      purpose: use.purpose,
      basis: use.basis ?? '',
      operation: use.operation,
      fields: use.fields,
      activity: use.activity ? { type: use.activity.kind, id: null, title: null } : null,
      channel: use.channel,
      recipients: use.actor.kind === 'api' && use.actor.name !== null ? [use.actor.name] : [],
      decision: use.decision,
      reason: use.reason,
      message_id: use.message === null ? null : ids.show('message', use.message),
    }
  }

  /** What the company calls the fields and kinds of events by which somebody was chosen. */
  async function titlesOf(because: readonly { code: string }[]): Promise<ReadonlyMap<string, Words>> {
    const fields = because.some(({ code }) => code === 'own_field') ? await door.ask({ service: 'health' }, 'ownFields', {}) : []
    const kinds = because.some(({ code }) => code === 'event') ? [...(await house.kindTitles())] : []
    return new Map([...kinds, ...fields.map((field) => [field.code, field.title] as const)])
  }

  const membersOf = (caller: Caller) => membersOfPersons(house.db, [own(caller)]).then((found) => rootFirst(house, found))

  async function guessesOf(person: number) {
    const row = await house.db
      .$pickTables<keyof InsightTables>()
      .selectFrom('office.value_class')
      .selectAll()
      .where('customer_id', '=', person)
      .executeTakeFirst()
    if (!row) return []
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
        method: 'recency_frequency_money',
        confidence: null,
        computed_at: row.computed_at.toISOString(),
        purposes: [],
        contested_at: row.contested_at?.toISOString() ?? null,
      },
    ]
  }
}

function own(caller: Caller): number {
  if (caller.person.customer === null) throw new AppError('unauthenticated', 'Open your page by the link in a message, or ask for a new one.')
  return caller.person.customer
}

/** A session may stand for a customer that was merged into another since: then all ids of that person are theirs. */
async function rootFirst(house: House, found: { id: number; person: number }[]): Promise<{ id: number; person: number }[]> {
  const person = found[0]?.person
  if (person === undefined || found.some((m) => m.id === person)) return found
  return membersOfPersons(house.db, [person])
}
