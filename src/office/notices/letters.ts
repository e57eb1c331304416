import type { Door, Input } from '../../keep/door/contract.ts'
import { type Db, sql } from '../../platform/db/index.ts'
import { isQuiet, minuteIn, type Wishes, wishesOf } from './choices.ts'
import { type NoticeKind, noticeKinds } from './contract.ts'
import type { NoticeTables } from './tables.ts'

// Notices that go by mail too: whoever wanted a kind so gets one letter with all that waits, as counts. The keep writes it and holds the pace.

const peopleAtOnce = 100
const noticesAtOnce = 10_000
const digestMinute = 9 * 60
const as = { service: 'notices' } as const

type Waiting = { customer_id: number; notice_id: number; staff_id: number; kind: string; at: Date; read: boolean }
type Letter = Input<'tellStaff'>['letters'][number]

/** Writes what is due now; gives how many letters went to the keep. `zone`: where people are who have not said. */
export async function writeLetters(
  { db, door, zone }: { db: Db<NoticeTables>; door: Pick<Door, 'ask'>; zone: () => Promise<string> },
  now: Date,
): Promise<number> {
  let written = 0
  for (let after = -1; ; ) {
    const staff = await whoWaits(db, after, now)
    if (staff.length === 0) return written
    after = staff.at(-1) ?? after
    written += await writeTo({ db, door, zone: await zone() }, staff, now)
  }
}

async function whoWaits(db: Db<NoticeTables>, after: number, now: Date): Promise<number[]> {
  const { rows } = await sql<{ staff_id: number }>`select distinct staff_id from office.notice
    where mail_due_at <= ${now} and staff_id > ${after} order by staff_id limit ${peopleAtOnce}`.execute(db)
  return rows.map((row) => row.staff_id)
}

async function writeTo(
  { db, door, zone }: { db: Db<NoticeTables>; door: Pick<Door, 'ask'>; zone: string },
  staff: readonly number[],
  now: Date,
): Promise<number> {
  const wishes = await wishesOf(db, staff)
  const { rows } = await sql<Waiting>`select customer_id, notice_id, staff_id, kind, at, read_at is not null as read from office.notice
    where staff_id = any(${[...staff]}::bigint[]) and mail_due_at <= ${now} order by notice_id limit ${noticesAtOnce}`.execute(db)
  const unwanted = rows.filter((row) => row.read || mailOf(wishes.get(row.staff_id), row.kind) === 'no')
  await done(db, unwanted)
  const wanted = Map.groupBy(
    rows.filter((row) => !unwanted.includes(row)),
    (row) => row.staff_id,
  )
  const due = [...wanted].filter(([id, waiting]) => isDue(wishes.get(id), waiting, { zone, now }))
  if (due.length === 0) return 0
  const { letters } = await door.ask(as, 'tellStaff', { letters: due.map(([id, waiting]) => letterOf(id, waiting)) })
  const over = new Set(letters.filter(({ became }) => became !== 'too_soon').map((letter) => letter.staff))
  await done(
    db,
    due.flatMap(([id, waiting]) => (over.has(id) ? waiting : [])),
  )
  return letters.filter(({ became }) => became === 'queued').length
}

function letterOf(staff: number, waiting: readonly Waiting[]): Letter {
  const counts: { [K in NoticeKind]?: number } = {}
  for (const { kind } of waiting) {
    const known = noticeKinds.find((each) => each === kind)
    if (known) counts[known] = (counts[known] ?? 0) + 1
  }
  return { staff, upto: Math.max(...waiting.map((row) => row.notice_id)), counts }
}

const mailOf = (wishes: Wishes | undefined, kind: string) => wishes?.choices.find((choice) => choice.kind === kind)?.mail ?? 'no'

/** Whether somebody is to be written to now: something they want at once, or something that has waited for nine o'clock; never in their quiet hours. */
export function isDue(wishes: Wishes | undefined, waiting: readonly Pick<Waiting, 'kind' | 'at'>[], { zone, now }: { zone: string; now: Date }): boolean {
  if (!wishes || isQuiet(wishes.quiet, now)) return false
  const nine = lastNine(now, wishes.quiet?.time_zone ?? zone)
  return waiting.some(({ kind, at }) => mailOf(wishes, kind) === 'at_once' || at < nine)
}

/** The last time it was nine in this zone, to the minute. */
function lastNine(now: Date, zone: string): Date {
  const since = (minuteIn(zone, now) - digestMinute + 24 * 60) % (24 * 60)
  return new Date(now.getTime() - since * 60_000)
}

async function done(db: Db<NoticeTables>, rows: readonly Waiting[]): Promise<void> {
  if (rows.length === 0) return
  await sql`update office.notice set mail_due_at = null where (customer_id, notice_id) in (
    select * from unnest(${rows.map((row) => row.customer_id)}::bigint[], ${rows.map((row) => row.notice_id)}::bigint[]))`.execute(db)
}
