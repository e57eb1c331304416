import { z } from 'zod'
import { badInput } from '../../platform/errors.ts'
import type { Opaque, OpaqueKind } from '../../platform/ids/index.ts'
import type { Deed } from './shapes.ts'

/** A deed as it is kept: codes and our own numbers. The value of a field and the words of a task stand in the keep. */
export const keptDeed = z.discriminatedUnion('deed', [
  z.object({ deed: z.literal('tag'), tag: z.int() }),
  z.object({ deed: z.literal('untag'), tag: z.int() }),
  z.object({ deed: z.literal('assign'), staff: z.int().nullable() }),
  z.object({ deed: z.literal('set_field'), field: z.string() }),
  z.object({ deed: z.literal('trash') }),
  z.object({ deed: z.literal('restore') }),
  z.object({
    deed: z.literal('add_task'),
    kind: z.enum(['task', 'promise', 'call_back']),
    assignee: z.int().nullable(),
    due_at: z.string().nullable(),
    /** Its number and its code. */
    unit: z.object({ id: z.int(), code: z.string() }).nullable().default(null),
  }),
])
export type KeptDeed = z.infer<typeof keptDeed>

export function keptOfDeed(ids: Opaque, deed: Deed): KeptDeed {
  const read = (kind: OpaqueKind, shown: string, place: string): number => {
    const id = ids.read(kind, shown)
    if (id === undefined) throw badInput(`${place}: there is none of this id`, place)
    return id
  }
  switch (deed.deed) {
    case 'tag':
    case 'untag':
      return { deed: deed.deed, tag: read('tag', deed.tag_id, 'deed.tag_id') }
    case 'assign':
      return { deed: 'assign', staff: deed.staff_id === null ? null : read('staff', deed.staff_id, 'deed.staff_id') }
    case 'set_field':
      return { deed: 'set_field', field: deed.field }
    case 'trash':
    case 'restore':
      return { deed: deed.deed }
    case 'add_task':
      return {
        deed: 'add_task',
        kind: deed.kind,
        assignee: deed.assignee_id === null ? null : read('staff', deed.assignee_id, 'deed.assignee_id'),
        due_at: deed.due_at,
        unit: null,
      }
  }
}

export function shownDeed(ids: Opaque, deed: KeptDeed): Deed {
  switch (deed.deed) {
    case 'tag':
    case 'untag':
      return { deed: deed.deed, tag_id: ids.show('tag', deed.tag) }
    case 'assign':
      return { deed: 'assign', staff_id: deed.staff === null ? null : ids.show('staff', deed.staff) }
    case 'set_field':
      return { deed: 'set_field', field: deed.field }
    case 'trash':
    case 'restore':
      return { deed: deed.deed }
    case 'add_task':
      return {
        deed: 'add_task',
        kind: deed.kind,
        assignee_id: deed.assignee === null ? null : ids.show('staff', deed.assignee),
        unit: deed.unit?.code ?? null,
        due_at: deed.due_at,
      }
  }
}
