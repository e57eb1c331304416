import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openWings, type Wings } from '../../../../test/wings.ts'
import { inTransaction, sql } from '../../../platform/db/index.ts'
import { withClient } from '../../../platform/launcher/index.ts'
import { writeFields } from '../../customers/index.ts'
import { writeReceipts } from '../../receipts/index.ts'
import { tellOfCorrected, tellOfRemoved, toldByHand } from './corrections.ts'

// Who is told of what a colleague corrected on a card without being asked: whoever was given a file with the old value in it, and nobody else.

const clerk = { kind: 'staff', id: 7, role: 'clerk' } as const
const [given, destroyed, kept, toProgram] = [11, 12, 13, 14]
const [program, silent] = [21, 22]
const hour = 3_600_000

async function written(
  wings: Wings,
  customer: number,
  field: string,
  value: string | null,
  by: { actor: typeof clerk | { kind: 'api'; id: number; role: string } },
) {
  const { db, keyring, rowIds } = wings.keep.rights.deps
  wings.clock.advance(hour)
  const now = wings.clock.now()
  return inTransaction(db, async (tx) => {
    const changed = await writeFields({ db: tx.$pickTables(), keyring, rowIds }, tx.$pickTables(), [{ customer, field, value }], {
      ...by,
      source: 'console',
      now,
    })
    return tellOfCorrected({ rowIds }, tx, changed, { ...by, now })
  })
}
const corrects = (wings: Wings, customer: number, value: string | null, field = 'surname') => written(wings, customer, field, value, { actor: clerk })

/** A colleague told them, by what they had read at `asOf`. */
const tells = (wings: Wings, notice: number, asOf = wings.clock.now()) =>
  toldByHand(wings.keep.rights.deps, wings.keep.rights.deps.db, { notice, asOf, by: 7, now: wings.clock.now() })

const told = async (wings: Wings) =>
  (
    await sql<{ customer_id: number; kind: string; recipient_id: number; webhook_id: number | null; notice_id: number; days: number }>`
    select customer_id, kind, recipient_id, webhook_id, notice_id, extract(days from due_at - made_at)::int as days from fact.recipient where what = 'corrected' order by notice_id`.execute(
      wings.keep.db,
    )
  ).rows
const who = async (wings: Wings) => (await told(wings)).map(({ customer_id, kind, recipient_id }) => [customer_id, kind, recipient_id])

/** Receipts of a file, or of a key that read, with these categories. */
async function had(wings: Wings, customer: number, by: { file: number } | { key: number }, categories: string[]) {
  wings.clock.advance(hour)
  const codes = { policy: 'test', decision: 'allow' as const, purpose: 'service', categories }
  const made =
    'file' in by
      ? { codes: { ...codes, actor: 'staff', role: 'clerk', activity: 'export', operation: 'export' } as const, actorId: 7, activityId: by.file }
      : { codes: { ...codes, actor: 'api', role: 'program', activity: 'card', operation: 'read' } as const, actorId: by.key }
  await inTransaction(wings.keep.db, (tx) => writeReceipts(tx, [{ customer, ...made }], wings.clock.now()))
}

/** Files: one that was given away, one destroyed before anybody had it, one that stayed here, one whose recipient a webhook tells. */
async function files(wings: Wings) {
  const now = wings.clock.now()
  await sql`insert into keep.staff (staff_id, email_digest, sealed, password, role, created_at) values (7, '7'::bytea, ''::bytea, '', 'clerk', ${now})`.execute(
    wings.keep.db,
  )
  for (const [id, recipient, downloads, webhook] of [
    [given, 'x', 1, null],
    [destroyed, 'x', 0, null],
    [kept, null, 1, null],
    [toProgram, 'x', 1, 1],
  ] as const)
    await sql`insert into keep.export (export_id, state, format, purpose, sealed_why, columns, language, persons, by_id, by_role, created_at, moved_at, downloads, sealed_recipient, recipient_webhook)
      values (${id}, 'expired', 'csv', 'service', ''::bytea, '{name}', 'en', 1, 7, 'clerk', ${now}, ${now}, ${downloads}, ${recipient}::text::bytea, ${webhook})`.execute(
      wings.keep.db,
    )
  await withClient(wings.store.url.owner, (client) =>
    client.query(
      `insert into office.webhook (webhook_id, title, url, kinds, key_id, made_by, made_at, changed_at) values (1, 'Shop', 'https://shop.example', '{campaign.ended}', $1, 1, now(), now())`,
      [program],
    ),
  )
}

test('nobody is told of a first value, of data they did not get, of a file that stayed here or was destroyed unread, of what stands, or before they had it', async (t) => {
  const wings = await openWings(t)
  await files(wings)
  const [vera = 0, nina = 0] = await wings.customers(2)
  for (const file of [destroyed, kept]) await had(wings, vera, { file }, ['contact', 'record'])
  await had(wings, vera, { file: given }, ['record', 'profile'])
  await had(wings, nina, { file: given }, ['contact'])
  assert.equal(await corrects(wings, vera, 'Белова'), 0, 'contact was not in it')
  assert.equal(await corrects(wings, vera, 'Тула, Садовая, 3', 'address'), 0, 'nothing stood there')
  assert.equal(await corrects(wings, vera, 'Тула, Садовая, 5', 'address'), 0)
  assert.equal(await corrects(wings, nina, 'about', 'about'), 0, 'a first value')
  await had(wings, nina, { key: silent }, ['contact'])
  assert.equal(await corrects(wings, nina, 'Белова 1'), 0, 'the same again is no correction')
  assert.equal(await corrects(wings, nina, 'Петровка, 1', 'address'), 0)
  assert.equal(await corrects(wings, nina, 'Петровка, 2', 'address'), 0, 'they had it before the first address was known')
  assert.deepEqual(await who(wings), [])
})

test('whoever was given a file, and a program that a webhook tells, is told once until they heard; then of the next correction', async (t) => {
  const wings = await openWings(t)
  await files(wings)
  const [vera = 0, nina = 0] = await wings.customers(2)
  for (const by of [{ file: given }, { file: toProgram }, { key: program }, { key: silent }]) await had(wings, vera, by, ['contact'])
  assert.equal(await corrects(wings, vera, 'Соколова'), 3)
  const first = await told(wings)
  assert.deepEqual(
    first.map(({ customer_id, kind, recipient_id, webhook_id, days }) => [customer_id, kind, recipient_id, webhook_id, days]),
    [
      [vera, 'file', given, null, 30],
      [vera, 'file', toProgram, 1, 30],
      [vera, 'key', program, null, 30],
    ],
    'a program without a webhook reads again what it needs',
  )
  assert.equal(await corrects(wings, vera, null), 0, 'nobody was told yet, so this is in the same letter')
  assert.equal(await tells(wings, first[0]?.notice_id ?? 0), true)
  await withClient(wings.store.url.owner, (client) =>
    client.query(`insert into office.webhook_event (customer_id, event_id, kind, at, facts) values (0, $1, 'data.corrected', now(), '{}')`, [
      (first[2]?.notice_id ?? 0) + 1125899906842624,
    ]),
  )
  await withClient(wings.store.url.owner, (client) =>
    client.query(`insert into office.webhook_delivery (customer_id, event_id, webhook_id, next_at, at) values (0, $1, 1, now(), now())`, [
      (first[2]?.notice_id ?? 0) + 1125899906842624,
    ]),
  )
  assert.equal(await corrects(wings, vera, 'Орлова'), 2, 'who was told, and who is being told of what stood before')
  assert.deepEqual((await who(wings)).slice(3), [
    [vera, 'file', given],
    [vera, 'key', program],
  ])
  assert.equal(
    await written(wings, vera, 'surname', 'Ким', { actor: { kind: 'api', id: program, role: 'program' } }),
    0,
    'a program is not told of what it wrote',
  )
  // Of an address that is theirs no more, and of one person on two cards.
  await had(wings, nina, { file: given }, ['contact'])
  const removed = (since: Date) =>
    inTransaction(wings.keep.rights.deps.db, (tx) =>
      tellOfRemoved(wings.keep.rights.deps, tx, { customer: nina, since }, { actor: clerk, now: wings.clock.now() }),
    )
  assert.equal(await removed(wings.clock.now()), 1, 'in the moment in which they had it')
  await wings.joins(nina, vera)
  assert.equal(await corrects(wings, vera, 'Зимина'), 0, 'of one person on two cards, one letter to whoever is not told yet')
  assert.deepEqual((await who(wings)).at(-1), [nina, 'file', given])
})

test('what is corrected between writing the letter and saying that it went is told in the next one', async (t) => {
  const wings = await openWings(t)
  await files(wings)
  const [vera = 0] = await wings.customers(1)
  await had(wings, vera, { file: given }, ['contact'])
  await corrects(wings, vera, 'Соколова')
  const [first] = await told(wings)
  const read = wings.clock.now()
  await corrects(wings, vera, 'Орлова')
  assert.equal((await told(wings)).length, 1, 'it waits with the letter')
  assert.equal(await tells(wings, first?.notice_id ?? 0, read), true)
  const [, next, ...others] = await told(wings)
  assert.deepEqual([next?.customer_id, next?.kind, next?.recipient_id, next?.days, others.length], [vera, 'file', given, 30, 0])
  assert.equal(await tells(wings, first?.notice_id ?? 0, read), false, 'once')
  assert.equal(await corrects(wings, vera, 'Ким'), 0, 'the next one waits')
  assert.equal(await tells(wings, next?.notice_id ?? 0), true, 'this letter says all of it')
  assert.equal((await told(wings)).length, 2)
  assert.equal(await corrects(wings, vera, 'Кимова'), 1)
})

test('of two who correct one person at once one makes the letter; and where the first does not go through, the second does', async (t) => {
  const wings = await openWings(t)
  await files(wings)
  const { db, rowIds } = wings.keep.rights.deps
  const [vera = 0, nina = 0] = await wings.customers(2)
  for (const customer of [vera, nina])
    for (const [field, value] of [
      ['surname', 'Белова'],
      ['surname', 'Орлова'],
      ['address', 'Тула, 1'],
      ['address', 'Тула, 2'],
    ] as const)
      await corrects(wings, customer, value, field)
  for (const customer of [vera, nina]) await had(wings, customer, { file: given }, ['contact'])
  // Something older stands, so whoever had data since is told; without the values being written, so that nothing but the letter is fought for.
  const by = { actor: clerk, now: wings.clock.now() }
  await sql`update keep.vault set at = ${new Date(by.now.getTime() - 9 * hour)} where not current`.execute(wings.keep.db)
  const blocked = async () =>
    (await sql`select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`.execute(wings.keep.db)).rows.length > 0
  const race = async (customer: number, fails: boolean) => {
    let second: Promise<number> | undefined
    const first = inTransaction(db, async (tx) => {
      const n = await tellOfCorrected({ rowIds }, tx, [{ customer, field: 'surname' }], by)
      second = inTransaction(db, (other) => tellOfCorrected({ rowIds }, other, [{ customer, field: 'address' }], by))
      let over = false
      void second.then(() => {
        over = true
      })
      // Without the mend the second does not wait, and is over.
      while (!over && !(await blocked())) await new Promise((resolve) => setTimeout(resolve, 20))
      if (fails) throw new Error('given up')
      return n
    })
    if (fails) await assert.rejects(first, /given up/)
    return [fails ? 0 : await first, await second]
  }
  assert.deepEqual(await race(vera, false), [1, 0])
  assert.deepEqual(await race(nina, true), [0, 1])
  assert.deepEqual(await who(wings), [
    [vera, 'file', given],
    [nina, 'file', given],
  ])
})
