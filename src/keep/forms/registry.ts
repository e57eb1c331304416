import { type Db, sql, type Tx } from '../../platform/db/index.ts'
import { notFound } from '../../platform/errors.ts'
import type { Actor } from '../access/actor.ts'
import { registerNotice, type TermsTables } from '../terms/index.ts'
import type { Spec } from './contract.ts'
import type { FormTables } from './tables.ts'

export type Form = { form: string; version: number; state: FormTables['keep.form']['state']; spec: Spec; at: Date; answers: number; machines: number }

const days = 30
const last = sql`select distinct on (form) form, version, spec, at from keep.form_version order by form, version desc`

/** Forms by code, after one of them. */
export async function forms(db: Db<FormTables>, page: { after: string | undefined; limit: number; now: Date }): Promise<Form[]> {
  const rows = await sql<Form>`
    select f.form, v.version, f.state, v.spec, greatest(v.at, f.moved_at) as at, coalesce(d.answers, 0)::int as answers, coalesce(d.machines, 0)::int as machines
    from keep.form f join (${last}) v using (form)
    left join (select form, sum(answers) as answers, sum(machines) as machines from keep.form_day
      where day > (${page.now}::timestamptz at time zone 'UTC')::date - ${days}::int group by form) d using (form)
    where f.form > ${page.after ?? ''} order by f.form limit ${page.limit}`.execute(db)
  return rows.rows
}

export async function formNow(db: Db<FormTables>, form: string, now: Date): Promise<Form | undefined> {
  const rows = await sql<Form>`
    select f.form, v.version, f.state, v.spec, greatest(v.at, f.moved_at) as at, coalesce(d.answers, 0)::int as answers, coalesce(d.machines, 0)::int as machines
    from keep.form f
    cross join lateral (select version, spec, at from keep.form_version where form = f.form order by version desc limit 1) v
    left join lateral (select sum(answers) as answers, sum(machines) as machines from keep.form_day
      where form = f.form and day > (${now}::timestamptz at time zone 'UTC')::date - ${days}::int) d on true
    where f.form = ${form}`.execute(db)
  return rows.rows[0]
}

export async function versionsOf(db: Db<FormTables>, form: string, page: { below: number | undefined; limit: number }) {
  const rest = page.below === undefined ? sql`` : sql`and version < ${page.below}`
  const rows = await sql<{ version: number; spec: Spec; at: Date }>`
    select version, spec, at from keep.form_version where form = ${form} ${rest} order by version desc limit ${page.limit}`.execute(db)
  return rows.rows
}

/** What the notice of a version is registered as; an answer and a request for consent name it. */
export const noticeOf = (form: string) => `form-${form}`

/** Makes a form or a new version; the texts that people are shown are registered with their hashes. False when it says the same. */
export async function saveForm(tx: Tx<FormTables & TermsTables>, said: { form: string; spec: Spec }, by: { actor: Actor; now: Date }): Promise<boolean> {
  await sql`select pg_advisory_xact_lock(hashtext('keep.form'))`.execute(tx)
  const before = await formNow(tx.$pickTables(), said.form, by.now)
  if (before && before.state !== 'retired' && sorted(before.spec) === sorted(said.spec)) return false
  const version = (before?.version ?? 0) + 1
  await sql`insert into keep.form (form, state, moved_at, moved_by) values (${said.form}, 'active', ${by.now}, ${by.actor.id})
    on conflict (form) do update set state = case when keep.form.state = 'retired' then 'active' else keep.form.state end, moved_at = ${by.now}, moved_by = ${by.actor.id}`.execute(
    tx,
  )
  await sql`insert into keep.form_version (form, version, spec, at, by_id) values (${said.form}, ${version}, ${JSON.stringify(said.spec)}::jsonb, ${by.now}, ${by.actor.id})`.execute(
    tx,
  )
  for (const language of said.spec.languages) {
    const body = shownTexts(said.spec, language)
    await registerNotice(tx.$pickTables(), { notice: noticeOf(said.form), version, language, body }, by)
  }
  return true
}

/** All that somebody is told before they send: the notice and the text of each box. */
const shownTexts = (spec: Spec, language: 'en' | 'ru'): string =>
  [spec.notice[language] ?? '', ...spec.consents.map((box) => `☐ ${box.text[language] ?? ''}`)].join('\n\n')

/** The same whatever order its parts stand in: the store has an order of its own. */
function sorted(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part) ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))) : part,
  )
}

export async function moveForm(tx: Tx<FormTables>, to: { form: string; state: Form['state'] }, by: { actor: Actor; now: Date }): Promise<boolean> {
  const known = await tx.selectFrom('keep.form').select('state').where('form', '=', to.form).forUpdate().executeTakeFirst()
  if (!known) throw notFound()
  if (known.state === to.state) return false
  await tx.updateTable('keep.form').set({ state: to.state, moved_at: by.now, moved_by: by.actor.id }).where('form', '=', to.form).execute()
  return true
}

export async function countAnswer(db: Db<FormTables>, form: string, what: 'answers' | 'machines', now: Date): Promise<void> {
  const one = { answers: what === 'answers' ? 1 : 0, machines: what === 'machines' ? 1 : 0 }
  await sql`insert into keep.form_day (form, day, answers, machines) values (${form}, (${now}::timestamptz at time zone 'UTC')::date, ${one.answers}, ${one.machines})
    on conflict (form, day) do update set answers = keep.form_day.answers + ${one.answers}, machines = keep.form_day.machines + ${one.machines}`.execute(db)
}
