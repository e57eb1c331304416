import { z } from 'zod'
import { addNote, readCard, writeField } from '../../../src/office/console/contract.ts'
import { actor } from '../../../src/office/console/shapes.ts'
import { assignCustomer, tagCustomer, untagCustomer } from '../../../src/office/ownership/contract.ts'
import { completeTask } from '../../../src/office/work/contract.ts'
import { ApiProblem, call } from '../../ui/api.ts'
import type { Edit, Trouble } from './edits.ts'

/** `later`: the server is not reached, or has too much to do; `out`: nobody is signed in; then it waits on. */
export type Outcome = 'sent' | 'later' | 'out' | Trouble

const stale = z.object({ current: z.object({ value: z.string().nullable(), etag: z.string(), changed_at: z.string(), by: actor.nullable() }) })

/** Sends one edit. What somebody else wrote meanwhile is never written over: both are shown, and somebody chooses. */
export async function send(edit: Edit): Promise<Outcome> {
  try {
    return await sent(edit)
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error
    if (error.status === 0 || error.status === 429 || error.status >= 500) return 'later'
    if (error.status === 401) return 'out'
    const met = error.status === 412 ? stale.safeParse(error.said) : undefined
    if (!met?.data || edit.kind !== 'field') return { status: error.status, detail: error.detail, place: error.place ?? null }
    const { value, etag, by, changed_at } = met.data.current
    // The answer to an earlier try was lost: it stands there already.
    return value === edit.value ? 'sent' : { theirs: value, etag, by: by?.name ?? null, at: changed_at }
  }
}

async function sent(edit: Edit): Promise<Outcome> {
  switch (edit.kind) {
    case 'field':
      return edit.etag === null ? compareField(edit) : putField(edit, edit.etag)
    case 'owner':
      return putOwner(edit)
    case 'tag':
      await call(edit.on ? tagCustomer : untagCustomer, { params: { customer_id: edit.customer, tag_id: edit.tag } })
      return 'sent'
    case 'task':
      await call(completeTask, { params: { task_id: edit.task }, body: {} })
      return 'sent'
    case 'note': {
      const { text, how, mentions, once } = edit
      await call(addNote, { params: { customer_id: edit.customer }, body: { text, kind: how, direction: how === 'call' ? 'in' : 'none', mentions, once } })
      return 'sent'
    }
  }
}

type FieldEdit = Extract<Edit, { kind: 'field' }>

async function putField({ customer, field, value }: FieldEdit, etag: string): Promise<Outcome> {
  const headers: Record<string, string> = etag === '' ? { 'if-none-match': '*' } : { 'if-match': `"${etag}"` }
  await call(writeField, { params: { customer_id: customer, field }, body: { value }, headers })
  return 'sent'
}

/** A cell of a list knows no version: what stands there now must be what stood there then. */
async function compareField(edit: FieldEdit): Promise<Outcome> {
  const now = (await cardOf(edit.customer)).fields.find(({ field }) => field === edit.field)
  const theirs = now?.value ?? null
  if (theirs === edit.value) return 'sent'
  if (theirs !== edit.was) return { theirs, etag: now?.etag ?? '', by: null, at: now?.changed_at ?? null }
  return putField(edit, now?.etag ?? '')
}

async function putOwner({ customer, to, was }: Extract<Edit, { kind: 'owner' }>): Promise<Outcome> {
  const { owner } = await cardOf(customer)
  if ((owner?.id ?? null) === to) return 'sent'
  if ((owner?.id ?? null) !== was) return { theirs: owner?.name ?? null, etag: owner?.id ?? null, by: null, at: null }
  await call(assignCustomer, { params: { customer_id: customer }, body: { staff_id: to } })
  return 'sent'
}

const cardOf = (customer_id: string) => call(readCard, { params: { customer_id }, query: {} })
