import { z } from 'zod'
import type { Credential } from '../../../keep/door/contract.ts'
import { AppError, badInput } from '../../../platform/errors.ts'
import { mount, pagesOf } from '../../../platform/http/index.ts'
import type { House } from '../../house.ts'
import { describeCustomer, readFieldHistory, writeField } from '../contract.ts'
import { byOf } from '../rows.ts'
import { showField } from './show.ts'

/** Where a page of the history of fields ends. */
export const versionPlace = z.object({ at: z.iso.datetime(), customer: z.int(), version: z.int() })

/** Mounts how a field is written and what it was before. */
export function fieldRoutes(house: House, customer: (shown: string) => number): void {
  const { app, on, door, ids, clock } = house

  mount(app, on, writeField, async ({ caller, params: { customer_id, field }, body, request }) => {
    const id = customer(customer_id)
    const expect = expected(request.headers)
    const { stale } = await door.ask(caller.as, 'write', { fields: [{ customer: id, field, ...body, ...(expect === undefined ? {} : { expect }) }] })
    if (stale.length > 0) throw await somebodyWasFaster(caller.as, { customer: id, field })
    const opened = await door.ask(caller.as, 'card', { customer: id, purpose: 'service', reason: { kind: 'edit' } })
    const written = opened.fields.find((f) => f.field === field)
    if (written) return showField(ids, written)
    const gone = {
      field,
      category: 'profile',
      title: null,
      value: null,
      source: 'console',
      changed_at: clock.now().toISOString(),
      versions: 1,
      etag: '',
      own: null,
    }
    return { ...gone, editable: true }
  })

  /** Which version the caller saw: null for none; undefined when they do not say (RFC 9110, sections 13.1.1 and 13.1.2). */
  function expected(headers: Headers): number | null | undefined {
    if (headers.get('if-none-match') === '*') return null
    const match = headers.get('if-match')
    if (match === null || match === '*') return undefined
    const etag = /^"([^"]{1,80})"$/.exec(match)?.[1]
    const version = etag === undefined ? undefined : ids.read('version', etag)
    if (version === undefined) throw badInput('If-Match holds the etag of the field, in quotes.', 'if-match')
    return version
  }

  /** What stands there now is a look at the field like any other, and noted as one. */
  async function somebodyWasFaster(as: Credential, of: { customer: number; field: string; value?: string | null }): Promise<AppError> {
    const { customer, field } = of
    const { items } = await door.ask(as, 'history', { customer, field, reason: { kind: 'edit' }, after: null, limit: 1 })
    const [last] = items
    const now = last && { ...last, ...(of.value !== undefined && { value: of.value }) }
    const current = now && { value: now.value, etag: now.value === null ? '' : ids.show('version', now.version), changed_at: now.from, by: byOf(now.by) }
    return new AppError('stale', 'Somebody changed this field while you were writing.', { place: field, more: { current: current ?? null } })
  }

  mount(app, on, describeCustomer, async ({ caller, params, body: { was, ...said } }) => {
    const id = customer(params.customer_id)
    const { changed, stale } = await door.ask(caller.as, 'describe', { customer: id, ...said, ...(was === undefined ? {} : { was }) })
    const [first] = stale
    if (!first) return { changed }
    throw await somebodyWasFaster(caller.as, { customer: id, ...first })
  })

  mount(app, on, readFieldHistory, async ({ caller, params, query: { cursor, limit = 50 } }) => {
    const id = customer(params.customer_id)
    const pages = pagesOf(ids, `history ${id} ${params.field}`, versionPlace)
    const asked = { customer: id, field: params.field, reason: { kind: 'card' as const }, after: pages.after(cursor) ?? null, limit }
    const { items, next } = await door.ask(caller.as, 'history', asked)
    return {
      items: items.map((v) => ({ value: v.value, etag: ids.show('version', v.version), from: v.from, source: v.source, by: byOf(v.by) })),
      next_cursor: next && pages.cursorAt(next),
    }
  })
}
