import { z } from 'zod'
import type { Words } from '../../../keep/door/contract.ts'
import { notFound } from '../../../platform/errors.ts'
import { mount, pagesOf } from '../../../platform/http/index.ts'
import type { House } from '../../house.ts'
import { own } from '../customer.ts'
import { useOf } from '../uses/useOf.ts'
import { listMyMessages, readMyMessage } from './contract.ts'

/** Mounts what the company sent a customer, and why. */
export function messageRoutes(house: House): void {
  const { app, on, door, ids } = house

  mount(app, on, readMyMessage, async ({ caller, params }) => {
    const message = ids.read('message', params.message_id)
    if (message === undefined) throw notFound()
    const { message: id, used, because, ...rest } = await door.ask(caller.as, 'myMessage', { message })
    const titles = await titlesOf(because)
    return {
      ...rest,
      because: because.map((b) => ({ ...b, title: titles.get(b.value ?? '') ?? null })),
      id: ids.show('message', id),
      used: used ? useOf(ids, used) : null,
    }
  })

  mount(app, on, listMyMessages, async ({ caller, query }) => {
    const pages = pagesOf(ids, `my messages ${own(caller)}`, z.int())
    const page = await door.ask(caller.as, 'myMessages', { below: pages.after(query.cursor) ?? null, limit: query.limit ?? 50 })
    const items = page.items.map(({ message, ...m }) => ({ ...m, id: ids.show('message', message) }))
    return { items, next_cursor: page.next === null ? null : pages.cursorAt(page.next) }
  })

  /** What the company calls the fields and kinds of events by which somebody was chosen. */
  async function titlesOf(because: readonly { code: string }[]): Promise<ReadonlyMap<string, Words>> {
    const fields = because.some(({ code }) => code === 'own_field') ? await door.ask({ service: 'health' }, 'ownFields', {}) : []
    const kinds = because.some(({ code }) => code === 'event') ? [...(await house.kindTitles())] : []
    return new Map([...kinds, ...fields.map((field) => [field.code, field.title] as const)])
  }
}
