import { z } from 'zod'
import type { Input } from '../../keep/door/contract.ts'
import { notFound } from '../../platform/errors.ts'
import { mount, pagesOf } from '../../platform/http/index.ts'
import type { OpaqueKind } from '../../platform/ids/index.ts'
import type { Caller } from '../caller.ts'
import type { House } from '../house.ts'
import * as contract from './contract.ts'
import { figures } from './figures.ts'
import { showChoices, showNeed } from './show.ts'

export const needPlace = z.object({ day: z.iso.date(), need: z.int() })
const perPage = 50

/** Mounts what customers look for, wish and worry about, for whoever answers. */
export function needRoutes(house: House): void {
  const { app, on, door, ids } = house

  const read = (kind: OpaqueKind, shown: string): number => {
    const id = ids.read(kind, shown)
    if (id === undefined) throw notFound()
    return id
  }
  const one = async (caller: Caller, need: number) => {
    const { items } = await door.ask(caller.as, 'needs', { need, limit: 1 })
    const [found] = items
    if (!found) throw notFound()
    return showNeed(ids, found)
  }
  const list = async (
    caller: Caller,
    name: unknown[],
    { cursor, limit = perPage }: { cursor?: string | undefined; limit?: number | undefined },
    wanted: Omit<Input<'needs'>, 'limit'>,
  ) => {
    const pages = pagesOf(ids, JSON.stringify(['needs', ...name]), needPlace)
    const { items, next, choices } = await door.ask(caller.as, 'needs', { ...wanted, after: pages.after(cursor) ?? null, limit })
    return { items: items.map((need) => showNeed(ids, need)), next_cursor: next && pages.cursorAt(next), choices: showChoices(choices) }
  }

  mount(app, on, contract.listNeeds, ({ caller, query: { cursor, limit, anonymous, ...filter } }) => {
    const wanted = { ...filter, ...(anonymous !== undefined && { unnamed: anonymous === 'true' }) }
    return list(caller, [filter, anonymous], { cursor, limit }, wanted)
  })
  mount(app, on, contract.countNeeds, async ({ caller, now }) => {
    const { choices } = await door.ask(caller.as, 'needs', { stage: 'accepted', limit: 1 })
    return figures(house.db.$pickTables(), new Map(choices.topics.map((topic) => [topic.code, topic.title])), now)
  })
  mount(app, on, contract.readNeed, ({ caller, params }) => one(caller, read('need', params.need_id)))
  mount(app, on, contract.listNeedsOf, ({ caller, params, query }) => {
    const customer = read('customer', params.customer_id)
    return list(caller, ['of', customer], query, { customer })
  })
  mount(app, on, contract.takeNeed, async ({ caller, params, body }) => {
    const { need } = await door.ask(caller.as, 'takeNeed', { customer: read('customer', params.customer_id), ...body })
    return one(caller, need)
  })
  mount(app, on, contract.answerNeed, async ({ caller, params, body }) => {
    const need = read('need', params.need_id)
    await door.ask(caller.as, 'answerNeed', { need, ...body })
    return one(caller, need)
  })
  mount(app, on, contract.takeBackAnswer, async ({ caller, params }) => {
    const need = read('need', params.need_id)
    await door.ask(caller.as, 'takeBackAnswer', { need, answer: read('answer', params.answer_id) })
    return one(caller, need)
  })

  mount(app, on, contract.listReadyAnswers, async ({ caller, query: { cursor, limit = perPage } }) => {
    const pages = pagesOf(ids, 'ready answers', z.string())
    const { items, next } = await door.ask(caller.as, 'readyAnswers', { after: pages.after(cursor) ?? null, limit })
    return { items: items.map(({ answer: code, ...rest }) => ({ code, ...rest })), next_cursor: next && pages.cursorAt(next) }
  })
  mount(app, on, contract.keepReadyAnswer, ({ caller, params, body }) => door.ask(caller.as, 'keepReadyAnswer', { answer: params.code, ...body }))
  mount(app, on, contract.retireReadyAnswer, ({ caller, params }) => door.ask(caller.as, 'retireReadyAnswer', { answer: params.code }))
}
