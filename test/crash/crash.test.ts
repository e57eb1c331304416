import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { ensurePostgres, isAlive, keysDatabase, mainDatabase } from '../../src/platform/launcher/index.ts'
import { type Client, type Part, type Product, startProduct } from '../product.ts'
import { random } from '../town/random.ts'
import { sendLoad, source } from './load.ts'
import { keepLooking } from './looking.ts'
import { allSent, courierOf, reckonMail, startMailing } from './mailing.ts'
import { reckon, type UrlOf } from './reckoning.ts'

// kill -9 of main, keep, office, PostgreSQL or the mail courier, twenty times, while events are sent, cards are opened and mail
// goes out.

const seed = process.env['RAPPORT_CRASH_SEED'] ?? 'gorodok'
const kills = Number(process.env['RAPPORT_CRASH_KILLS'] ?? 20)
const backWithinMs = 30_000
const victims = ['keep', 'courier', 'postgres', 'office', 'main'] as const
const queueGoesOnWithinMs = 30_000

test('killed twenty times under load nothing acknowledged is lost or doubled, and the service comes back by itself', { timeout: 480_000 }, async (t) => {
  const mailing = await startMailing(t)
  const product = await startProduct(t, { fsync: true, env: { SMTP_URL: mailing.smtpUrl } })
  const admin = await product.setUp()
  const load = sendLoad(t, { url: product.url, key: await keyFor(admin), senders: 3, seed })
  const looking = keepLooking(t, admin, seed)
  const marketing = await mailing.start(admin)
  const r = random(`${seed}/kills`)
  const times: { [part in (typeof victims)[number]]: number[] } = { keep: [], courier: [], postgres: [], office: [], main: [] }
  for (let n = 0; n < kills; n++) {
    await sleep(r.int(0, 900))
    const victim = victims[n % victims.length] ?? 'keep'
    if (victim === 'courier') await killCourier(product, times.courier)
    else times[victim].push(await killAndWait(product, victim, r.chance(0.3)))
  }
  await load.stop()
  await looking.stop()
  await marketing.bothRan()
  await allSent(product.databaseUrl('owner'), queueGoesOnWithinMs)
  for (const id of looking.shown) assert.match((await admin.api('GET', `/v1/customers/${id}/looks`)).text, /"items":\[\{/, 'what was shown has its receipt')
  const pids = await product.pids()
  assert.equal(await product.stop(), 0)
  for (const pid of Object.values(pids)) assert.ok(!isAlive(pid), 'everything ended')

  const server = await ensurePostgres({ home: product.home })
  t.after(() => server.stop())
  const urlOf: UrlOf = (role, which) => server.url(role, which === 'main' ? mainDatabase : keysDatabase)
  const { counts, ...found } = await reckon({ home: product.home, urlOf, load, now: new Date() })
  const { counts: mails, ...mailed } = await reckonMail({ home: product.home, urlOf, sink: mailing.sink, now: new Date() })
  await server.stop()
  for (const [part, back] of Object.entries(times)) t.diagnostic(`${part}: back after ${back.map((ms) => Math.round(ms)).join(', ')} ms`)
  t.diagnostic(
    `${load.acknowledged.size} events acknowledged, ${load.abandoned.length} batches given up, ${counts.events} there, ${counts.receipts} receipts, ${counts.sealed} sealed values; answers ${JSON.stringify(Object.fromEntries(load.answers))}`,
  )
  assert.deepEqual(found, {
    lost: [],
    doubled: [],
    stray: [],
    halves: { seenWithoutFact: 0, factsUnseen: 0, withoutContent: 0, withoutLines: 0 },
    unopened: [],
    receipts: [],
  })
  t.diagnostic(`mail: ${mails.arrived} arrived, ${mails.sent} told as sent, ${mails.unknown} as unknown`)
  assert.deepEqual(mailed, { twice: [], wrongly: [], overCap: 0 })
  assert.ok(mails.sent > 100 && times.courier.length > 0, 'mail went out, and the courier was killed')
  assert.deepEqual(load.refused, [])
  assert.ok(load.acknowledged.size > 1000, 'there was a load')
  assert.ok(looking.shown.size > 5, 'cards were opened')
})

/** Kills one part, now and then a second one while it comes back, and waits until all is well; gives how long that took. */
async function killAndWait(product: Product, victim: Part, andAnother: boolean): Promise<number> {
  const before = await product.pids()
  const began = performance.now()
  if (victim === 'main') {
    await product.killMain()
    await product.startAgain()
  } else {
    process.kill(before[victim], 'SIGKILL')
    if (andAnother) {
      await sleep(50)
      const second = victim === 'keep' ? 'postgres' : 'keep'
      if (isAlive(before[second])) process.kill(before[second], 'SIGKILL')
    }
    await replaced(product, victim, before[victim])
  }
  await product.healthy(backWithinMs)
  const after = await product.pids()
  for (const [part, pid] of Object.entries(after)) assert.ok(isAlive(pid), `${part} lives after ${victim} was killed`)
  if (!andAnother && victim !== 'main') {
    for (const part of ['main', 'keep', 'office', 'analyst', 'postgres'] as const)
      if (part !== victim) assert.equal(after[part], before[part], `${part} went on when ${victim} was killed\n${ends(product)}`)
  }
  return performance.now() - began
}

/** What the processes said of their own ends. */
function ends(product: Product): string {
  const lines = product.log().split('\n')
  return lines.filter((line) => /"level":60|a process ended/.test(line)).join('\n')
}

/** Kills the mail courier when there is one, the first time as soon as there is; the next message starts another, and nobody else notices. */
async function killCourier(product: Product, times: number[]): Promise<void> {
  const before = await product.pids()
  let courier = courierOf(before.keep)
  for (let waited = 0; courier === undefined && times.length === 0 && waited < backWithinMs; waited += 50) {
    await sleep(50)
    courier = courierOf(before.keep)
  }
  if (courier === undefined) return
  if (!killed(courier)) return
  const began = performance.now()
  await sleep(200)
  await product.healthy(backWithinMs)
  assert.deepEqual(await product.pids(), before, 'all went on when the courier was killed')
  times.push(performance.now() - began)
}

/** False when it had ended by itself, having nothing more to do, since it was looked for. */
function killed(pid: number): boolean {
  try {
    return process.kill(pid, 'SIGKILL')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return false
    throw error
  }
}

async function replaced(product: Product, part: Exclude<Part, 'main'>, old: number): Promise<void> {
  for (let waited = 0; waited < backWithinMs; waited += 20) {
    const now = await product.pids()
    if (now[part] > 0 && now[part] !== old) return
    await sleep(20)
  }
  assert.fail(`${part} was not started again`)
}

const made = z.object({ secret: z.string() })

async function keyFor(admin: Client): Promise<string> {
  const answer = await admin.api('POST', '/v1/api-keys', { kind: 'secret', title: 'Shop', source, scopes: ['record'] })
  assert.equal(answer.status, 200, answer.text)
  return made.parse(answer.body).secret
}
