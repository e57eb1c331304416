import { byteaArray, type Db, sql, type Tx } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors.ts'
import { askNotice, staffWhoMay } from '../access/index.ts'
import { gpcHeard } from '../agreements/index.ts'
import { goneAmong, type OwnField } from '../customers/index.ts'
import { type CheckedInteraction, KnownAlready, type RecordDeps, recordBatch } from '../interactions/index.ts'
import { requestConsent } from '../terms/index.ts'
import type { FormLanguage } from './contract.ts'
import { type Judged, saidInWords, type Typed } from './judge.ts'
import { labelOf } from './page.ts'
import { countAnswer, type Form, noticeOf } from './registry.ts'
import type { UsedTables } from './tables.ts'

export type TakeDeps = { db: Db<UsedTables>; record: RecordDeps; own: ReadonlyMap<string, OwnField> }
export type Good = Exclude<Judged, { wrong: unknown }>
type Answer = { form: Form; language: FormLanguage; nonce: string; typed: Typed; good: Good; gpc: boolean; now: Date }

const house = { kind: 'service', id: 0, role: 'form' } as const

/**
 * Records an answer of somebody new, with the addresses that are nobody's yet. An address that is somebody's stays theirs and is noted
 * as a claim: what a stranger types changes nothing of a known customer, and joins nobody. Twice the same pass is one answer: gives whether this was the first.
 */
export async function takeAnswer(deps: TakeDeps, answer: Answer): Promise<boolean> {
  const known = await knownOf(deps, answer.good.identifiers)
  try {
    return await record(deps, answer, known)
  } catch (error) {
    if (!(error instanceof KnownAlready)) throw error
    // Between the look and the writing an address of theirs became somebody's.
    return record(deps, answer, new Set(answer.good.identifiers.map((i) => i.kind)))
  }
}

/** Of which kind an address leads to somebody already, or did until they were erased: a stranger who types it brings nobody back. */
async function knownOf(deps: TakeDeps, identifiers: Good['identifiers']): Promise<Set<string>> {
  const digests = identifiers.map((i) => deps.record.keyring.digestText(i.kind, i.value))
  const rows = await sql<{ kind: string }>`
    select i.kind from unnest(${identifiers.map((i) => i.kind)}::text[], ${byteaArray(digests)}::bytea[]) q(kind, digest)
    join keep.identifier i on i.kind = q.kind and i.digest = q.digest`.execute(deps.db)
  const gone = await goneAmong(deps.record.keyring, identifiers)
  return new Set([...rows.rows, ...gone].map((r) => r.kind))
}

async function record(deps: TakeDeps, answer: Answer, known: ReadonlySet<string>): Promise<boolean> {
  const { form, now } = answer
  const [outcome] = await recordBatch(deps.record, [eventOf(answer, deps.own, known)], {
    now,
    source: `form-${form.form}`,
    // Anybody may send one: of what becomes a code in the facts they get the smaller share.
    trust: 'public',
    alongside: async (recordTx, outcomes) => {
      const tx: Tx<UsedTables> = recordTx.withTables<UsedTables>()
      const [made] = outcomes
      if (made?.status !== 'recorded') return
      await askedFor(deps, tx, made.customer, answer)
      if (answer.gpc) await gpcHeard(tx.$pickTables(), { customer: made.customer, road: { kind: 'form' } }, now)
      await countAnswer(tx.$pickTables(), form.form, 'answers', now)
      await told(tx, made.customer)
      // The office looks for leads by the minute; now it need not wait.
      await sql`select office_jobs.add_job('leads'::text, '{}'::json, queue_name := 'leads'::text, job_key := 'leads now'::text)`.execute(tx)
    },
  })
  if (!outcome || outcome.status === 'refused') throw new AppError('unavailable', 'This could not be kept. Please send it again in a moment.')
  return outcome.status === 'recorded'
}

function eventOf({ form, language, nonce, typed, good, now }: Answer, own: ReadonlyMap<string, OwnField>, known: ReadonlySet<string>): CheckedInteraction {
  const { spec } = form
  const kind = good.fields['org_name'] && !good.fields['name'] && !good.fields['surname'] ? 'organisation' : 'person'
  return {
    place: 'answer',
    id: nonce,
    at: now.getTime(),
    kind: 'form',
    channel: 'web',
    direction: 'in',
    // A mark of their own makes them somebody new, whoever's address they typed.
    identifiers: [{ kind: 'external', value: `form:${nonce}`, proven: true }, ...good.identifiers.map((i) => ({ ...i, proven: !known.has(i.kind) }))],
    entry: true,
    person: { kind, role: 'lead', fields: good.fields, language },
    facts: { ...good.facts, form: form.form, language },
    ...(spec.unit === null ? {} : { unit: spec.unit }),
    content: {
      subject: spec.title[language] ?? form.form,
      text: saidInWords(spec, language, typed, (field) => labelOf(spec, language, own, field)),
      shown: { notice: noticeOf(form.form), version: form.version },
    },
  }
}

/** A ticked box is a request with the form as its evidence: that the address is theirs nobody has shown yet. */
async function askedFor(deps: TakeDeps, tx: Tx<UsedTables>, customer: number, { form, language, good, now }: Answer): Promise<void> {
  const boxes = good.consents.flatMap((at) => form.spec.consents[at] ?? [])
  if (boxes.length === 0) return
  await requestConsent(
    { keyring: deps.record.keyring },
    tx.$pickTables(),
    boxes.map((box) => ({
      customer,
      purpose: box.purpose,
      category: 'contact',
      channel: box.channel,
      topic: box.topic ?? '*',
      method: 'form',
      language,
      notice: { notice: noticeOf(form.form), version: form.version },
      evidence: { kind: 'form', said: box.text[language] ?? '' },
    })),
    { actor: house, now },
  )
}

/** Those who may work on leads hear of it, each as they chose. */
async function told(tx: Tx<UsedTables>, customer: number): Promise<void> {
  await askNotice(tx, { to: await staffWhoMay(tx.$pickTables(), 'leads.work'), kind: 'lead_new', customer, once: 'form' })
}
