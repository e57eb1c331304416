import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openWings } from '../../../test/wings.ts'
import { inTransaction, sql } from '../../platform/db/index.ts'
import { opaque } from '../../platform/ids/index.ts'
import { officeTasks } from '../jobs.ts'
import { openLists } from '../lists/index.ts'
import { chooseNotices, isQuiet, wishesOf } from './choices.ts'
import { expireNotices, notify } from './notify.ts'
import { markNotices, noticesOf, unreadOf } from './store.ts'

const [vera, ben, olga] = [1001, 1002, 1003]
const list = { unread: false, limit: 50, after: undefined }

test('who is told: those named, not who did it, once under one word, and not who chose not to', async (t) => {
  const { office, clock } = await openWings(t)
  const db = office.db.$pickTables<'office.notice' | 'office.notice_choice' | 'office.quiet_time'>()
  const now = clock.now()
  assert.equal(await notify(db, { to: [], kind: 'mention', now }), 0)
  assert.equal(await notify(db, { to: [vera], by: vera, kind: 'mention', now }), 0)
  assert.equal(await notify(db, { to: [vera, ben, ben], by: vera, kind: 'mention', customer: 7, subject: { kind: 'note', id: 5 }, now }), 1)
  assert.equal(await unreadOf(db, { staff: ben }), 1)
  assert.equal(await unreadOf(db, { staff: vera }), 0)

  const due = { to: [ben, olga], kind: 'task_due' as const, once: 'task 5', now }
  assert.equal(await notify(db, due), 2)
  assert.equal(await notify(db, due), 0)

  await chooseNotices(db, ben, { choices: [{ kind: 'import_done', in_app: false, mail: 'no' }] })
  assert.equal(await notify(db, { to: [ben, olga], kind: 'import_done', facts: { rows: 12, state: 'done' }, now }), 1)
  assert.deepEqual((await noticesOf(db, { ...list, staff: olga })).map((n) => [n.kind, n.facts])[0], ['import_done', { rows: 12, state: 'done' }])
})

test('what others wait for is found behind whatever else came since', async (t) => {
  const { office, clock } = await openWings(t)
  const db = office.db.$pickTables<'office.notice' | 'office.notice_choice' | 'office.quiet_time'>()
  const at = (n: number) => new Date(clock.now().getTime() + n * 1000)
  await notify(db, { to: [vera], by: ben, kind: 'mention', customer: 7, now: at(0) })
  for (let n = 1; n <= 60; n++) await notify(db, { to: [vera], kind: 'import_done', facts: { rows: n }, now: at(n) })
  const waiting = { staff: vera, kinds: ['mention', 'review_asked'] }
  assert.deepEqual(
    (await noticesOf(db, { ...list, ...waiting, unread: true, limit: 10 })).map((n) => n.kind),
    ['mention'],
  )
  assert.equal(await unreadOf(db, waiting), 1)
  assert.equal(await unreadOf(db, { staff: vera }), 61)
})

test('words and names cannot be told, and nothing is half told', async (t) => {
  const { office, clock } = await openWings(t)
  const now = clock.now()
  const unfit: Record<string, string | number>[] = [{ title: 'Anna Belova' }, { mail: 'a@b.example' }, { phone: '79123456789' }, { 'Bad key': 1 }]
  for (const facts of unfit) {
    await assert.rejects(notify(office.db, { to: [vera], kind: 'mention', facts, now }))
  }
  await assert.rejects(notify(office.db, { to: Array.from({ length: 1001 }, (_, n) => n), kind: 'mention', now }))
  await assert.rejects(
    inTransaction(office.db, async (tx) => {
      await notify(tx, { to: [vera], kind: 'mention', now })
      throw new Error('the deed did not come about')
    }),
  )
  assert.equal(await unreadOf(office.db.$pickTables(), { staff: vera }), 0)
})

test('the keep asks by a job, which may run twice', async (t) => {
  const { office, keep, clock, store } = await openWings(t)
  const asked = { to: [vera], kind: 'export_done', once: 'export 9', facts: { rows: 3 } }
  await sql`select office_jobs.add_job('notify'::text, ${JSON.stringify(asked)}::json)`.execute(keep.db)
  const lists = openLists({ url: store.url.office, door: office.door, clock })
  t.after(() => lists.destroy())
  const tasks = officeTasks({ ...office, clock, lists, ids: opaque('ids'), analyst: undefined })
  const { rows } = await sql<{ payload: unknown }>`select payload from office_jobs._private_jobs`.execute(office.db)
  assert.equal(rows.length, 1, store.url.office && 'the job waits')
  for (const _ of [1, 2]) await tasks['notify']?.(rows[0]?.payload, clock.now())
  assert.equal(await unreadOf(office.db.$pickTables(), { staff: vera }), 1)
  await assert.rejects(async () => tasks['notify']?.({ to: [vera], kind: 'something' }, clock.now()))
})

test('read, not read again, and never another’s', async (t) => {
  const { office, clock } = await openWings(t)
  const db = office.db.$pickTables<'office.notice' | 'office.notice_choice' | 'office.quiet_time'>()
  const now = clock.now()
  for (const kind of ['mention', 'task_assigned'] as const) await notify(db, { to: [vera, ben], kind, now })
  const [mine] = await noticesOf(db, { ...list, staff: ben })
  assert.ok(mine)
  await markNotices(db, { staff: vera, only: [mine.notice_id], read: true, now })
  assert.equal(await unreadOf(db, { staff: ben }), 2, 'Vera named a notice of Ben')
  await markNotices(db, { staff: ben, only: [mine.notice_id], read: true, now })
  assert.equal(await unreadOf(db, { staff: ben }), 1)
  assert.equal((await noticesOf(db, { ...list, staff: ben, unread: true })).length, 1)
  await markNotices(db, { staff: ben, only: [mine.notice_id], read: false, now })
  assert.equal(await unreadOf(db, { staff: ben }), 2)
  await markNotices(db, { staff: ben, only: undefined, read: true, now })
  assert.equal(await unreadOf(db, { staff: ben }), 0)
  assert.equal(await unreadOf(db, { staff: vera }), 2)
})

test('after ninety days, and beyond two thousand of one person, notices are gone', async (t) => {
  const { office, clock } = await openWings(t)
  const db = office.db.$pickTables<'office.notice' | 'office.notice_choice' | 'office.quiet_time'>()
  await notify(db, { to: [vera], kind: 'mention', now: clock.now() })
  clock.advance(89 * 86_400_000)
  await expireNotices(db, clock.now())
  assert.equal(await unreadOf(db, { staff: vera }), 1)
  clock.advance(2 * 86_400_000)
  await sql`insert into office.notice (customer_id, staff_id, kind, in_app, at) select 0, ${ben}, 'mention', true, ${clock.now()}::timestamptz - n * interval '1 second' from generate_series(1, 2003) n`.execute(
    db,
  )
  await expireNotices(db, clock.now())
  assert.equal(await unreadOf(db, { staff: vera }), 0)
  const { rows } = await sql<{ n: number; oldest: number }>`select count(*)::int as n, extract(epoch from ${clock.now()}::timestamptz - min(at))::int as oldest
    from office.notice where staff_id = ${ben}`.execute(db)
  assert.deepEqual(rows[0], { n: 2000, oldest: 2000 })
})

test('quiet hours are those of the person’s own zone, also over midnight', async (t) => {
  const { office } = await openWings(t)
  const db = office.db.$pickTables<'office.notice' | 'office.notice_choice' | 'office.quiet_time'>()
  const night = { from: '22:30', to: '07:00', time_zone: 'Asia/Vladivostok' }
  await chooseNotices(db, vera, { quiet: night })
  const quiet = (await wishesOf(db, [vera])).get(vera)?.quiet ?? null
  assert.deepEqual(quiet, night)
  const at = (iso: string) => isQuiet(quiet, new Date(iso))
  assert.deepEqual(['2026-11-21T12:29:00Z', '2026-11-21T12:30:00Z', '2026-11-21T20:59:00Z', '2026-11-21T21:00:00Z'].map(at), [false, true, true, false])
  const noon = { from: '12:00', to: '13:00', time_zone: 'Europe/Moscow' }
  assert.deepEqual(
    ['2026-11-21T08:59:00Z', '2026-11-21T09:00:00Z', '2026-11-21T10:00:00Z'].map((iso) => isQuiet(noon, new Date(iso))),
    [false, true, false],
  )
  await assert.rejects(chooseNotices(db, vera, { quiet: { ...noon, to: '12:00' } }), /different times/)
  await assert.rejects(chooseNotices(db, vera, { quiet: { ...noon, time_zone: 'Mars/Olympus' } }), /not known/)
  await chooseNotices(db, vera, { quiet: null })
  assert.equal((await wishesOf(db, [vera])).get(vera)?.quiet, null)
})
