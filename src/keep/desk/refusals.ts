import type { z } from 'zod'
import { sql } from '../../platform/db/index.ts'
import type { DeskDeps } from './deps.ts'
import type { refusals } from './shapes.ts'
import { countPersons, daysIn, type Shared, type Span, sharedIn } from './spans.ts'
import { counted, purposeTitles } from './touched.ts'

export type Wish = { reason?: string | undefined; role?: string | undefined; purpose?: string | undefined }
type Refusals = z.input<typeof refusals>

/** What was refused, put off or had to be asked first; each facet with what is asked of the others, so that one sees where a click leads. */
export async function refusalsIn(deps: Pick<DeskDeps, 'db'>, span: Span, wish: Wish): Promise<Refusals> {
  const { db } = deps
  const [all, titles, zone] = await Promise.all([refusedIn(deps, span, {}), purposeTitles(deps), timeZone(deps)])
  const asked = all.filter(fits(wish))
  const [groups, days] = await Promise.all([countPersons(db, span, asked), daysIn(db, span, asked, zone)])
  const roles = Map.groupBy(all.filter(fits({ ...wish, role: undefined })), ({ actor, role }) => `${actor} ${role}`)
  return {
    time_zone: zone,
    count: asked.reduce((sum, { uses }) => sum + uses, 0),
    persons: groups.reduce((sum, { persons }) => sum + persons, 0),
    days,
    reasons: counted(all.filter(fits({ ...wish, reason: undefined })), (one) => [reasonOf(one)]).map(([reason, count]) => ({ reason, count })),
    roles: [...roles.values()]
      .flatMap((of) => of.slice(0, 1).map((one) => ({ actor: actorOf(one.actor), role: one.role, count: of.reduce((sum, { uses }) => sum + uses, 0) })))
      .sort((a, b) => b.count - a.count),
    purposes: counted(all.filter(fits({ ...wish, purpose: undefined })), ({ purpose }) => [purpose]).map(([code, count]) => ({
      purpose: { code, title: titles.get(code) ?? { en: code, ru: code } },
      count,
    })),
  }
}

/** Those that fit a wish, as the persons of them are asked for. */
export async function refusedIn({ db }: Pick<DeskDeps, 'db'>, span: Span, wish: Wish): Promise<Shared[]> {
  return (await sharedIn(db, span)).filter(({ decision }) => decision !== 'allow').filter(fits(wish))
}

const fits =
  ({ reason, role, purpose }: Wish) =>
  (one: Shared): boolean =>
    (reason === undefined || reasonOf(one) === reason) && (role === undefined || one.role === role) && (purpose === undefined || one.purpose === purpose)

const reasonOf = ({ reasons }: Shared): string => reasons[0] ?? 'unknown'
const kinds = ['staff', 'api', 'service', 'ai'] as const
const actorOf = (actor: string) => kinds.find((kind) => kind === actor) ?? 'service'

async function timeZone({ db }: Pick<DeskDeps, 'db'>): Promise<string> {
  const { rows } = await sql<{ time_zone: string }>`select time_zone from keep.company`.execute(db)
  return rows[0]?.time_zone ?? 'UTC'
}
