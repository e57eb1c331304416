import { z } from 'zod'

// What may be done without a connection and sent later. Each names whom it is about in words: nobody is shown as a number.

const about = { customer: z.string(), who: z.string() }

export const edit = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('field'),
    ...about,
    field: z.string(),
    title: z.string(),
    value: z.string().nullable(),
    was: z.string().nullable(),
    /** The version it was made upon; empty: there was none; null: not known, so it goes upon the value. */
    etag: z.string().nullable(),
  }),
  z.object({ kind: z.literal('tag'), ...about, tag: z.string(), title: z.string(), on: z.boolean() }),
  z.object({ kind: z.literal('owner'), ...about, to: z.string().nullable(), name: z.string().nullable(), was: z.string().nullable() }),
  z.object({ kind: z.literal('task'), customer: z.string().nullable(), who: z.string(), task: z.string(), what: z.string() }),
  z.object({
    kind: z.literal('note'),
    ...about,
    text: z.string(),
    how: z.enum(['note', 'call', 'meeting']),
    /** Who called whom. */
    direction: z.enum(['in', 'out', 'none']),
    mentions: z.array(z.string()),
    /** Sent again because nobody knew whether it had arrived, it is one note all the same. */
    once: z.string(),
  }),
])
export type Edit = z.output<typeof edit>

/** Why it was not taken: what the server said, or what somebody else wrote meanwhile. */
const trouble = z.union([
  z.object({ status: z.number(), detail: z.string(), place: z.string().nullable() }),
  z.object({ theirs: z.string().nullable(), etag: z.string().nullable(), by: z.string().nullable(), at: z.string().nullable() }),
])
export type Trouble = z.output<typeof trouble>

export const waiting = z.object({ id: z.string(), at: z.string(), edit, trouble: trouble.nullable() })
export type Waiting = z.output<typeof waiting>

/** What an edit is of; two of one thing become one. A note is always one more. */
function thing(of: Edit): string | undefined {
  switch (of.kind) {
    case 'field':
      return `field ${of.customer} ${of.field}`
    case 'tag':
      return `tag ${of.customer} ${of.tag}`
    case 'owner':
      return `owner ${of.customer}`
    case 'task':
      return `task ${of.task}`
    case 'note':
      return undefined
  }
}

/** Whether both change the same thing. */
export const isSameThing = (one: Edit, other: Edit): boolean => thing(one) !== undefined && thing(one) === thing(other)

/** With one edit more, at the end; one of the same thing takes the place of the former, and goes altogether when all is as it was. */
export function withEdit(all: readonly Waiting[], made: Waiting, sending: string | undefined): Waiting[] {
  const before = all.find((one) => one.id !== sending && isSameThing(one.edit, made.edit))
  if (!before) return [...all, made]
  const others = all.filter((one) => one !== before)
  const both = joined(before.edit, made.edit)
  return both ? [...others, { ...made, edit: both }] : others
}

function joined(before: Edit, after: Edit): Edit | undefined {
  if (before.kind === 'field' && after.kind === 'field') {
    const both = { ...after, was: before.was, etag: before.etag }
    return both.value === both.was ? undefined : both
  }
  if (before.kind === 'owner' && after.kind === 'owner') return after.to === before.was ? undefined : { ...after, was: before.was }
  if (before.kind === 'tag' && after.kind === 'tag') return before.on === after.on ? before : undefined
  return after
}
