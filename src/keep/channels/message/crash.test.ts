import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { test } from 'node:test'
import { agrees, by, settle } from '../../../../test/consenting.ts'
import { systemClock } from '../../../platform/clock.ts'
import { inTransaction, sql } from '../../../platform/db/index.ts'
import { registerTemplate } from '../index.ts'
import { publicUrl, shop } from '../testing.ts'
import { lostAfterMs } from './sweep.ts'

const root = join(import.meta.dirname, '../../../..')
const promoted = Array.from({ length: 120 }, (_, i) => i + 100)
const served = Array.from({ length: 40 }, (_, i) => i + 300)
const kills = 6

test('killed with -9 at any moment: no promotion twice, the queue goes on, and service arrives', async (t) => {
  const s = await shop(t, { sink: { onMail: () => new Promise((done) => setTimeout(done, 5)) } })
  const { home, sink } = s
  const now = systemClock.now()
  await inTransaction(home.db, (tx) =>
    registerTemplate(
      tx.$pickTables(),
      { template: 'ready', channel: 'email', fields: [], slots: {}, words: { en: { subject: 'Ready', text: 'It is ready.', html: null } } },
      by(now),
    ),
  )
  for (const id of [...promoted, ...served]) await settle(home, { id, name: `P${id}`, email: `p${id}@mail.example` }, now)
  for (const id of promoted) await agrees(home, id, now)
  await s.channels.close()
  await s.send({ customers: promoted.map((customer) => ({ customer })) })
  await s.send({ purpose: 'service', template: 'ready', slots: {}, customers: served.map((customer) => ({ customer })), contentKey: 'ready' })

  const start = async (): Promise<ChildProcess> => {
    const told = {
      keep: home.store.url.keep,
      keys: home.store.url.keys,
      folder: home.keyring.folder,
      publicUrl,
      smtpUrl: `smtp://127.0.0.1:${sink?.port}?tls=no`,
    }
    const child = spawn(process.execPath, [join(root, 'test/sender.ts'), JSON.stringify(told)], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { RAPPORT_LOG: 'silent' },
    })
    if (child.stdout) await once(child.stdout, 'data')
    return child
  }
  const stop = async (child: ChildProcess) => {
    const gone = once(child, 'exit')
    child.kill('SIGKILL')
    await gone
  }
  const count = async (state: string) =>
    Number((await sql<{ n: number }>`select count(*)::int as n from keep.message where state = ${state}`.execute(home.db)).rows[0]?.n)

  for (let i = 0; i < kills; i++) {
    const child = await start()
    await new Promise((done) => setTimeout(done, 30 + i * 25))
    await stop(child)
  }
  assert.ok((await count('handing')) > 0, 'something was under way when it was killed')
  let child = await start()
  for (let i = 0; i < 200 && (await count('queued')) > 0; i++) await new Promise((done) => setTimeout(done, 50))
  assert.equal(await count('queued'), 0, 'the queue went on')

  // A minute later nobody can be working on them any more.
  await sql`update keep.message set lease_until = lease_until - make_interval(secs => ${(lostAfterMs / 1000) * 2}) where state = 'handing'`.execute(home.db)
  for (let i = 0; i < 100 && (await count('handing')) > 0; i++) await new Promise((done) => setTimeout(done, 50))
  await sql`update keep.message set due_at = now() - interval '1 second' where state = 'queued'`.execute(home.db)
  for (let i = 0; i < 200 && (await count('queued')) + (await count('handing')) > 0; i++) await new Promise((done) => setTimeout(done, 50))
  await stop(child)

  const arrived = new Map<string, number>()
  for (const to of sink?.to ?? []) arrived.set(to, (arrived.get(to) ?? 0) + 1)
  const times = (id: number) => arrived.get(`p${id}@mail.example`) ?? 0
  assert.deepEqual(
    promoted.filter((id) => times(id) > 1),
    [],
    'nobody got a promotion twice',
  )
  assert.deepEqual(
    served.filter((id) => times(id) === 0),
    [],
    'everybody was served',
  )
  const states = await sql<{ state: string; n: number }>`select state, count(*)::int as n from keep.message where once group by 1 order by 1`.execute(home.db)
  const told = new Map(states.rows.map((r) => [r.state, r.n]))
  assert.equal((told.get('sent') ?? 0) + (told.get('unknown') ?? 0), promoted.length)
  assert.ok(promoted.filter((id) => times(id) === 1).length >= (told.get('sent') ?? 0), 'what is told as sent has arrived')
  child = await start()
  const recorded = async () =>
    (await sql<{ n: number }>`select count(*)::int as n from fact.interaction where kind = 'message'`.execute(home.db)).rows[0]?.n ?? 0
  for (let i = 0; i < 200 && (await recorded()) < promoted.length + served.length; i++) await new Promise((done) => setTimeout(done, 50))
  await stop(child)
  assert.equal(await recorded(), promoted.length + served.length, 'each is told once')
})
