import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { simpleParser } from 'mailparser'
import { z } from 'zod'
import { type KeyringTables, openKeyring } from '../../src/keep/keyring/index.ts'
import { openDb } from '../../src/platform/db/index.ts'
import { withClient } from '../../src/platform/launcher/index.ts'
import { type Sink, startSink } from '../mailSink.ts'
import type { Client } from '../product.ts'
import type { UrlOf } from './reckoning.ts'

// A marketer whose campaigns run while everything is killed, and a real mail server that takes its time.

export type Mailing = {
  /** For the environment of main. */
  smtpUrl: string
  sink: Sink
  /** Enters people who agreed, and runs two campaigns among them, again and again until each run is answered. */
  start(marketer: Client): Promise<{ bothRan(): Promise<void> }>
}

const people = 240
const percents = [10, 15] as const
const perMailMs = 60
const address = (n: number) => `reader${n}@mail.example`
const withId = z.object({ id: z.string() })

export async function startMailing(t: TestContext): Promise<Mailing> {
  const sink = await startSink({ onMail: () => sleep(perMailMs) })
  t.after(() => sink.close())
  return {
    smtpUrl: `smtp://127.0.0.1:${sink.port}?tls=no`,
    sink,
    async start(marketer) {
      await enterPeople(marketer)
      const campaigns = await plan(marketer)
      const running = (async () => {
        for (const campaign of campaigns) {
          while (!(await ran(marketer, campaign))) await sleep(100)
          await sleep(2_000)
        }
      })()
      running.catch(() => {})
      return { bothRan: () => running }
    },
  }
}

async function enterPeople(marketer: Client): Promise<void> {
  const ids: string[] = []
  for (let from = 0; from < people; from += 8) {
    const entered = Array.from({ length: 8 }, (_, i) =>
      post(marketer, '/v1/customers', {
        kind: 'person',
        role: 'customer',
        fields: { name: `Reader${from + i}` },
        identifiers: [{ kind: 'email', value: address(from + i) }],
        language: 'en',
      }),
    )
    ids.push(...(await Promise.all(entered)).map((body) => withId.parse(body).id))
  }
  const consents = ids.map((customer_id) => ({
    customer_id,
    purpose: 'marketing',
    channel: 'email',
    topic: null,
    state: 'given',
    method: 'paper',
    evidence: 'A card, signed',
  }))
  await post(marketer, '/v1/consents', { consents })
}

async function plan(marketer: Client): Promise<string[]> {
  const reach = { reach: { purpose: 'marketing', channel: 'email', topic: null } }
  const audience = withId.parse(await post(marketer, '/v1/audiences', { title: 'Readers', rule: { all: [reach] } }))
  const campaigns: string[] = []
  for (const percent of percents) {
    const order = { purpose: 'marketing', topic: null, channel: 'email', template: 'thank_you', slots: { discount_percent: percent } }
    const made = await post(marketer, '/v1/campaigns', { ...order, title: String(percent), audience_id: audience.id })
    campaigns.push(withId.parse(made).id)
  }
  return campaigns
}

/** Whether the run was answered; one that broke off is simply started anew. */
async function ran(marketer: Client, campaign: string): Promise<boolean> {
  const answer = await marketer.api('POST', `/v1/campaigns/${campaign}/run`, {}).catch(() => undefined)
  if (answer && answer.status >= 400 && answer.status < 500) throw new Error(`A run was answered ${answer.status}: ${answer.text}`)
  return answer?.status === 200
}

async function post(client: Client, path: string, body: unknown): Promise<unknown> {
  const answer = await client.api('POST', path, body)
  if (answer.status !== 200) throw new Error(`${path} was answered ${answer.status}: ${answer.text}`)
  return answer.body
}

/** Process id of the keep's mail courier; undefined while there is none. */
export function courierOf(keep: number): number | undefined {
  const listed = execFileSync('ps', ['-eo', 'pid=,ppid=,args='], { encoding: 'utf8' })
  const line = listed.split('\n').find((one) => one.includes('courier/mail/process.ts') && one.trim().split(/\s+/)[1] === String(keep))
  return line === undefined ? undefined : Number(line.trim().split(/\s+/)[0])
}

/** Settles when nothing waits to be sent; fails when the queue does not go on by itself. */
export async function allSent(owner: string, withinMs: number): Promise<void> {
  for (let waited = 0; waited < withinMs; waited += 250) {
    if ((await messagesIn(owner)).every((m) => m.state !== 'queued')) return
    await sleep(250)
  }
  throw new Error(`Messages still wait after ${withinMs} ms.`)
}

export type MailReckoning = {
  /** What arrived twice, by address and campaign. */
  twice: string[]
  /** Told as sent and not arrived, or arrived and told as something that cannot have left. */
  wrongly: string[]
  /** Persons with more contacts than the cap allows, or with a count that is not that of their contacts. */
  overCap: number
  counts: { arrived: number; sent: number; unknown: number }
}

/** What the server was given against what is told of it. */
export async function reckonMail(at: { home: string; urlOf: UrlOf; sink: Sink; now: Date }): Promise<MailReckoning> {
  const owner = at.urlOf('owner', 'main')
  const keys = openDb<KeyringTables>({ url: at.urlOf('keep', 'keys'), max: 1 })
  try {
    const { keyring } = await openKeyring({ db: keys, folder: join(at.home, 'keys'), now: at.now })
    const digests = new Map(Array.from({ length: people }, (_, n) => [keyring.digest('email', address(n)).toString('hex'), address(n)]))
    const messages = (await messagesIn(owner)).map((m) => ({ what: `${digests.get(m.digest)} ${m.campaign}`, state: m.state }))
    const subjects = await Promise.all(at.sink.caught.map(async (raw) => (await simpleParser(raw)).subject ?? ''))
    const arrived = subjects.map((subject, i) => `${at.sink.to[i]} ${/\d+/.exec(subject)?.[0]}`)
    const once = new Set(arrived)
    const may = new Set(messages.filter((m) => ['sent', 'unknown', 'handing'].includes(m.state)).map((m) => m.what))
    const of = (state: string) => messages.filter((m) => m.state === state)
    return {
      twice: arrived.filter((what, i) => arrived.indexOf(what) !== i),
      wrongly: [...of('sent').filter((m) => !once.has(m.what)), ...[...once].filter((what) => !may.has(what)).map((what) => ({ what }))].map((m) => m.what),
      overCap: await overCap(owner),
      counts: { arrived: arrived.length, sent: of('sent').length, unknown: of('unknown').length + of('handing').length },
    }
  } finally {
    await keys.destroy()
  }
}

async function messagesIn(owner: string): Promise<{ state: string; campaign: string; digest: string }[]> {
  const { rows } = await withClient(owner, (client) =>
    client.query<{ state: string; campaign: string; digest: string }>(
      `select m.state, m.campaign_title as campaign, encode(i.digest, 'hex') as digest from keep.message m
       join keep.identifier i on i.customer_id = m.customer_id and i.kind = 'email' where m.campaign_id is not null`,
    ),
  )
  return rows
}

async function overCap(owner: string): Promise<number> {
  const { rows } = await withClient(owner, (client) =>
    client.query<{ n: number }>(
      `select count(*)::int as n from keep.person_state s join lateral (
         select count(*)::int as contacts, count(k.mark)::int as marks from keep.contact k where k.customer_id = s.customer_id and k.state in ('reserved', 'made')) c on true
       where c.contacts > 2 or c.marks <> cardinality(s.recent)`,
    ),
  )
  return rows[0]?.n ?? -1
}
