import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { agrees, by, settle } from '../../../../test/consenting.ts'
import { until } from '../../../../test/until.ts'
import { systemClock } from '../../../platform/clock.ts'
import { inTransaction, sql, violated } from '../../../platform/db/index.ts'
import { withClient, withDatabase } from '../../../platform/launcher/index.ts'
import { openRecording } from '../../interactions/index.ts'
import { lastLeasePast, withdrawConsent } from '../../terms/index.ts'
import { openChannels, registerTemplate } from '../index.ts'
import { everyone, ids, log, people, publicUrl, shop } from '../testing.ts'
import { lostAfterMs } from './sweep.ts'

test('what a server answers', async (t) => {
  let busy = true
  const s = await shop(t, {
    sink: {
      onRcpt: (address) =>
        address.startsWith('anna')
          ? { code: 550, text: '5.1.1 nobody here' }
          : address.startsWith('ben') && busy
            ? { code: 451, text: '4.2.1 later' }
            : undefined,
      onData: (nth) => (nth === 1 ? 'hang up' : undefined),
    },
  })
  await people(s, [1, 2, 3])
  await s.send({ customers: everyone })
  await s.done()
  assert.deepEqual(await s.states(), ['1 failed rejected', '2 queued deferred', '3 unknown no_answer'])
  const held = await s.home.db.selectFrom('keep.contact').select(['customer_id', 'state', 'reason']).orderBy('customer_id').execute()
  assert.deepEqual(
    held.map((c) => `${c.state} ${c.reason}`),
    ['released rejected', 'reserved null', 'made null'],
  )
  assert.equal((await s.home.db.selectFrom('keep.suppression').selectAll().execute()).length, 1, 'an address that is not there is not tried again')
  assert.deepEqual(
    (await s.send({ contentKey: 'again' })).map((r) => r.reason),
    ['address_suppressed'],
  )
  assert.deepEqual(
    (await s.send({ customers: [{ customer: 3 }] })).map((r) => r.reason),
    ['already_sent'],
    'unknown is shown as unknown and never repeated',
  )

  busy = false
  await sql`update keep.message set due_at = now() - interval '1 second' where state = 'queued'`.execute(s.home.db)
  await s.done()
  assert.deepEqual(await s.states(), ['1 failed rejected', '2 sent accepted', '3 unknown no_answer'])
  assert.deepEqual(s.sink?.to, ['ben@mail.example'])
  await assert.rejects(sql`update keep.message set state = 'queued' where customer_id = 3`.execute(s.home.db), (e) => violated(e) === 'message_moves')
  const told = await sql<{ o: string }>`select outcome as o from fact.interaction where kind = 'message' order by customer_id`.execute(s.home.db)
  assert.deepEqual(
    told.rows.map((r) => r.o),
    ['failed', 'sent', 'unknown'],
  )
})

test('a database that is away while letters leave takes nobody’s word away: what became of them is written when it is back', async (t) => {
  let away = false
  const s = await shop(t, {
    sink: {
      onMail: async () => {
        if (away) return
        away = true
        await connections(s, false)
        setTimeout(() => void connections(s, true), 2_000)
      },
    },
  })
  await people(s, [1, 2, 3])
  await s.send({ customers: everyone })
  await s.channels.handOverDue(systemClock.now()).catch(() => undefined)
  for (let waited = 0; (await s.states().catch(() => [''])).some((state) => !/sent|queued/.test(state)); waited += 100) {
    assert.ok(waited < 30_000, 'what became of them is known')
    await sleep(100)
  }
  await s.done()
  assert.deepEqual(await s.states(), ['1 sent accepted', '2 sent accepted', '3 sent accepted'])
  assert.equal(new Set(s.sink?.to).size, s.sink?.to.length, 'each arrived once')
})

test('a server that takes its time with one letter holds no other up', async (t) => {
  const [begun, slow] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const onData = (nth: number) => {
    if (nth > 1) return undefined
    begun.resolve()
    return slow.promise
  }
  const s = await shop(t, { sink: { onData } })
  await people(s, [1])
  await s.send({})
  await begun.promise // claimed is not yet begun: the next could overtake it, and be the one that is held
  assert.deepEqual(await s.states(), ['1 handing null'])
  await s.channels.sendOwnLink('ben@mail.example', systemClock.now())
  await until('the second letter came', async () => s.sink?.to.join() === 'ben@mail.example')
  await s.send({
    purpose: 'own_view',
    template: 'own_shared',
    customers: [{ customer: 3 }],
    urls: { link: publicUrl },
    slots: {},
    contentKey: 'later',
    earliest: new Date(Date.now() + 1_500),
  })
  await until('what came due meanwhile came, with nobody asking', async () => s.sink?.to.join() === 'ben@mail.example,eva@mail.example')
  slow.resolve()
  await s.done()
  assert.deepEqual(await s.states(), ['1 sent accepted', '2 sent accepted', '3 sent accepted'])
})

test('a link that is asked for while the database is away comes when it is back', async (t) => {
  const s = await shop(t, { sink: {} })
  await people(s, [])
  await connections(s, false)
  await s.channels.sendOwnLink('anna@mail.example', systemClock.now())
  await sleep(300)
  await connections(s, true)
  for (let waited = 0; !s.sink?.to.includes('anna@mail.example'); waited += 100) {
    assert.ok(waited < 30_000, 'the letter came')
    await sleep(100)
    await s.channels.handOverDue(systemClock.now()).catch(() => undefined)
  }
})

/** Lets nobody but the superuser into the database, and ends who is in; or lets them in again. */
async function connections(s: Awaited<ReturnType<typeof shop>>, allowed: boolean): Promise<void> {
  const { url, name } = s.home.store
  await withClient(withDatabase(url.admin, 'postgres'), async (client) => {
    await client.query(`alter database "${name.main}" allow_connections ${allowed}`)
    if (!allowed) await client.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name.main])
  })
}

test('a hand-over that nobody works on any more: promotion stays unknown, service is repeated under the same id', async (t) => {
  const s = await shop(t, { sink: {} })
  await people(s, [1])
  await inTransaction(s.home.db, (tx) =>
    registerTemplate(
      tx.$pickTables(),
      { template: 'ready', channel: 'email', fields: ['greeting'], slots: {}, words: { en: { subject: 'Ready', text: '{{ person.greeting }}', html: null } } },
      by(systemClock.now()),
    ),
  )
  await s.channels.close()
  await s.send({})
  await s.send({ purpose: 'service', template: 'ready', customers: [{ customer: 2 }], slots: {}, contentKey: 'order.1' })
  // A keep that was killed between the lease and the wire, two minutes ago.
  await sql`update keep.message set state = 'handing', lease_until = ${new Date(Date.now() - lostAfterMs - 60_000)}, handed_at = now(), attempts = 1`.execute(
    s.home.db,
  )
  const recording = await openRecording({ db: s.home.db.$pickTables(), keyring: s.home.keyring, log, now: systemClock.now() })
  const again = await openChannels({
    db: s.home.db.$pickTables(),
    keyring: s.home.keyring,
    rowIds: s.home.rowIds,
    clock: systemClock,
    log,
    ids,
    recording,
    publicUrl,
    smtpUrl: `smtp://127.0.0.1:${s.sink?.port}?tls=no`,
  })
  await again.handOverDue(systemClock.now())
  assert.deepEqual(await s.states(), ['1 unknown no_answer', '2 queued no_answer'])
  await sql`update keep.message set due_at = now() - interval '1 second' where state = 'queued'`.execute(s.home.db)
  await again.handOverDue(systemClock.now())
  assert.deepEqual(await s.states(), ['1 unknown no_answer', '2 sent accepted'])
  assert.deepEqual(s.sink?.to, ['ben@mail.example'])
  const [message] = await s.home.db.selectFrom('keep.message').select('message_id').where('customer_id', '=', 2).execute()
  assert.match(s.sink?.caught[0]?.toString() ?? '', new RegExp(`Message-ID: <${ids.show('message', message?.message_id ?? 0)}@shop.example>`))
  assert.doesNotMatch(s.sink?.caught[0]?.toString() ?? '', /List-Unsubscribe/)
  await again.close()
})

test('after a withdrawal is acknowledged nothing more leaves', async (t) => {
  const arrived = new Map<string, number>()
  const s = await shop(t, { sink: { onMail: () => new Promise((r) => setTimeout(r, 40 + Math.random() * 200)), onData: () => undefined } })
  const now = systemClock.now()
  const crowd = Array.from({ length: 40 }, (_, i) => i + 10)
  for (const id of crowd) {
    await settle(s.home, { id, name: `P${id}`, email: `p${id}@mail.example` }, now)
    await agrees(s.home, id, now)
  }
  const customers = crowd.map((customer) => ({ customer }))
  await s.send({ customers: customers.slice(0, 20) })
  await s.send({ customers: customers.slice(20), earliest: new Date(now.getTime() + 500) })
  let over = false
  const running = (async () => {
    while (!over) {
      await s.done()
      await new Promise((r) => setTimeout(r, 20))
    }
  })()
  const acknowledged = new Map<number, number>()
  const seen = setInterval(() => {
    for (const to of s.sink?.to ?? []) if (!arrived.has(to)) arrived.set(to, systemClock.monotonic())
  }, 1)
  await Promise.all(
    crowd.map(async (customer) => {
      await new Promise((r) => setTimeout(r, Math.random() * 900))
      await inTransaction(s.home.db, (tx) =>
        withdrawConsent(
          s.home,
          tx.$pickTables(),
          { customer, purpose: 'marketing', category: 'contact', channel: 'email', topic: '*', method: 'link' },
          by(systemClock.now()),
        ),
      )
      await lastLeasePast(s.home.db.$pickTables(), [customer], systemClock)
      acknowledged.set(customer, systemClock.monotonic())
    }),
  )
  await s.done()
  over = true
  await running
  clearInterval(seen)
  const late = crowd.filter((c) => (arrived.get(`p${c}@mail.example`) ?? 0) > (acknowledged.get(c) ?? 0) + 5)
  assert.deepEqual(late, [])
  const states = await s.states()
  assert.ok(states.some((x) => x.includes(' sent ')) && states.some((x) => x.includes('dropped consent_withdrawn')), 'the race was run on both sides')
  assert.equal(states.filter((x) => x.includes(' sent ')).length, s.sink?.to.length)
})
