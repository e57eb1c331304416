import type { Clock } from '../../platform/clock.ts'
import { type AnyDb, type Db, inTransaction, sql } from '../../platform/db/index.ts'
import type { Outward } from '../../platform/http/index.ts'
import type { Opaque } from '../../platform/ids/index.ts'
import type { Logger } from '../../platform/log.ts'
import { notify } from '../notices/index.ts'
import { abreast, leaseMs, patienceMs, tellAfterMs } from './limits.ts'
import { type Health, healthAfter, type Outcome, outcomeOf } from './outcome.ts'
import type { WebhookTables } from './tables.ts'
import { bodyOf, headersOf, type Telling } from './telling.ts'

type Webhook = WebhookTables['office.webhook']
type Tried = Telling & { tries: number }

export type TellerDeps = {
  db: Db<WebhookTables>
  ids: Opaque
  outward: Outward
  clock: Clock
  log: Logger
  /** The secret of a webhook's version, as the keep makes it. */
  secretOf(webhook: number, version: number): Promise<string>
}

export type Teller = {
  /** Begins to tell whatever is due and is not being told; what is under way goes on. */
  look(): Promise<void>
  /** Settles when nothing is being told by this process. */
  idle(): Promise<void>
}

/** Tells what is due: each receiver in a lane of its own, a few at a time, so that one that hangs keeps nobody else waiting. */
export function openTeller(deps: TellerDeps): Teller {
  const lanes = new Map<number, Promise<void>>()
  return {
    async look() {
      const now = deps.clock.now()
      const due = await sql<{ webhook_id: number }>`
        select webhook_id from office.webhook w where state = 'on' and (held_until is null or held_until <= ${now})
          and exists (select 1 from office.webhook_delivery d where d.webhook_id = w.webhook_id and d.state = 'waiting' and d.next_at <= ${now})`.execute(
        deps.db,
      )
      for (const { webhook_id } of due.rows) {
        if (lanes.has(webhook_id)) continue
        const lane = goOn(deps, webhook_id)
          .catch((error: unknown) => deps.log.warn({ err: error, webhook: webhook_id }, 'a webhook could not be told; it is tried again'))
          .finally(() => lanes.delete(webhook_id))
        lanes.set(webhook_id, lane)
      }
    },
    idle: async () => void (await Promise.all(lanes.values())),
  }
}

/** Tells one receiver until nothing is due or it is to be left in peace for a while. */
async function goOn(deps: TellerDeps, id: number): Promise<void> {
  for (;;) {
    const now = deps.clock.now()
    const [webhook] = (await sql<Webhook>`select * from office.webhook where webhook_id = ${id}`.execute(deps.db)).rows
    if (webhook?.state !== 'on' || (webhook.held_until && webhook.held_until > now)) return
    // One that failed is asked by one telling, not by all that wait for it.
    const tellings = await claim(deps.db, webhook, webhook.failures > 0 ? 1 : abreast, now)
    if (tellings.length === 0) return
    const secrets = await secretsOf(deps, webhook, now)
    const told = await Promise.all(tellings.map((telling) => tell(deps, webhook, telling, secrets)))
    await note(deps.db, webhook, told, deps.clock.now())
  }
}

/** Takes some that are due, for as long as one try may last and some more; a process that dies leaves them to be taken again. */
async function claim(db: Db<WebhookTables>, webhook: Webhook, most: number, now: Date): Promise<Tried[]> {
  const until = new Date(now.getTime() + leaseMs)
  const { rows } = await sql<{ customer_id: number; event_id: number; kind: Telling['kind']; at: Date; facts: Telling['facts']; tries: number }>`
    with due as (
      select customer_id, event_id from office.webhook_delivery where webhook_id = ${webhook.webhook_id} and state = 'waiting' and next_at <= ${now}
      order by next_at, event_id limit ${most} for update skip locked),
    taken as (
      update office.webhook_delivery d set tries = d.tries + 1, next_at = ${until} from due
      where (d.customer_id, d.event_id, d.webhook_id) = (due.customer_id, due.event_id, ${webhook.webhook_id}) returning d.customer_id, d.event_id, d.tries)
    select e.*, t.tries from taken t join office.webhook_event e using (customer_id, event_id) order by e.event_id`.execute(db)
  return rows.map((r) => ({ id: r.event_id, customer: r.customer_id, kind: r.kind, at: r.at, facts: r.facts, tries: r.tries }))
}

async function secretsOf(deps: TellerDeps, webhook: Webhook, now: Date): Promise<string[]> {
  const old = webhook.old_secret_until && webhook.old_secret_until > now ? [webhook.secret_version - 1] : []
  return Promise.all([webhook.secret_version, ...old].map((version) => deps.secretOf(webhook.webhook_id, version)))
}

type Told = { telling: Tried; answer: Awaited<ReturnType<Outward['post']>>; outcome: Outcome; took: number }

async function tell(deps: TellerDeps, webhook: Webhook, telling: Tried, secrets: readonly string[]): Promise<Told> {
  const began = deps.clock.monotonic()
  const body = bodyOf(deps.ids, telling)
  const answer = await deps.outward.post(webhook.url, { headers: headersOf(deps.ids, telling, body, secrets, deps.clock.now()), body }, patienceMs)
  const took = Math.round(deps.clock.monotonic() - began)
  return { telling, answer, took, outcome: outcomeOf(answer, telling.tries, Math.random(), deps.clock.now()) }
}

/** What came of them, and how the receiver fares, in one transaction. Who turned it off or changed it meanwhile is not overruled. */
async function note(db: Db<WebhookTables>, webhook: Webhook, told: readonly Told[], now: Date): Promise<void> {
  const rows = told.map(({ telling, outcome, took }) => ({
    customer_id: telling.customer,
    event_id: telling.id,
    state: outcome.state,
    next_at: outcome.nextAt,
    status: outcome.status,
    trouble: outcome.trouble,
    took_ms: took,
  }))
  const health = healthAfter(
    { failures: webhook.failures, failingSince: webhook.failing_since },
    told.map((t) => t.answer),
    now,
  )
  await inTransaction(db, async (tx) => {
    await sql`
      update office.webhook_delivery d set state = t.state, next_at = t.next_at, status = t.status, trouble = t.trouble, took_ms = t.took_ms, at = ${now}
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t(customer_id bigint, event_id bigint, state text, next_at timestamptz, status int, trouble text, took_ms int)
      where (d.customer_id, d.event_id, d.webhook_id) = (t.customer_id, t.event_id, ${webhook.webhook_id})`.execute(tx)
    await sql`
      update office.webhook set failures = ${health.failures}, failing_since = ${health.failingSince}, held_until = ${health.heldUntil},
        state = case when ${health.offBecause}::text is null or state <> 'on' then state else 'off' end,
        off_because = case when ${health.offBecause}::text is null or state <> 'on' then off_because else ${health.offBecause} end
      where webhook_id = ${webhook.webhook_id}`.execute(tx)
    await tellWhoMadeIt(tx, webhook, health, now)
  })
}

/** Once a day while it only fails, and when it is off. */
async function tellWhoMadeIt(tx: AnyDb, webhook: Webhook, health: Health, now: Date): Promise<void> {
  const failsFor = health.failingSince ? now.getTime() - health.failingSince.getTime() : 0
  if (health.offBecause === null && failsFor < tellAfterMs) return
  await notify(tx, {
    to: [webhook.made_by],
    kind: 'webhook_failing',
    subject: { kind: 'webhook', id: webhook.webhook_id },
    facts: { off: health.offBecause !== null, failures: health.failures },
    once: `${webhook.webhook_id} ${health.offBecause ?? now.toISOString().slice(0, 10)}`,
    now,
  })
}
