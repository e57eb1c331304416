import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openLetter, type StaffLetter } from '../src/keep/access/index.ts'
import { noticesByMail } from '../src/keep/access/shapes.ts'
import { addStaff } from '../src/keep/access/staff.ts'
import { chooseNotices, type Wishes } from '../src/office/notices/choices.ts'
import { noticeKinds } from '../src/office/notices/contract.ts'
import { isDue, writeLetters } from '../src/office/notices/letters.ts'
import { notify } from '../src/office/notices/notify.ts'
import { markNotices, noticesOf } from '../src/office/notices/store.ts'
import { inTransaction, sql } from '../src/platform/db/index.ts'
import { openWings } from './wings.ts'

const minute = 60_000
const zone = 'Europe/Moscow'

test('every kind of notice can go by mail', () => assert.deepEqual(new Set(noticeKinds), new Set(noticesByMail)))

test('when somebody is written to: at once, or past nine; never in quiet hours', () => {
  const wishes = (mail: 'no' | 'at_once' | 'digest', quiet: Wishes['quiet'] = null): Wishes => ({ choices: [{ kind: 'mention', in_app: true, mail }], quiet })
  const night = { from: '22:00', to: '08:00', time_zone: 'Asia/Vladivostok' }
  // Nine in Moscow is six in UTC, in Vladivostok eleven of the evening before.
  const cases: readonly [what: string, wishes: Wishes, at: string, now: string, due: boolean][] = [
    ['at once', wishes('at_once'), '2026-11-21T12:00:00Z', '2026-11-21T12:00:30Z', true],
    ['not chosen', wishes('no'), '2026-11-21T12:00:00Z', '2026-11-21T12:00:30Z', false],
    ['a digest before nine', wishes('digest'), '2026-11-20T12:00:00Z', '2026-11-21T05:59:00Z', false],
    ['a digest at nine', wishes('digest'), '2026-11-20T12:00:00Z', '2026-11-21T06:00:00Z', true],
    ['a digest that missed nine', wishes('digest'), '2026-11-20T12:00:00Z', '2026-11-21T15:00:00Z', true],
    ['a digest of what came after nine', wishes('digest'), '2026-11-21T06:30:00Z', '2026-11-21T15:00:00Z', false],
    ['at once in quiet hours', wishes('at_once', night), '2026-11-21T13:00:00Z', '2026-11-21T13:00:00Z', false],
    ['at once when they end', wishes('at_once', night), '2026-11-21T13:00:00Z', '2026-11-21T22:00:00Z', true],
  ]
  for (const [what, said, at, now, due] of cases) assert.equal(isDue(said, [{ kind: 'mention', at: new Date(at) }], { zone, now: new Date(now) }), due, what)
})

test('what waits goes in one letter of counts, at most one in a quarter of an hour', async (t) => {
  const { office, keep, clock } = await openWings(t)
  const db = office.db.$pickTables<'office.notice' | 'office.notice_choice' | 'office.quiet_time'>()
  const hired = (name: string) =>
    inTransaction(keep.db, (tx) =>
      addStaff(
        { ...keep.access, db: tx.$pickTables() },
        { name, email: `${name}@example.org`, password: 'a long password', role: 'clerk', language: 'ru' },
        { now: clock.now(), staff: null },
      ),
    )
  const [vera, ben] = [await hired('vera'), await hired('ben')]
  const write = () => writeLetters({ db, door: office.door, zone: async () => zone }, clock.now())
  async function letters(): Promise<StaffLetter[]> {
    const { rows } = await sql<{ letter_id: number }>`select letter_id from keep.staff_letter order by letter_id`.execute(keep.db)
    return (await Promise.all(rows.map((row) => openLetter(keep.access, row.letter_id)))).flatMap((letter) => letter ?? [])
  }
  const tell = (kind: 'mention' | 'task_due' | 'lead_new', to = [vera.id, ben.id]) => notify(db, { to, kind, customer: 7, now: clock.now() })
  await chooseNotices(db, vera.id, {
    choices: [
      { kind: 'mention', in_app: true, mail: 'at_once' },
      { kind: 'task_due', in_app: false, mail: 'at_once' },
      { kind: 'lead_new', in_app: true, mail: 'digest' },
    ],
  })

  await t.test('no: nobody who did not ask for it, and nobody who signed in has a letter written', async () => {
    await tell('mention', [ben.id])
    assert.equal(await write(), 0)
    await assert.rejects(office.door.ask({ session: 'x' }, 'tellStaff', { letters: [{ staff: ben.id, upto: 1, counts: { mention: 1 } }] }), {
      code: 'unauthenticated',
    })
    await assert.rejects(office.door.ask({ service: 'health' }, 'tellStaff', { letters: [{ staff: ben.id, upto: 1, counts: { mention: 1 } }] }), {
      code: 'forbidden',
    })
    assert.deepEqual(await letters(), [])
  })
  await t.test('yes: what was chosen, also what is not shown in the app; by kind and count, of no customer', async () => {
    for (const kind of ['mention', 'mention', 'task_due'] as const) await tell(kind)
    assert.equal(await write(), 1)
    const [letter, ...others] = await letters()
    assert.deepEqual([others.length, letter?.kind, letter?.to, letter?.counts], [0, 'notices', 'vera@example.org', { mention: 2, task_due: 1 }])
    assert.equal(await write(), 0, 'it is not told twice')
    assert.equal((await noticesOf(db, { staff: vera.id, unread: false, limit: 50, after: undefined })).length, 2, 'in the app only what was chosen for it')
  })
  await t.test('what comes within a quarter of an hour waits, and all of it goes in one', async () => {
    await tell('mention')
    clock.advance(14 * minute)
    await tell('mention')
    assert.equal(await write(), 0)
    clock.advance(minute)
    assert.equal(await write(), 1)
    assert.deepEqual((await letters()).at(-1)?.counts, { mention: 2 })
  })
  await t.test('what was read meanwhile, or is not wanted any more, is not told', async () => {
    clock.advance(20 * minute)
    await tell('mention')
    await tell('task_due')
    await markNotices(db, { staff: vera.id, only: undefined, read: true, now: clock.now() })
    await chooseNotices(db, vera.id, { choices: [{ kind: 'task_due', in_app: true, mail: 'no' }] })
    assert.equal(await write(), 0)
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from office.notice where mail_due_at is not null`.execute(db)
    assert.equal(rows[0]?.n, 0)
  })
  await t.test('an office that was killed before it knew asks again for the same letter, which is one', async () => {
    clock.advance(20 * minute)
    await tell('mention', [vera.id])
    const before = (await letters()).length
    const lost = { ask: async (...call: Parameters<typeof office.door.ask>) => (await office.door.ask(...call), Promise.reject(new Error('killed'))) }
    await assert.rejects(writeLetters({ db, door: lost, zone: async () => zone }, clock.now()), /killed/)
    clock.advance(minute)
    assert.equal(await write(), 1)
    assert.equal((await letters()).length, before + 1)
    clock.advance(60 * minute)
    assert.equal(await write(), 0)
  })
  await t.test('a digest comes with whatever goes, and somebody who left gets nothing', async () => {
    await tell('lead_new', [vera.id])
    assert.equal(await write(), 0)
    await tell('mention', [vera.id])
    assert.equal(await write(), 1)
    assert.deepEqual((await letters()).at(-1)?.counts, { lead_new: 1, mention: 1 })
    clock.advance(60 * minute)
    await tell('mention', [vera.id])
    await sql`update keep.staff set status = 'dismissed' where staff_id = ${vera.id}`.execute(keep.db)
    assert.equal(await write(), 0)
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from office.notice where mail_due_at is not null`.execute(db)
    assert.equal(rows[0]?.n, 0)
  })
})
