import { z } from 'zod'
import { inTransaction, sql } from '../../platform/db/index.ts'
import { AppError, badInput, notFound } from '../../platform/errors.ts'
import { mount, type Outward, pagesOf } from '../../platform/http/index.ts'
import type { House } from '../house.ts'
import * as contract from './contract.ts'
import { mostWebhooks, patienceMs } from './limits.ts'
import { outcomeOf } from './outcome.ts'
import { type Delivery, deliveriesOf, findDelivery, findWebhook, tellAgain, tellFailedAgain, type Webhook, webhooksAfter } from './store.ts'
import type { WebhookTables } from './tables.ts'
import { bodyOf, headersOf } from './telling.ts'

const perPage = 50
const rowId = z.int()
type Deps = { outward: Outward; secretOf(webhook: number, version: number): Promise<string> }

/** Mounts webhooks, their log, and telling again. */
export function webhookRoutes(house: House, { outward, secretOf }: Deps): void {
  const { app, on, ids, rowIds } = house
  const db = house.db.$pickTables<keyof WebhookTables>()
  const pages = pagesOf(ids, 'webhooks', rowId)

  async function webhook(shownId: string): Promise<Webhook> {
    const found = await findWebhook(db, ids.read('webhook', shownId) ?? -1)
    if (!found) throw notFound()
    return found
  }
  const shown = (w: Webhook) => webhookOf(house, w)
  const keyOf = (shownId: string | null) => {
    const key = shownId === null ? null : ids.read('key', shownId)
    if (key === undefined) throw badInput('There is no such key.', 'key_id')
    return key
  }

  mount(app, on, contract.listWebhooks, async ({ query: { cursor, limit = perPage } }) => {
    const found = await webhooksAfter(db, { after: pages.after(cursor), limit: limit + 1 })
    const { rows, next_cursor } = pages.page(found, limit, (w) => w.webhook_id)
    return { items: rows.map(shown), next_cursor }
  })

  mount(app, on, contract.addWebhook, async ({ caller, body, now }) => {
    const url = outward.checked(body.url, 'url')
    const key = keyOf(body.key_id)
    const id = await rowIds.one()
    await inTransaction(db, async (tx) => {
      await sql`lock table office.webhook in share row exclusive mode`.execute(tx)
      const { rows } = await sql<{ n: number }>`select count(*)::int as n from office.webhook`.execute(tx)
      if ((rows[0]?.n ?? 0) >= mostWebhooks) throw new AppError('conflict', `There are ${mostWebhooks} webhooks, which is the most. Remove one first.`)
      await sql`insert into office.webhook (webhook_id, title, url, kinds, key_id, made_by, made_at, changed_at)
        values (${id}, ${body.title}, ${url}, ${distinct(body.kinds)}::text[], ${key}, ${caller.person.actor.id}, ${now}, ${now})`.execute(tx)
    })
    const made = await webhook(ids.show('webhook', id))
    return { webhook: shown(made), secret: await secretOf(id, made.secret_version) }
  })

  mount(app, on, contract.readWebhook, async ({ params }) => shown(await webhook(params.webhook_id)))

  mount(app, on, contract.changeWebhook, async ({ params, body, now }) => {
    const old = await webhook(params.webhook_id)
    const { title = old.title, kinds = old.kinds, state = old.state } = body
    const url = body.url === undefined ? old.url : outward.checked(body.url, 'url')
    const key = body.key_id === undefined ? old.key_id : keyOf(body.key_id)
    const anew = body.state === 'on' || url !== old.url
    const changed = await sql`
      update office.webhook set title = ${title}, url = ${url}, kinds = ${distinct(kinds)}::text[], key_id = ${key}, state = ${state},
        off_because = case when ${state} = 'off' then off_because end, failures = case when ${anew} then 0 else failures end,
        failing_since = case when ${anew} then null else failing_since end, held_until = case when ${anew} then null else held_until end, version = version + 1, changed_at = ${now}
      where webhook_id = ${old.webhook_id} and version = ${body.version ?? old.version}`.execute(db)
    if (changed.numAffectedRows !== 1n) throw new AppError('conflict', 'Somebody changed this webhook meanwhile. Look at it again, then change it.')
    return shown(await webhook(params.webhook_id))
  })

  mount(app, on, contract.removeWebhook, async ({ params }) => {
    const { webhook_id } = await webhook(params.webhook_id)
    await db.deleteFrom('office.webhook').where('webhook_id', '=', webhook_id).execute()
    return { done: true } as const
  })

  mount(app, on, contract.rotateSecret, async ({ params, body, now }) => {
    const old = await webhook(params.webhook_id)
    const until = body.overlap_hours === 0 ? null : new Date(now.getTime() + body.overlap_hours * 3_600_000)
    await sql`update office.webhook set secret_version = secret_version + 1, old_secret_until = ${until}, version = version + 1, changed_at = ${now}
      where webhook_id = ${old.webhook_id} and secret_version = ${old.secret_version}`.execute(db)
    const fresh = await webhook(params.webhook_id)
    return { webhook: shown(fresh), secret: await secretOf(fresh.webhook_id, fresh.secret_version) }
  })

  mount(app, on, contract.tryWebhook, async ({ params, now }) => {
    const to = await webhook(params.webhook_id)
    const test = { id: await rowIds.one(), customer: 0, kind: 'webhook.test', at: now, facts: {} } as const
    const body = bodyOf(ids, test)
    const began = house.clock.monotonic()
    const headers = headersOf(ids, test, body, [await secretOf(to.webhook_id, to.secret_version)], now)
    const { state, status, trouble } = outcomeOf(await outward.post(to.url, { headers, body }, patienceMs), 1, 0, now)
    return { delivered: state === 'delivered', status, trouble, took_ms: Math.round(house.clock.monotonic() - began) }
  })

  mount(app, on, contract.listDeliveries, async ({ params, query: { cursor, limit = perPage, state } }) => {
    const { webhook_id } = await webhook(params.webhook_id)
    const log = pagesOf(ids, JSON.stringify(['deliveries', webhook_id, state]), rowId)
    const found = await deliveriesOf(db, webhook_id, { state, below: log.after(cursor), limit: limit + 1 })
    const { rows, next_cursor } = log.page(found, limit, (d) => d.event_id)
    return { items: rows.map((d) => deliveryOf(house, d)), next_cursor }
  })

  async function one(params: { webhook_id: string; delivery_id: string }): Promise<Delivery> {
    const { webhook_id } = await webhook(params.webhook_id)
    const found = await findDelivery(db, webhook_id, ids.read('happening', params.delivery_id) ?? -1)
    if (!found) throw notFound()
    return found
  }

  mount(app, on, contract.readDelivery, async ({ params }) => {
    const d = await one(params)
    return { ...deliveryOf(house, d), body: bodyOf(ids, { id: d.event_id, customer: d.customer_id, kind: d.kind, at: d.happened_at, facts: d.facts }) }
  })

  mount(app, on, contract.resend, async ({ params, now }) => {
    const d = await one(params)
    await tellAgain(db, d.webhook_id, d.event_id, now)
    return deliveryOf(house, await one(params))
  })

  mount(app, on, contract.resendFailed, async ({ params, body, now }) => {
    const { webhook_id } = await webhook(params.webhook_id)
    return { waiting: await tellFailedAgain(db, webhook_id, new Date(body.since), now) }
  })
}

const distinct = <T>(list: readonly T[]) => [...new Set(list)]

const isKind = (kind: string): kind is (typeof contract.webhookKinds)[number] => contract.webhookKinds.some((each) => each === kind)

function webhookOf({ ids }: House, w: Webhook): z.input<typeof contract.webhook> {
  return {
    id: ids.show('webhook', w.webhook_id),
    title: w.title,
    url: w.url,
    kinds: w.kinds.filter(isKind),
    key_id: w.key_id === null ? null : ids.show('key', w.key_id),
    state: w.state,
    off_because: w.off_because,
    failing_since: w.failing_since?.toISOString() ?? null,
    held_until: w.held_until?.toISOString() ?? null,
    waiting: w.waiting,
    old_secret_until: w.old_secret_until?.toISOString() ?? null,
    version: w.version,
    made_at: w.made_at.toISOString(),
  }
}

function deliveryOf({ ids }: House, d: Delivery): z.input<typeof contract.delivery> {
  return {
    id: ids.show('happening', d.event_id),
    type: d.kind,
    customer_id: d.customer_id === 0 ? null : ids.show('customer', d.customer_id),
    happened_at: d.happened_at.toISOString(),
    state: d.state,
    tries: d.tries,
    last_at: d.at.toISOString(),
    next_at: d.state === 'waiting' ? d.next_at.toISOString() : null,
    status: d.status,
    trouble: d.trouble,
    took_ms: d.took_ms,
  }
}
