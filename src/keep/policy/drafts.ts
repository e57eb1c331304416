import { type Db, sql, type Tx } from '../../platform/db/index.ts'
import { AppError, badInput, notFound } from '../../platform/errors.ts'
import { type AccessTables, standingOfStaff } from '../access/index.ts'
import { policyNow } from './board.ts'
import { mostDrafts, type PolicySaid } from './contract.ts'
import { trialTask } from './shadow.ts'
import type { PolicyDb, PolicyTables } from './tables.ts'

// Drafts of the gate's policy: who works on them, what was tried, and who may switch one on.

export type Draft = PolicyTables['keep.policy_draft']
export type Trial = PolicyTables['keep.policy_trial']
type By = { staff: number; now: Date }

/** Begins a draft; throws conflict where too many are open. */
export async function makeDraft(tx: Tx<PolicyDb>, said: { id: number; title: string; body: PolicySaid }, by: By): Promise<void> {
  await lockDrafts(tx)
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from keep.policy_draft where state = 'open'`.execute(tx)
  if ((rows[0]?.n ?? 0) >= mostDrafts) throw new AppError('conflict', 'There are as many drafts as can be: put one away first.')
  await sql`insert into keep.policy_draft (draft_id, title, body, revision, made_at, changed_at, changed_by, state)
    values (${said.id}, ${said.title}, ${JSON.stringify(said.body)}::jsonb, 1, ${by.now}, ${by.now}, ${by.staff}, 'open')`.execute(tx)
}

/** Writes a draft anew upon the revision that was read. */
export async function changeDraft(tx: Tx<PolicyDb>, said: { id: number; revision: number; title: string; body: PolicySaid }, by: By): Promise<void> {
  await openDraft(tx, said.id, said.revision)
  await sql`update keep.policy_draft set title = ${said.title}, body = ${JSON.stringify(said.body)}::jsonb, revision = revision + 1, changed_at = ${by.now}, changed_by = ${by.staff}
    where draft_id = ${said.id}`.execute(tx)
}

/** Ends a draft: put away, or switched on. */
export async function endDraft(tx: Tx<PolicyDb>, said: { id: number; state: 'on' | 'dropped' }, by: By): Promise<void> {
  await openDraft(tx, said.id)
  await sql`update keep.policy_draft set state = ${said.state}, ended_at = ${by.now}, ended_by = ${by.staff} where draft_id = ${said.id}`.execute(tx)
}

/** Asks for a trial; while one of this revision goes on, asking again changes nothing. */
export async function trySoon(tx: Tx<PolicyDb>, said: { id: number; trial: number; days: number }, by: By): Promise<void> {
  const draft = await openDraft(tx, said.id)
  const going = await sql`select 1 from keep.policy_trial where draft_id = ${said.id} and revision = ${draft.revision} and ended_at is null`.execute(tx)
  if (going.rows.length > 0) return
  await sql`delete from keep.policy_sample where trial_id in (select trial_id from keep.policy_trial where draft_id = ${said.id})`.execute(tx)
  await sql`delete from keep.policy_trial where draft_id = ${said.id}`.execute(tx)
  await sql`insert into keep.policy_trial (trial_id, draft_id, revision, body, days, asked_at, asked_by)
    values (${said.trial}, ${said.id}, ${draft.revision}, ${JSON.stringify(draft.body)}::jsonb, ${said.days}, ${by.now}, ${by.staff})`.execute(tx)
  await sql`select keep_jobs.add_job(${trialTask}::text, ${JSON.stringify({ trial: said.trial })}::json, queue_name := ${trialTask}::text, job_key := ${`${trialTask} ${said.id}`}::text)`.execute(
    tx,
  )
}

/** The draft, locked, where it is still worked on; throws where it is at its end, or was changed since `revision`. */
export async function openDraft(tx: Tx<PolicyDb>, id: number, revision?: number): Promise<Draft> {
  await lockDrafts(tx)
  const draft = await findDraft(tx, id)
  if (draft.state !== 'open') throw new AppError('conflict', 'This draft is at its end: begin another one from it.')
  if (revision !== undefined && draft.revision !== revision) throw new AppError('conflict', 'Somebody changed this draft meanwhile: look at it again.')
  return draft
}

const lockDrafts = (tx: Tx<PolicyDb>) => sql`select pg_advisory_xact_lock(hashtext('keep.policy_draft'))`.execute(tx)

export async function findDraft(db: Db<PolicyDb>, id: number): Promise<Draft> {
  const draft = await db.selectFrom('keep.policy_draft').selectAll().where('draft_id', '=', id).executeTakeFirst()
  if (!draft) throw notFound()
  return draft
}

export const openDrafts = (db: Db<PolicyDb>): Promise<Draft[]> =>
  db.selectFrom('keep.policy_draft').selectAll().where('state', '=', 'open').orderBy('draft_id', 'desc').limit(mostDrafts).execute()

export const lastTrial = (db: Db<PolicyDb>, id: number): Promise<Trial | undefined> =>
  db.selectFrom('keep.policy_trial').selectAll().where('draft_id', '=', id).orderBy('trial_id', 'desc').limit(1).executeTakeFirst()

/** Whether a trial says what would change now: of this very draft, against the registers in force. */
export const isFresh = async (db: Db<PolicyDb>, draft: Draft, trial: Trial | undefined): Promise<boolean> =>
  trial?.ended_at != null && trial.revision === draft.revision && trial.policy === (await policyNow(db))

type May = 'yes' | 'try' | 'somebody_else' | 'ended'

/** Whether this colleague may switch it on: after a trial, and as another pair of eyes than whoever changed it last, unless nobody else may. */
export async function maySwitchOn(db: Db<PolicyDb & AccessTables>, of: { draft: Draft; trial: Trial | undefined; staff: number }): Promise<May> {
  if (of.draft.state !== 'open') return 'ended'
  if (!(await isFresh(db.$pickTables(), of.draft, of.trial))) return 'try'
  if (of.draft.changed_by !== of.staff) return 'yes'
  const { rows } = await sql<{ id: number }>`select staff_id as id from keep.staff where status = 'active' and staff_id <> ${of.staff} limit 1000`.execute(db)
  const standings = await standingOfStaff(
    db.$pickTables(),
    rows.map(({ id }) => id),
  )
  return [...standings.values()].some(({ rights }) => rights.abilities.includes('registers.keep')) ? 'somebody_else' : 'yes'
}

/** Throws the sentence of what stands in the way. */
export function mustSwitchOn(may: May): void {
  if (may === 'ended') throw new AppError('conflict', 'This draft is at its end: begin another one from it.')
  if (may === 'try') throw badInput('Try this draft first: what it would change is not known, or not any more.', 'revision')
  if (may === 'somebody_else') throw new AppError('forbidden', 'Whoever changed a draft last does not switch it on: let a colleague look.')
}
