import { badInput, notFound } from '../../platform/errors.ts'
import { mount } from '../../platform/http/index.ts'
import { type Caller, staffOf } from '../caller.ts'
import { timelineOf } from '../catalogue/index.ts'
import type { House } from '../house.ts'
import { tell } from '../live/index.ts'
import { notify } from '../notices/index.ts'
import { addNote, changeNote } from './contract.ts'
import { momentOf } from './timeline.ts'

/** Mounts how notes are written, written anew and taken away, and who is told of them. */
export function noteRoutes(house: House, customer: (shown: string) => number): void {
  const { app, on, door, ids } = house

  /** Colleagues by number; throws bad_input when one of them does not work here. */
  async function mentioned(caller: Caller, shown: readonly string[]): Promise<number[]> {
    const asked = [...new Set(shown.map((id) => ids.read('staff', id) ?? 0))]
    if (asked.length === 0) return []
    const found = await door.ask(caller.as, 'colleagues', { ids: asked })
    if (found.length < asked.length) throw badInput('This colleague does not work here any more.', 'mentions')
    return asked
  }
  /** Who of them does not see whom the note is about. */
  async function unseenBy(caller: Caller, staff: readonly number[], customer: number) {
    if (staff.length === 0) return []
    const found = await door.ask(caller.as, 'unseen', { pairs: staff.map((id) => ({ staff: id, customer })) })
    return found.map(({ staff: id, why, units }) => ({ id: ids.show('staff', id), why, units }))
  }
  /** Each is told once of one note, however often it is written anew. */
  const tellMentioned = (caller: Caller, to: readonly number[], at: { customer: number; note: number; now: Date }) =>
    notify(house.db.$pickTables(), {
      to: [...to],
      kind: 'mention',
      customer: at.customer,
      subject: { kind: 'note', id: at.note },
      by: caller.person.actor.id,
      once: `note ${at.note}`,
      now: at.now,
    })

  mount(app, on, addNote, async ({ caller, params, body: { mentions, ...said }, now }) => {
    const to = await mentioned(caller, mentions)
    const made = await door.ask(caller.as, 'note', { customer: customer(params.customer_id), ...said })
    await tellMentioned(caller, to, { customer: made.customer, note: made.id, now })
    const [row] = await timelineOf(house.db, [made.customer], { after: { id: made.id + 1, customer: 0 }, limit: 1 })
    if (!row) throw notFound()
    const { name, actor } = caller.person
    const staff = staffOf(caller)
    const content = { text: said.text, by: name ?? actor.role, by_id: staff }
    const shown = momentOf(house, row, { kind: 'interaction', customer: made.customer, id: made.id, content, hidden: null }, await house.kindTitles(), staff)
    return { ...shown, unseen: await unseenBy(caller, to, made.customer) }
  })

  mount(app, on, changeNote, async ({ caller, params, body, now }) => {
    const note = ids.read('interaction', params.note_id)
    if (note === undefined) throw notFound()
    const to = await mentioned(caller, body.mentions)
    const made = await door.ask(caller.as, 'rewriteNote', { customer: customer(params.customer_id), note, text: body.text })
    await tellMentioned(caller, to, { customer: made.customer, note, now })
    if (made.changed) await tell(house.db.$pickTables(), { topic: 'customer', id: made.customer })
    return { done: true as const, unseen: await unseenBy(caller, to, made.customer) }
  })
}
