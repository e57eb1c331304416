import type { Credential, Door } from '../../../keep/door/contract.ts'
import { mount, pagesOf } from '../../../platform/http/index.ts'
import type { Caller } from '../../caller.ts'
import type { House } from '../../house.ts'
import { casePlace, cases, taskPlace, tasks, type WorkTables } from '../../work/index.ts'
import { listMyCases, listMyTasks } from './contract.ts'

/** Mounts what is being done for a customer, as they see it; `members`: all their ids. */
export function workRoutes(
  { app, on, db, door, ids }: House,
  { own, members }: { own: (caller: Caller) => number; members: (caller: Caller) => Promise<number[]> },
): void {
  const work = db.$pickTables<keyof WorkTables>()
  const all = { staff: 0, whose: 'all', within: undefined } as const

  mount(app, on, listMyCases, async ({ caller, query: { cursor, limit = 50 } }) => {
    const pages = pagesOf(ids, `my cases ${own(caller)}`, casePlace)
    const found = await cases(work, { ...all, about: await members(caller), state: undefined, limit: limit + 1, after: pages.after(cursor) })
    const { rows, next_cursor } = pages.page(found, limit, (c) => ({ open: c.state === 'open', opened_at: c.opened_at.toISOString(), id: c.case_id }))
    const words = await wordsOf(
      door,
      caller.as,
      rows.map((c) => ({ kind: 'case' as const, customer: c.customer_id, id: c.case_id })),
    )
    const items = rows.map((c) => ({
      id: ids.show('case', c.case_id),
      number: c.number,
      kind: c.kind,
      subject: words.said(c.case_id, 'text'),
      hidden: words.hidden(c.case_id),
      opened_at: c.opened_at.toISOString(),
      due_at: c.due_at?.toISOString() ?? null,
      closed_at: c.closed_at?.toISOString() ?? null,
      state: c.state,
      resolution: words.said(c.case_id, 'resolution') || null,
      rating: c.rating,
    }))
    return { items, next_cursor }
  })

  mount(app, on, listMyTasks, async ({ caller, query: { cursor, limit = 50, state } }) => {
    const pages = pagesOf(ids, `my tasks ${state} ${own(caller)}`, taskPlace)
    const found = await tasks(work, { ...all, about: await members(caller), state, limit: limit + 1, after: pages.after(cursor) })
    const { rows, next_cursor } = pages.page(found, limit, (t) => ({ due_at: t.due_at?.toISOString() ?? null, id: t.task_id }))
    const words = await wordsOf(
      door,
      caller.as,
      rows.map((t) => ({ kind: 'task' as const, customer: t.customer_id, id: t.task_id })),
    )
    const items = rows.map((t) => ({
      id: ids.show('task', t.task_id),
      kind: t.kind,
      what: words.said(t.task_id, 'text'),
      hidden: words.hidden(t.task_id),
      due_at: t.due_at?.toISOString() ?? null,
      state: t.state,
      done_at: t.done_at?.toISOString() ?? null,
      created_at: t.created_at.toISOString(),
    }))
    return { items, next_cursor }
  })
}

type Item = { kind: 'case' | 'task'; customer: number; id: number }

/** What is written of them; a session of a message's link is told that it is hidden. */
async function wordsOf(door: Door, as: Credential, items: Item[]) {
  const texts = items.length === 0 ? [] : await door.ask(as, 'myTexts', { items })
  const byId = new Map(texts.map((text) => [text.id, text]))
  return {
    said: (id: number, part: string): string => {
      const value = byId.get(id)?.content?.[part]
      return typeof value === 'string' ? value : ''
    },
    hidden: (id: number): string | null => byId.get(id)?.hidden?.reason ?? null,
  }
}
