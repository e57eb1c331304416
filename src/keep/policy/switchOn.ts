import { type Db, sql, type Tx } from '../../platform/db/index.ts'
import { type AccessTables, type Actor, noteAct } from '../access/index.ts'
import { type AgreementTables, acceptedNow, publish } from '../agreements/index.ts'
import { type CustomerTables, setAges } from '../customers/index.ts'
import { capsNow, contactHoursNow, dropCap, dropContactHours, type GateTables, setCap, setContactHours } from '../gate/index.ts'
import { checks, purposesNow, reachSoon, registerPurpose, type TermsTables } from '../terms/index.ts'
import { policyOf } from './body.ts'
import { endDraft, lastTrial, maySwitchOn, mustSwitchOn, openDraft } from './drafts.ts'
import type { PolicyDb } from './tables.ts'

/** Puts a draft in force, all of it or nothing: each register gets the new versions it needs, at one moment. What is as it was gets none. */
export async function switchOn(
  tx: Tx<PolicyDb & AccessTables & CustomerTables>,
  of: { id: number; revision: number },
  by: { actor: Actor; now: Date },
): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('keep.contact_limits'))`.execute(tx)
  const [store, gate] = [tx.$pickTables<keyof PolicyDb>(), tx.$pickTables<keyof GateTables>()]
  const draft = await openDraft(store, of.id, of.revision)
  mustSwitchOn(await maySwitchOn(tx.$pickTables(), { draft, trial: await lastTrial(store, of.id), staff: by.actor.id }))
  const policy = policyOf(draft.body)
  for (const { cap } of await capsNow(gate)) if (!policy.caps.some((c) => c.cap === cap)) await dropCap(gate, cap, by)
  for (const cap of policy.caps) await setCap(gate, cap, by)
  for (const { hours, basis } of await contactHoursNow(gate))
    if (basis === 'company' && !policy.hours.some((h) => h.hours === hours)) await dropContactHours(gate, hours, by)
  for (const hours of policy.hours) await setContactHours(gate, hours, by)
  await changePurposes(tx.$pickTables(), { checks: policy.checks, kept: draft.body.kept ?? {} }, by)
  await changeAccepted(tx.$pickTables(), draft.body.accepts, by)
  if (draft.body.ages !== undefined) await setAges(tx.$pickTables(), new Map(Object.entries(draft.body.ages)), by)
  await endDraft(store, { id: of.id, state: 'on' }, { staff: by.actor.id, now: by.now })
  await noteAct(tx, { by: by.actor, act: 'register.policy', facts: { version: draft.revision }, now: by.now })
}

type Wanted = { checks: ReadonlyMap<string, readonly string[]>; kept: Readonly<Record<string, string>> }

/** Nothing is deleted by it: what is over is refused by the gate, and whoever is over for every purpose is asked for as on any other day. */
async function changePurposes(tx: Tx<TermsTables>, wanted: Wanted, by: { actor: Actor; now: Date }): Promise<void> {
  for (const purpose of (await purposesNow(tx)).values()) {
    const said = new Set<string>(wanted.checks.get(purpose.purpose) ?? purpose.checks)
    const retention = wanted.kept[purpose.purpose] ?? purpose.retention
    const { version: _, number: _n, registeredAt: _at, ...rest } = purpose
    const version = await registerPurpose(tx, { ...rest, retention, checks: checks.filter((c) => said.has(c)) }, by)
    if (version !== purpose.version) await reachSoon(tx, purpose.purpose)
  }
}

/** What was agreed before stands; a company that never published a list does not publish an empty one by the way. */
async function changeAccepted(tx: Tx<AgreementTables>, wanted: readonly string[] | undefined, by: { actor: Actor; now: Date }): Promise<void> {
  if (wanted === undefined || (await acceptedNow(tx)).ids.join() === wanted.join()) return
  await publish(tx, { ids: wanted, by: by.actor, now: by.now })
}

export type Version = {
  at: Date
  by_kind: string
  by_id: number
  draft: string | null
  changes: { what: 'cap' | 'hours' | 'purpose' | 'accepts' | 'age'; code: string; version: number; retired: boolean }[]
}

/** The moments at which the policy changed, the newest first: each version of a cap, of hours or of a purpose says when and by whom. */
export async function versionsOf(db: Db<PolicyDb>, page: { below: Date | undefined; limit: number }): Promise<Version[]> {
  const { rows } = await sql<Version>`
    select at, (array_agg(by_kind))[1] as by_kind, (array_agg(by_id))[1] as by_id,
      (select title from keep.policy_draft where state = 'on' and ended_at = at limit 1) as draft,
      json_agg(json_build_object('what', what, 'code', code, 'version', version, 'retired', retired) order by what, code) as changes
    from (select registered_at as at, by_kind, by_id, 'cap' as what, cap as code, version, retired from keep.cap
      union all select registered_at, by_kind, by_id, 'hours', hours, version, retired from keep.contact_hours
      union all select registered_at, by_kind, by_id, 'purpose', purpose, version, retired from keep.purpose
      union all select at, by_kind, by_id, 'accepts', 'myterms', version, false from keep.accept_list where position = 0
      union all select registered_at, by_kind, by_id, 'age', country, version, retired from keep.consent_age) v
    where ${page.below ?? null}::timestamptz is null or at < ${page.below ?? null}::timestamptz
    group by at order by at desc limit ${page.limit}`.execute(db)
  return rows
}
