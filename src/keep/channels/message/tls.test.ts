import assert from 'node:assert/strict'
import test, { type TestContext } from 'node:test'
import { by } from '../../../../test/consenting.ts'
import { systemClock } from '../../../platform/clock.ts'
import { inTransaction, sql } from '../../../platform/db/index.ts'
import { mailTrouble, registerAccount } from '../index.ts'
import { people, type Shop, shop } from '../testing.ts'

// A mail server with which no safe connection comes about: nothing goes over in the clear, nothing is lost, and it is told.

const peers = {
  'no TLS at all where it is demanded': { sink: {}, smtpUrl: (port: number) => `smtp://127.0.0.1:${port}` },
  'no TLS from the first byte': { sink: {}, smtpUrl: (port: number) => `smtps://127.0.0.1:${port}` },
  'STARTTLS with a certificate nobody signed': { sink: { badCertificate: true }, smtpUrl: (port: number) => `smtp://127.0.0.1:${port}` },
  'the same where TLS is not demanded': { sink: { badCertificate: true }, smtpUrl: (port: number) => `smtp://127.0.0.1:${port}?tls=no` },
}

test('tried again with longer pauses, told on the health page, and sent when it can be', { concurrency: true }, async (t) => {
  await Promise.all(Object.entries(peers).map(([name, peer]) => t.test(name, (one) => meet(one, peer))))
})

async function meet(t: TestContext, peer: Parameters<typeof shop>[1]): Promise<void> {
  const s = await shop(t, peer)
  await people(s, [1])
  assert.equal(await trouble(s), undefined)
  await s.send()
  await s.done()
  assert.deepEqual(await s.states(), ['1 queued unreachable'])
  assert.deepEqual(s.sink?.to, [], 'nothing went over in the clear')
  const first = await pause(s)
  await again(s)
  assert.deepEqual(await s.states(), ['1 queued unreachable'])
  const second = await pause(s)
  assert.ok(first > 4 && second > 1.9 * first * 0.8, `${first} s, then ${second} s`)
  assert.equal(await trouble(s), 'mail_unreachable')

  const { sink } = await shop(t, { sink: {} })
  const smtp = { host: '127.0.0.1', port: sink?.port ?? 0, secure: false, require_tls: false }
  await inTransaction(s.home.db, (tx) =>
    registerAccount({ keyring: s.home.keyring, rowIds: s.home.rowIds }, tx.$pickTables(), { title: 'relay', smtp }, by(systemClock.now())),
  )
  await new Promise((done) => setTimeout(done, 5_100)) // the way out is looked up every five seconds
  await again(s)
  assert.deepEqual(await s.states(), ['1 sent accepted'])
  assert.deepEqual(sink?.to, ['anna@mail.example'])
  assert.equal(await trouble(s), undefined)
}

const trouble = (s: Shop) => mailTrouble(s.home.db.$pickTables(), systemClock.now())

/** Seconds until the message is tried again. */
async function pause(s: Shop): Promise<number> {
  const rows = await sql<{ s: number }>`select extract(epoch from due_at - now())::float8 as s from keep.message`.execute(s.home.db)
  return rows.rows[0]?.s ?? 0
}

async function again(s: Shop): Promise<void> {
  await sql`update keep.message set due_at = now() - interval '1 second' where state = 'queued'`.execute(s.home.db)
  await s.done()
}
