import { sql } from 'kysely'
import { notFound } from '../../../platform/errors.ts'
import { mount, pagesOf } from '../../../platform/http/index.ts'
import type { OpaqueKind } from '../../../platform/ids/index.ts'
import type { Caller } from '../../caller.ts'
import { byOf } from '../../console/index.ts'
import type { House } from '../../house.ts'
import { needPlace, showChoices } from '../../needs/index.ts'
import type { Task } from '../../work/index.ts'
import * as contract from './contract.ts'

const perPage = 50

/** Mounts what a customer looks for, wishes and worries about, and what became of it. */
export function myNeedRoutes({ app, on, db, door, ids }: House, own: (caller: Caller) => number): void {
  const read = (kind: OpaqueKind, shown: string): number => {
    const id = ids.read(kind, shown)
    if (id === undefined) throw notFound()
    return id
  }

  mount(app, on, contract.listMyNeeds, async ({ caller, query: { cursor, limit = perPage } }) => {
    const pages = pagesOf(ids, `my needs ${own(caller)}`, needPlace)
    const { items, next, choices } = await door.ask(caller.as, 'myNeeds', { after: pages.after(cursor) ?? null, limit })
    const promises = await promisesOf(items.filter(({ kind }) => kind === 'worry'))
    return {
      items: items.map(({ need, customer: _, said_unnamed: anonymous, by, answers, ...rest }) => {
        const task = promises.get(need)
        return {
          ...rest,
          id: ids.show('need', need),
          anonymous,
          by: wrote(by),
          answers: answers.map(({ answer, by: who, ...given }) => ({ ...given, id: ids.show('answer', answer), by: wrote(who) })),
          promise: task ? { due_at: task.due_at?.toISOString() ?? null, state: task.state, done_at: task.done_at?.toISOString() ?? null } : null,
        }
      }),
      next_cursor: next && pages.cursorAt(next),
      choices: showChoices(choices),
    }
  })

  /** A worry's task bears its number. */
  async function promisesOf(worries: readonly { customer: number; need: number }[]): Promise<Map<number, Task>> {
    if (worries.length === 0) return new Map()
    const { rows } =
      await sql<Task>`select t.* from unnest(${worries.map((w) => w.customer)}::bigint[], ${worries.map((w) => w.need)}::bigint[]) q(customer_id, task_id)
      join office.task t using (customer_id, task_id)`.execute(db)
    return new Map(rows.map((task) => [task.task_id, task]))
  }

  mount(app, on, contract.sayMyNeed, async ({ caller, body: { anonymous, ...said } }) => {
    own(caller)
    const { need } = await door.ask(caller.as, 'mySayNeed', { ...said, unnamed: anonymous })
    return { id: ids.show('need', need) }
  })
  mount(app, on, contract.changeMyNeed, ({ caller, params, body }) => door.ask(caller.as, 'myChangeNeed', { need: read('need', params.need_id), ...body }))
  mount(app, on, contract.closeMyNeed, ({ caller, params }) => door.ask(caller.as, 'myCloseNeed', { need: read('need', params.need_id) }))

  const decide =
    (accepted: boolean) =>
    ({ caller, params }: { caller: Caller; params: { need_id: string; answer_id: string } }) =>
      door.ask(caller.as, 'myDecide', { need: read('need', params.need_id), answer: read('answer', params.answer_id), accepted })
  mount(app, on, contract.acceptMyAnswer, decide(true))
  mount(app, on, contract.declineMyAnswer, decide(false))
}

const wrote = ({ kind, role }: { kind: string; role: string }) => ({ kind: byOf({ kind, name: null }).kind, role })
