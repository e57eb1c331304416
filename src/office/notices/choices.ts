import { type AnyDb, type Db, inTransaction, sql } from '../../platform/db/index.ts'
import { badInput } from '../../platform/errors.ts'
import { type NoticeKind, noticeKinds } from './contract.ts'
import type { NoticeTables } from './tables.ts'

export type Choice = { kind: NoticeKind; in_app: boolean; mail: 'no' | 'at_once' | 'digest' }
export type Quiet = { from: string; to: string; time_zone: string }
export type Wishes = { choices: Choice[]; quiet: Quiet | null }

/** Who has said nothing is told everything in the app and nothing by mail. */
const usual = (kind: NoticeKind): Choice => ({ kind, in_app: true, mail: 'no' })

/** What each of these wants, by their number. */
export async function wishesOf(db: AnyDb, staff: readonly number[]): Promise<Map<number, Wishes>> {
  const ids = [...new Set(staff)]
  const [chosen, quiet] = await Promise.all([
    sql<NoticeTables['office.notice_choice']>`select * from office.notice_choice where staff_id = any(${ids}::bigint[])`.execute(db),
    sql<NoticeTables['office.quiet_time']>`select * from office.quiet_time where staff_id = any(${ids}::bigint[])`.execute(db),
  ])
  return new Map(
    ids.map((id) => {
      const own = new Map(chosen.rows.filter((c) => c.staff_id === id).map((c) => [c.kind, c]))
      const silence = quiet.rows.find((q) => q.staff_id === id)
      const choices = noticeKinds.map((kind) => {
        const said = own.get(kind)
        return said ? { kind, in_app: said.in_app, mail: said.mail } : usual(kind)
      })
      return [id, { choices, quiet: silence ? { from: clockOf(silence.from_minute), to: clockOf(silence.to_minute), time_zone: silence.time_zone } : null }]
    }),
  )
}

/** Sets what one member of staff wants; `quiet: null` takes the quiet hours away. */
export async function chooseNotices(db: Db<NoticeTables>, staff: number, said: { choices?: readonly Choice[] | undefined; quiet?: Quiet | null | undefined }) {
  const { choices = [], quiet } = said
  if (quiet) checkQuiet(quiet)
  await inTransaction(db, async (tx) => {
    for (const { kind, in_app, mail } of choices) {
      await sql`insert into office.notice_choice (staff_id, kind, in_app, mail) values (${staff}, ${kind}, ${in_app}, ${mail})
        on conflict (staff_id, kind) do update set in_app = excluded.in_app, mail = excluded.mail`.execute(tx)
    }
    if (quiet === null) await sql`delete from office.quiet_time where staff_id = ${staff}`.execute(tx)
    if (quiet)
      await sql`insert into office.quiet_time (staff_id, from_minute, to_minute, time_zone)
        values (${staff}, ${minuteOf(quiet.from)}, ${minuteOf(quiet.to)}, ${quiet.time_zone})
        on conflict (staff_id) do update set from_minute = excluded.from_minute, to_minute = excluded.to_minute, time_zone = excluded.time_zone`.execute(tx)
  })
}

function checkQuiet({ from, to, time_zone }: Quiet): void {
  if (from === to) throw badInput('Quiet hours begin and end at different times.', 'quiet.to')
  try {
    Intl.DateTimeFormat('en', { timeZone: time_zone })
  } catch {
    throw badInput('This time zone is not known.', 'quiet.time_zone')
  }
}

/** Minutes since midnight of "22:30", and back. */
const minuteOf = (clock: string) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3))
const clockOf = (minute: number) => `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`

/** Whether it is quiet for somebody at this moment. */
export function isQuiet(quiet: Quiet | null, now: Date): boolean {
  if (!quiet) return false
  const [at, from, to] = [minuteIn(quiet.time_zone, now), minuteOf(quiet.from), minuteOf(quiet.to)]
  return from < to ? at >= from && at < to : at >= from || at < to
}

/** Minutes since midnight in this zone. */
export const minuteIn = (zone: string, now: Date): number =>
  minuteOf(Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(now))
