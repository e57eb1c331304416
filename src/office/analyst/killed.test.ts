import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { testStore } from '../../../test/store.ts'
import { inTransaction, openDb, sql } from '../../platform/db/index.ts'
import type { OfficeTables } from '../tables.ts'
import { openAnalyst } from './index.ts'

// kill -9 of the real process while facts come in, persons are joined and separated: what it takes up again is each fact once.

const kills = 6

test('killed again and again while facts come in, the copy has each of them once', { timeout: 60_000 }, async (t) => {
  const store = await testStore(t)
  const home = mkdtempSync(join(tmpdir(), 'rapport-killed-'))
  const runFolder = join(home, 'run')
  mkdirSync(runFolder, { mode: 0o700 })
  const keep = openDb<OfficeTables>({ url: store.url.keep, max: 3 })
  const env = { ANALYST_DATABASE_URL: store.url.analyst, RAPPORT_HOME: home, RAPPORT_RUN: runFolder, RAPPORT_ANALYST_SECRET: 's', RAPPORT_LOG: 'silent' }
  const start = () => spawn(process.execPath, [fileURLToPath(new URL('process.ts', import.meta.url))], { env, stdio: 'ignore' })
  const analyst = openAnalyst({ socket: join(runFolder, 'analyst.sock'), secret: 's' })
  let child = start()
  let writing = true
  const writer = writeOn(keep, () => writing)
  t.after(async () => {
    analyst.close()
    if (child.exitCode === null) await ended(child)
    await keep.destroy()
    rmSync(home, { recursive: true, force: true })
  })
  const state = () => analyst.ask('state', {}).catch(() => undefined)
  let first: string | null | undefined
  for (let n = 0; n < kills; n++) {
    while ((await state())?.state !== 'following') await sleep(20)
    first ??= (await state())?.built_at
    await sleep(n * 60)
    await ended(child)
    child = start()
  }
  while ((await state())?.state !== 'following') await sleep(20)
  const built = (await state())?.built_at
  writing = false
  const written = await writer
  const proof = await analyst.ask('prove', {})
  assert.deepEqual(proof.differences, [])
  assert.ok(proof.rows >= written && written > 200, `${written} facts were written, ${proof.rows} compared`)
  assert.equal(built, first, 'it went on with the copy it had')
  const { rows } = await analyst.ask('ask', { statement: 'select count(*) from interaction where person is null', values: [], limit_ms: 5_000 })
  assert.deepEqual(rows, [[0]])
})

async function ended(child: ChildProcess): Promise<void> {
  const over = once(child, 'exit')
  child.kill('SIGKILL')
  await over
}

/** Records, joins and separates until told to stop; gives how many facts it wrote. */
async function writeOn(keep: ReturnType<typeof openDb<OfficeTables>>, goOn: () => boolean): Promise<number> {
  let n = 0
  let facts = 0
  const customers = 50
  await sql`insert into fact.derived (customer_id, person, kind, role, status, batch) select c, c, 'person', 'customer', 'known', 1 from generate_series(1, ${customers}) c`.execute(
    keep,
  )
  while (goOn()) {
    n += 1
    const batch = 1_000 + n
    await inTransaction(keep, async (tx) => {
      if (n % 7 === 0) {
        await sql`update fact.derived set person = case when person = customer_id and customer_id > 1 then 1 else customer_id end, batch = ${batch} where customer_id = ${(n % customers) + 1}`.execute(
          tx,
        )
        await sql`insert into fact.change (batch, at, what, customers) values (${batch}, now(), '{derived}', array[${(n % customers) + 1}, 1]::bigint[])`.execute(
          tx,
        )
      } else {
        facts += 5
        await sql`insert into fact.interaction (customer_id, id, batch, at, kind, channel, direction, source, amount, currency)
          select c, ${n} * 1000 + c, ${batch}, now(), 'order', 'shop', 'in', 'test', c * 100, 'RUB' from generate_series(1, 5) c`.execute(tx)
        await sql`insert into fact.change (batch, at, what, customers) values (${batch}, now(), '{interaction}', '{1,2,3,4,5}')`.execute(tx)
      }
    })
    await sleep(5)
  }
  return facts
}
