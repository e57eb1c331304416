import type { Hono } from 'hono'
import { z } from 'zod'
import { inTransaction } from '../../platform/db/index.ts'
import { notFound } from '../../platform/errors.ts'
import { type Mounting, mount, pagesOf } from '../../platform/http/index.ts'
import { staffNames } from '../access/index.ts'
import { agreements } from '../agreements/index.ts'
import { allPurposes, checks, purposesNow, topicsNow } from '../terms/index.ts'
import { neededChecks, policyAt, policyIsSound } from './body.ts'
import * as contract from './contract.ts'
import { changeDraft, type Draft, endDraft, findDraft, isFresh, lastTrial, makeDraft, maySwitchOn, openDrafts, type Trial, trySoon } from './drafts.ts'
import type { Caller, PolicyDeps } from './routes.ts'
import { mostChanges } from './shadow.ts'
import { groupOf } from './shown.ts'
import { switchOn, versionsOf } from './switchOn.ts'
import type { PolicyDb } from './tables.ts'

type Read = z.input<typeof contract.draftRead>
const perPage = 50

/** Mounts the drafts of the policy, their trials, and what changed when. */
export function draftRoutes<C extends Caller>(app: Hono, on: Mounting<C | undefined>, deps: PolicyDeps<C>): void {
  const { db, ids, rowIds, keyring } = deps
  const store = db.$pickTables<keyof PolicyDb>()
  const names = (staff: readonly number[]) => staffNames({ db: db.$pickTables(), keyring }, [...new Set(staff)])
  const idOf = (shown: string): number => {
    const id = ids.read('draft', shown)
    if (id === undefined) throw notFound()
    return id
  }
  const by = (caller: C | undefined, now: Date) => ({ staff: caller?.actor.id ?? 0, now })
  const shown = (draft: Draft, called: ReadonlyMap<number, string>) => ({
    id: ids.show('draft', draft.draft_id),
    title: draft.title,
    revision: draft.revision,
    state: draft.state,
    made_at: draft.made_at.toISOString(),
    changed_at: draft.changed_at.toISOString(),
    changed_by: called.get(draft.changed_by) ?? null,
    ended_at: draft.ended_at?.toISOString() ?? null,
  })
  const trialShown = async (draft: Draft, trial: Trial): Promise<NonNullable<Read['trial']>> => {
    const titles = new Map((await allPurposes(store)).map((p) => [p.purpose, p.title]))
    return {
      asked_at: trial.asked_at.toISOString(),
      days: trial.days,
      revision: trial.revision,
      ended_at: trial.ended_at?.toISOString() ?? null,
      people: trial.people,
      contacts: trial.contacts,
      fresh: await isFresh(store, draft, trial),
      changes: (trial.changes ?? []).map(({ before, after, purpose, ...change }, i) => ({
        ...change,
        change: i,
        purpose,
        title: titles.get(purpose) ?? { en: purpose, ru: purpose },
        before: groupOf(before),
        after: groupOf(after),
      })),
      more: (trial.more ?? []).map((one, i) => ({ ...one, data: one.data ?? null, change: mostChanges + i })),
    }
  }
  const read = async (id: number, caller: C | undefined): Promise<Read> => {
    const draft = await findDraft(store, id)
    const trial = await lastTrial(store, id)
    const purposes = [...(await purposesNow(store)).values()]
    return {
      ...shown(draft, await names([draft.changed_by])),
      body: draft.body,
      checks: checks.filter((c) => c !== 'present'),
      agreements: [...agreements.keys()],
      purposes: purposes.map((p) => ({
        purpose: p.purpose,
        title: p.title,
        retention: p.retention,
        checks: [...p.checks].filter((c) => c !== 'present'),
        needed: neededChecks(p),
      })),
      trial: trial ? await trialShown(draft, trial) : null,
      may: await maySwitchOn(db.$pickTables(), { draft, trial, staff: caller?.actor.id ?? 0 }),
    }
  }

  mount(app, on, contract.listDrafts, async () => {
    const drafts = await openDrafts(store)
    const called = await names(drafts.map((d) => d.changed_by))
    return { drafts: drafts.map((draft) => shown(draft, called)) }
  })
  mount(app, on, contract.makeDraft, async ({ caller, body, now }) => {
    const id = await rowIds.one()
    const policy = await policyAt(store, body.from === undefined ? now : new Date(body.from))
    await inTransaction(store, (tx) => makeDraft(tx, { id, title: body.title, body: policy }, by(caller, now)))
    return read(id, caller)
  })
  mount(app, on, contract.readDraft, ({ caller, params }) => read(idOf(params.draft_id), caller))
  mount(app, on, contract.changeDraft, async ({ caller, params, body, now }) => {
    const id = idOf(params.draft_id)
    await policyIsSound(db.$pickTables(), body.body, { purposes: await purposesNow(store), topics: new Set((await topicsNow(store)).keys()) })
    await inTransaction(store, (tx) => changeDraft(tx, { id, ...body }, by(caller, now)))
    return read(id, caller)
  })
  mount(app, on, contract.dropDraft, async ({ caller, params, now }) => {
    const id = idOf(params.draft_id)
    await inTransaction(store, (tx) => endDraft(tx, { id, state: 'dropped' }, by(caller, now)))
    return read(id, caller)
  })
  mount(app, on, contract.tryDraft, async ({ caller, params, body, now }) => {
    const id = idOf(params.draft_id)
    const trial = await rowIds.one()
    await inTransaction(store, (tx) => trySoon(tx, { id, trial, days: body.days }, by(caller, now)))
    return read(id, caller)
  })
  mount(app, on, contract.switchOnDraft, async ({ caller, params, body, now }) => {
    const id = idOf(params.draft_id)
    if (!caller) throw notFound()
    await inTransaction(db, (tx) => switchOn(tx.$pickTables(), { id, revision: body.revision }, { actor: caller.actor, now }))
    return read(id, caller)
  })
  mount(app, on, contract.readSample, async ({ caller, params, query }) => {
    const trial = await lastTrial(store, idOf(params.draft_id))
    if (!trial || !caller) throw notFound()
    const rows = await store
      .selectFrom('keep.policy_sample')
      .select('customer_id')
      .where('trial_id', '=', trial.trial_id)
      .where('change', '=', query.change)
      .orderBy('customer_id')
      .execute()
    const people = await deps.named(
      caller,
      rows.map((row) => row.customer_id),
    )
    return { people: people.map(({ customer, name }) => ({ customer_id: ids.show('customer', customer), name })) }
  })
  mount(app, on, contract.listVersions, async ({ query: { cursor, limit = perPage } }) => {
    const pages = pagesOf(ids, 'policy versions', z.string())
    const after = pages.after(cursor)
    const found = await versionsOf(store, { below: after === undefined ? undefined : new Date(after), limit: limit + 1 })
    const { rows, next_cursor } = pages.page(found, limit, (v) => v.at.toISOString())
    const called = await names(rows.filter((v) => v.by_kind === 'staff').map((v) => v.by_id))
    return {
      items: rows.map((v) => ({
        at: v.at.toISOString(),
        by: v.by_kind === 'staff' ? (called.get(v.by_id) ?? null) : null,
        draft: v.draft,
        changes: v.changes,
      })),
      next_cursor,
    }
  })
}
