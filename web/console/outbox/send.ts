import { z } from 'zod'
import { addNote, writeField } from '../../../src/office/console/contract.ts'
import { actor } from '../../../src/office/console/shapes.ts'
import { assignCustomer, tagCustomer, untagCustomer } from '../../../src/office/ownership/contract.ts'
import { completeTask } from '../../../src/office/work/contract.ts'
import { ApiProblem, call } from '../../ui/api.ts'
import type { Edit, Trouble } from './edits.ts'

/** `later`: the server is not reached, or has too much to do; `out`: nobody is signed in; then it waits on. */
export type Outcome = 'sent' | 'later' | 'out' | Trouble

const stale = z.object({
  current: z.object({
    value: z.string().nullable(),
    etag: z.string(),
    changed_at: z.string().nullable(),
    by: actor.nullable(),
    name: z.string().nullable().optional(),
  }),
})

/** Sends one edit. What somebody else wrote meanwhile is never written over: both are shown, and somebody chooses. */
export async function send(edit: Edit): Promise<Outcome> {
  try {
    return await sent(edit)
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error
    if (error.status === 0 || error.status === 429 || error.status >= 500) return 'later'
    if (error.status === 401) return 'out'
    const met = error.status === 412 ? stale.safeParse(error.said) : undefined
    if (!met?.data || (edit.kind !== 'field' && edit.kind !== 'owner')) return { status: error.status, detail: error.detail, place: error.place ?? null }
    const { value, etag, by, changed_at, name } = met.data.current
    if (edit.kind === 'owner') return { theirs: name ?? null, etag: value, by: null, at: null }
    // The answer to an earlier try was lost: it stands there already.
    return value === edit.value ? 'sent' : { theirs: value, etag, by: by?.name ?? null, at: changed_at }
  }
}

async function sent(edit: Edit): Promise<Outcome> {
  switch (edit.kind) {
    case 'field':
      return putField(edit)
    case 'owner':
      await call(assignCustomer, { params: { customer_id: edit.customer }, body: { staff_id: edit.to, was: edit.was } })
      return 'sent'
    case 'tag':
      await call(edit.on ? tagCustomer : untagCustomer, { params: { customer_id: edit.customer, tag_id: edit.tag } })
      return 'sent'
    case 'task':
      await call(completeTask, { params: { task_id: edit.task }, body: {} })
      return 'sent'
    case 'note': {
      const { text, how, direction, mentions, once } = edit
      await call(addNote, { params: { customer_id: edit.customer }, body: { text, kind: how, direction, mentions, once } })
      return 'sent'
    }
  }
}

type FieldEdit = Extract<Edit, { kind: 'field' }>

/** Upon the version that was seen; a cell of a list knows none, and goes upon the value. */
async function putField({ customer, field, value, was, etag }: FieldEdit): Promise<Outcome> {
  const params = { customer_id: customer, field }
  if (etag === null) await call(writeField, { params, body: { value, was } })
  else await call(writeField, { params, body: { value }, headers: etag === '' ? { 'if-none-match': '*' } : { 'if-match': `"${etag}"` } })
  return 'sent'
}
