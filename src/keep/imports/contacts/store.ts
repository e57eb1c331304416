import { sql, type Tx } from '../../../platform/db/index.ts'
import { type CheckedInteraction, type Outcome, recordBatch } from '../../interactions/index.ts'
import { refuseConsent, requestConsent } from '../../terms/index.ts'
import type { ImportDeps } from '../deps.ts'
import { type Commit, commitAlone, type Job } from '../run/job.ts'
import type { Chunk, Reject } from '../run/preset.ts'
import { countReject, remark, type Tally } from '../run/tally.ts'
import type { ImportingTables } from '../tables.ts'
import type { ConsentSaid, Contact } from './contact.ts'
import { judge, type Verdict } from './judge.ts'
import { type Before, lookUp } from './known.ts'

/** Stores a chunk of contacts with its rejects, its counts and its cursor in one transaction. */
export async function storeContacts(deps: ImportDeps, job: Job, chunk: Chunk<Contact>, commit: Commit): Promise<void> {
  const known = await lookUp(deps.db, deps.keyring, chunk.things)
  const { tally, cursor } = chunk
  const rejects = [...chunk.rejects]
  const verdicts = chunk.things.map((contact) => judge(contact, job.plan.mapping.duplicates, known.filled, deps.keyring))
  for (const verdict of verdicts) countSame(tally, verdict)
  const writes = verdicts.filter((v) => v.is !== 'same')
  const parts = chunk.things
  if (writes.length === 0) return commitAlone(deps, commit, { tally, rejects, parts, cursor })
  const now = deps.clock.now()
  await recordBatch(
    deps.record,
    writes.map(({ contact }) => eventOf(contact, job, now)),
    {
      now,
      source: job.plan.mapping.source,
      trust: 'secret',
      importId: job.id,
      alongside: async (recordTx, outcomes) => {
        const tx: Tx<ImportingTables> = recordTx.withTables<ImportingTables>()
        const more = { ...tally, rejected: { ...tally.rejected }, remarks: { ...tally.remarks } }
        const refused: Reject[] = []
        for (const [i, verdict] of writes.entries()) countOutcome(more, refused, verdict, outcomes[i])
        await keepBefore(tx, job.id, writes, outcomes, known.before)
        const consents = await writeConsents(deps, tx, job, writes, outcomes)
        more.consent_requests += consents.requests
        more.consent_refusals += consents.refusals
        await commit(tx.$pickTables(), { tally: more, rejects: [...rejects, ...refused], parts, cursor })
      },
    },
  )
}

/** The id ties the event to this import and line: going on after a crash records it once. */
function eventOf(contact: Contact, job: Job, now: Date): CheckedInteraction {
  return {
    place: `line ${contact.line}`,
    id: `import ${job.id} line ${contact.line}`,
    at: contact.since === undefined ? now.getTime() : Math.min(contact.since, now.getTime()),
    kind: 'identify',
    channel: 'system',
    direction: 'none',
    identifiers: contact.identifiers,
    unit: contact.unit,
    person: { ...contact.person, begins_as: job.plan.mapping.role },
  }
}

export function countSame(tally: Tally, { contact, is }: Verdict): void {
  for (const { detail } of contact.left) remark(tally, detail)
  if (is === 'same' && !contact.salvaged) tally.repeated += 1
}

/** What was salvaged of a rejected line is counted with the rejected ones. */
function countOutcome(tally: Tally, refused: Reject[], { contact, is }: Verdict, outcome: Outcome | undefined): void {
  if (contact.salvaged) return
  if (outcome && outcome.status !== 'refused') {
    tally[is === 'new' ? 'recorded' : 'updated'] += 1
    return
  }
  refused.push({ line: contact.line, reason: 'refused', detail: '' })
  countReject(tally, 'refused')
}

async function keepBefore(
  tx: Tx<ImportingTables>,
  id: number,
  writes: readonly Verdict[],
  outcomes: readonly Outcome[],
  before: ReadonlyMap<number, Before>,
): Promise<void> {
  const rows = new Map<number, Before>()
  for (const [i, { contact }] of writes.entries()) {
    const outcome = outcomes[i]
    const row = outcome && outcome.status !== 'refused' ? before.get(outcome.customer) : undefined
    const { kind, role, language, time_zone, country } = contact.person
    if (row && (kind ?? role ?? language ?? time_zone ?? country) !== undefined) rows.set(row.customer, row)
  }
  if (rows.size === 0) return
  await sql`
    insert into keep.import_before (customer_id, import_id, kind, role, language, time_zone, country)
    select customer, ${id}, kind, role, language, time_zone, country
    from jsonb_to_recordset(${JSON.stringify([...rows.values()])}::jsonb) as t(customer bigint, kind text, role text, language text, time_zone text, country text)
    on conflict do nothing`.execute(tx)
}

/** A "yes" in a file is a request, with no more evidence than the file; a "no" is a refusal. Of both a "no" counts. */
async function writeConsents(
  deps: ImportDeps,
  tx: Tx<ImportingTables>,
  job: Job,
  writes: readonly Verdict[],
  outcomes: readonly Outcome[],
): Promise<{ requests: number; refusals: number }> {
  const said = new Map<string, { customer: number; channel: ConsentSaid['channel']; answer: 'yes' | 'no' }>()
  for (const [i, { contact }] of writes.entries()) {
    const outcome = outcomes[i]
    if (!outcome || outcome.status === 'refused') continue
    for (const { channel, answer } of contact.consents) {
      const key = `${outcome.customer} ${channel}`
      if (said.get(key)?.answer !== 'no') said.set(key, { customer: outcome.customer, channel, answer })
    }
  }
  const by = { actor: job.by, now: deps.clock.now() }
  const wish = (s: { customer: number; channel: string }) => ({
    customer: s.customer,
    purpose: 'marketing',
    category: 'contact',
    channel: s.channel,
    topic: '*',
    method: 'import',
    evidence: { kind: 'import' },
  })
  const yes = [...said.values()].filter((s) => s.answer === 'yes')
  const no = [...said.values()].filter((s) => s.answer === 'no')
  if (yes.length > 0)
    await requestConsent(
      deps,
      tx.$pickTables(),
      yes.map((s) => ({ ...wish(s), importId: job.id })),
      by,
    )
  for (const one of no.sort((a, b) => a.customer - b.customer)) await refuseConsent(deps, tx.$pickTables(), wish(one), by)
  return { requests: yes.length, refusals: no.length }
}
