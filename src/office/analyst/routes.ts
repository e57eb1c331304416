import { createHash } from 'node:crypto'
import { z } from 'zod'
import { AppError } from '../../platform/errors.ts'
import { mount, pagesOf } from '../../platform/http/index.ts'
import { staffOf } from '../caller.ts'
import type { House } from '../house.ts'
import { askSql, listQuestions, readAnalysis, stopSql } from './contract.ts'

const perPage = 50

/** Mounts asking the facts in SQL, and how the copy is. */
export function analysisRoutes(house: House): void {
  const { app, on, analyst, clock, ids } = house
  const db = house.db.$pickTables<'office.analysis_question'>()
  const there = () => {
    if (!analyst) throw new AppError('unavailable', 'The analyst runs on another machine: ask it there.')
    return analyst
  }

  mount(app, on, readAnalysis, async () => {
    const { loaded_rows: _, ...state } = await there().ask('state', {})
    return state
  })

  mount(app, on, stopSql, async ({ caller }) => there().ask('stop_sql', { by: staffOf(caller) ?? -1 }))

  mount(app, on, listQuestions, async ({ caller, query: { cursor, limit = perPage } }) => {
    const staff = staffOf(caller) ?? -1
    const pages = pagesOf(ids, `questions ${staff}`, z.int())
    const asked = db
      .selectFrom('office.analysis_question')
      .selectAll()
      .where('staff_id', '=', staff)
      .orderBy('question_id', 'desc')
      .limit(limit + 1)
    const below = pages.after(cursor)
    const found = await (below === undefined ? asked : asked.where('question_id', '<', below)).execute()
    const { rows, next_cursor } = pages.page(found, limit, (row) => row.question_id)
    return { items: rows.map(({ sql, at, rows: came, ms, refused }) => ({ sql, at: at.toISOString(), rows: came, ms, refused })), next_cursor }
  })

  mount(app, on, askSql, async ({ caller, body, now }) => {
    if (caller.person.sees !== null) throw new AppError('forbidden', 'Facts of all customers are for those who see all customers.')
    const began = clock.monotonic()
    const note = async (said: { rows: number | null; refused: string | null }) => {
      const question = await house.rowIds.one()
      const ms = Math.round(clock.monotonic() - began)
      await db
        .insertInto('office.analysis_question')
        .values({ question_id: question, staff_id: staffOf(caller) ?? 0, at: now, sql: body.sql, ms, ...said })
        .execute()
      const sha256 = createHash('sha256').update(body.sql).digest('base64url')
      await house.door.ask(caller.as, 'noted', {
        acts: [{ act: 'analysis.asked', facts: { question: String(question), digest: sha256, rows: said.rows ?? -1, ms } }],
      })
    }
    const answer = await there()
      .ask('sql', { sql: body.sql, rows: body.limit, by: staffOf(caller) ?? 0 })
      .catch(async (error: unknown) => {
        await note({ rows: null, refused: error instanceof AppError ? error.message.slice(0, 500) : 'failed' })
        throw error
      })
    // It is on record before anything of it is shown.
    await note({ rows: answer.rows.length, refused: null })
    return answer
  })
}
