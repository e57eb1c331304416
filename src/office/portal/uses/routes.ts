import { z } from 'zod'
import type { Use } from '../../../keep/door/contract.ts'
import { AppError, notFound } from '../../../platform/errors.ts'
import { mount, pagesOf } from '../../../platform/http/index.ts'
import type { Caller } from '../../caller.ts'
import { activitiesOf } from '../../console/index.ts'
import type { House } from '../../house.ts'
import { own } from '../customer.ts'
import { listMyUses, readMyProof, readMyReceipts } from './contract.ts'
import { useOf } from './useOf.ts'

/** Mounts who used a customer's data, for what, and the receipts that prove it. */
export function usesRoutes(house: House): void {
  const { app, on, door, ids } = house

  mount(app, on, listMyUses, async ({ caller, query: { cursor, limit = 50, ...asked } }) => {
    const pages = pagesOf(ids, `my uses ${own(caller)}`, z.string())
    const page = await door.ask(caller.as, 'journal', { ...asked, customer: own(caller), cursor: pages.after(cursor) ?? null, limit })
    const activities = await activitiesOf(house, page.items, await tasksOf(caller, page.items))
    return {
      items: page.items.map((use) => useOf(ids, use, activities)),
      next_cursor: page.next && pages.cursorAt(page.next),
      last_visit: page.last_visit,
    }
  })

  mount(app, on, readMyProof, async ({ caller, params, query }) => {
    const seq = ids.read('receipt', params.receipt_id)
    if (seq === undefined) throw notFound()
    return door.ask(caller.as, 'myProof', { seq, at: new Date(query.at).toISOString() })
  })

  mount(app, on, readMyReceipts, async ({ caller }) => {
    const { file } = await door.ask(caller.as, 'myReceipts', {})
    if (file === null)
      throw new AppError('unavailable', 'Your receipts are not under a signed checkpoint yet. Please try again in a minute.', { retryAfterSeconds: 60 })
    return { file }
  })

  /** What the tasks say that these uses were for, as far as whoever asks may read it. */
  async function tasksOf(caller: Caller, uses: readonly Use[]): Promise<Map<number, string>> {
    const ids = uses.flatMap(({ customer, activity }) =>
      activity?.kind === 'task' && activity.id !== null ? [{ kind: 'task' as const, customer, id: activity.id }] : [],
    )
    const texts = ids.length === 0 ? [] : await door.ask(caller.as, 'myTexts', { items: ids })
    return new Map(texts.flatMap(({ id, content }) => (typeof content?.['text'] === 'string' ? [[id, content['text']] as const] : [])))
  }
}
