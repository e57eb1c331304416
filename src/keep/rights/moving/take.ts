import { type Db, sql, type Tx } from '../../../platform/db/index.ts'
import { AppError, badInput } from '../../../platform/errors.ts'
import { type Actor, noteAct } from '../../access/index.ts'
import { isField, newBatch, normaliseIdentifier, openFields, publishDerived, whyNotField, writeFields } from '../../customers/index.ts'
import { type CheckedInteraction, recordBatch } from '../../interactions/index.ts'
import { gatherQualityOf } from '../../quality/index.ts'
import { receiptsOfSaying, type Saying } from '../../receipts/index.ts'
import { purposesNow, requestConsent, termsOf } from '../../terms/index.ts'
import { type Asked, heldStill, openCase, rowOf } from '../cases/ask.ts'
import { mustHold } from '../cases/mandates.ts'
import type { Road } from '../cases/shapes.ts'
import type { CaseRow } from '../cases/store.ts'
import type { RightsDeps, UsedTables } from '../deps.ts'
import { tellOfCorrected } from '../recipients/corrections.ts'
import type { Bundle } from './bundle.ts'

// What of another company's copy becomes what is known here. A yes given there is a question here (nobody showed them our text); what happened
// there can be read and counts for nothing; each thing says which copy it came from.

export type Item = {
  item: string
  kind: 'field' | 'yes' | 'history'
  name: string
  channel: string | null
  title: { [language: string]: string } | null
  value: string | null
  here: string | null
  becomes: 'new' | 'other' | 'request' | 'told'
  count: number | null
}
/** Whose it becomes, and who takes it over: they themselves, or a colleague to whom they brought it. */
export type Whose = {
  person: number
  members: readonly number[]
  by: Actor
  /** Whether they see and change this field; null: what was said and happened. */
  writes(field: string | null): boolean
}
/** How a colleague knows that the customer wants it. */
export type Brought = Pick<Asked, 'road' | 'evidence' | 'words' | 'proof' | 'mandate'> & { device: string | undefined }

/** What is read of their past there, the newest first; the copy itself has all of it. */
const mostMoments = 2000

/**
 * What could be taken over, and of how much whoever takes it may not. Throws bad_input for a copy about somebody else: none of its addresses is
 * this customer's.
 */
export async function itemsOf(
  deps: RightsDeps,
  { person, members, by, writes }: Whose,
  bundle: Bundle,
  country: string | undefined,
  now: Date,
): Promise<{ items: Item[]; left_out: number }> {
  if (!(await isTheirs(deps, members, bundle, country)))
    throw badInput(
      by.kind === 'customer'
        ? 'This copy is about somebody else: none of the addresses and numbers in it is yours here.'
        : 'This copy is about somebody else: none of the addresses and numbers in it is this customer’s here.',
      'file',
    )
  const stands = (await openFields({ db: deps.db.$pickTables(), keyring: deps.keyring }, [person], '*')).get(person)
  const fields = bundle.page.known
    .flatMap((group) => group.fields)
    .flatMap(({ field, value }): Item[] => {
      const here = stands?.get(field)?.value ?? null
      if (!isField(field) || here === value || value === '' || whyNotField(field, value, now) !== undefined) return []
      return [
        { item: `field.${field}`, kind: 'field', name: field, channel: null, title: null, value, here, becomes: here === null ? 'new' : 'other', count: null },
      ]
    })
  const purposes = await purposesNow(deps.db.$pickTables())
  const terms = await termsOf(deps.db.$pickTables(), person, now)
  const yeses = bundle.page.terms.items.flatMap(({ purpose, channel, topic, allowed, state }): Item[] => {
    const ours = purposes.get(purpose)
    const term = terms.items.find((i) => i.purpose === purpose && i.channel === channel && i.topic === null)
    if (!allowed || state !== 'given' || topic !== null || ours?.legalBasis !== 'consent' || !ours.channels.includes(channel)) return []
    if (term?.state !== 'missing' && term?.state !== 'expired') return []
    return [
      { item: `yes.${purpose}.${channel}`, kind: 'yes', name: purpose, channel, title: ours.title, value: null, here: null, becomes: 'request', count: null },
    ]
  })
  const count = Math.min(bundle.moments.length, mostMoments)
  const past: Item[] =
    count === 0 ? [] : [{ item: 'history', kind: 'history', name: 'history', channel: null, title: null, value: null, here: null, becomes: 'told', count }]
  const all = [...fields, ...yeses, ...past]
  const items = all.filter(({ kind, name }) => kind === 'yes' || writes(kind === 'field' ? name : null))
  return { items, left_out: all.length - items.length }
}

/** Throws for whoever has all use of their data restricted: they lift it first, or take it over on their own page. */
export async function mustNotRest(db: Db<UsedTables>, members: readonly number[]): Promise<void> {
  const { rows } = await sql`select from keep.customer where customer_id = any(${[...members]}::bigint[]) and status = 'restricted' limit 1`.execute(db)
  if (rows.length > 0) throw new AppError('forbidden', 'The use of this customer’s data is restricted, so nothing of it can be changed now.')
}

/** Whether somebody here has one of the addresses or numbers that the copy is about, and has it alone. */
async function isTheirs({ db, keyring }: RightsDeps, members: readonly number[], bundle: Bundle, country: string | undefined): Promise<boolean> {
  for (const { kind, shown } of bundle.page.identifiers) {
    if (kind !== 'email' && kind !== 'phone') continue
    const normal = normaliseIdentifier(kind, shown, country)
    if ('problem' in normal) continue
    const { rows } = await sql`select from keep.identifier where kind = ${kind} and digest = ${keyring.digest(kind, normal.value)}
      and customer_id = any(${[...members]}::bigint[]) and not shared`.execute(db)
    if (rows.length > 0) return true
  }
  return false
}

/** Takes these over, all or nothing; a copy is taken once, whoever brings it. Gives how many, and, of one that was brought to a colleague, its case. */
export async function takeOver(
  deps: RightsDeps,
  whose: Whose,
  bundle: Bundle,
  items: readonly Item[],
  now: Date,
  brought?: Brought,
): Promise<{ taken: number; row?: CaseRow }> {
  const { person, by: actor } = whose
  let entered: number | undefined
  const source = `copy:${new URL(bundle.site).host}`.slice(0, 100)
  const [outcome] = await recordBatch(
    deps.imports.record,
    [noted(whose, bundle, items, { now, road: brought?.road ?? 'portal' }), ...past(whose, bundle, items)],
    {
      now,
      source: 'copy',
      trust: 'secret',
      alongside: async (recordTx, [made]) => {
        if (made?.status !== 'recorded') throw new AppError('conflict', 'This copy was taken over already.')
        const tx: Tx<UsedTables> = recordTx.withTables<UsedTables>()
        const members = await heldStill(tx, person)
        if (brought) await mustNotRest(tx.$pickTables(), members)
        if (brought && brought.mandate !== null) await mustHold(tx, members, { mandate: brought.mandate, right: 'moving', now })
        const writes = items.flatMap(({ kind, name, value }) => (kind === 'field' ? [{ customer: person, field: name, value }] : []))
        const written = await writeFields({ db: tx.$pickTables(), keyring: deps.keyring, rowIds: deps.rowIds }, tx.$pickTables(), writes, {
          actor,
          source,
          now,
        })
        await tellOfCorrected(deps, tx, written, { actor, now })
        if (writes.length > 0) {
          await publishDerived({ keyring: deps.keyring }, tx.$pickTables(), [...members], { batch: await newBatch(tx), now })
          await gatherQualityOf({ keyring: deps.keyring }, tx.$pickTables(), [person], now)
        }
        await requestConsent(
          deps,
          tx.$pickTables(),
          items.flatMap(({ kind, name, channel }) =>
            kind === 'yes' && channel !== null
              ? [
                  {
                    customer: person,
                    purpose: name,
                    category: 'contact',
                    channel,
                    topic: '*',
                    method: 'import',
                    evidence: { kind: 'import', said: evidenceOf(bundle) },
                  },
                ]
              : [],
          ),
          { actor, now },
        )
        if (brought) entered = await onRecord(deps, tx, { whose, brought }, now)
        const said = { customer: person, deed: 'write' as const, ...roadOf(actor) }
        await receiptsOfSaying(tx, [{ ...said, fields: writes.map((w) => w.field).slice(0, 40), said: ['copy', 'taken'] }], now)
      },
    },
  )
  if (!outcome || outcome.status === 'refused') throw new AppError('unavailable', 'This could not be kept. Please try again in a moment.')
  if (outcome.status === 'repeated') throw new AppError('conflict', 'This copy was taken over already.')
  await deps.directory.follow()
  return { taken: items.length, ...(entered === undefined ? {} : { row: await rowOf(deps, entered) }) }
}

/** What a colleague did for the customer is done in the customer's name, by them. */
const roadOf = ({ kind, id, role }: Actor): Pick<Saying, 'road' | 'by' | 'behalf' | 'purpose'> =>
  kind === 'customer' ? { road: { kind: 'portal' } } : { road: { kind: 'entry' }, by: { kind, id, role }, behalf: true, purpose: 'service' }

/** That they wanted it, by which road and what shows it: a case, which they read on their page. */
async function onRecord(deps: RightsDeps, tx: Tx<UsedTables>, { whose, brought }: { whose: Whose; brought: Brought }, now: Date): Promise<number> {
  const { device, ...said } = brought
  const asked = { ...said, person: whose.person, right: 'moving', about: null, value: null, file: null } as const
  const made = await openCase(deps, tx, asked, { actor: whose.by, now, verdict: 'done' })
  const facts = { right: 'moving', road: said.road }
  await noteAct(tx, { by: whose.by, act: 'rights.entered', subject: { kind: 'customer', id: whose.person }, facts, now, device: device ?? null })
  return made
}

const evidenceOf = ({ company, site, at, sha256 }: Bundle) => `${company}, ${site}, ${at}, SHA-256 ${sha256}`

const cameBy = { portal: 'web', phone: 'phone', paper: 'post', counter: 'shop', mail: 'email' } as const

/** That a copy was taken over, in their own history: from whom, which, and what. */
function noted({ person }: Whose, bundle: Bundle, items: readonly Item[], { now, road }: { now: Date; road: Road }): CheckedInteraction {
  return {
    place: 'copy',
    id: bundle.sha256,
    at: now.getTime(),
    kind: 'copy_taken',
    channel: cameBy[road],
    direction: 'in',
    identifiers: [],
    customer: person,
    content: { subject: bundle.company, text: `${evidenceOf(bundle)}\n${items.map(({ item }) => item).join(', ')}` },
  }
}

function past({ person }: Whose, { sha256, company, moments }: Bundle, items: readonly Item[]): CheckedInteraction[] {
  if (!items.some(({ kind }) => kind === 'history')) return []
  const newest = moments.toSorted((a, b) => (a.at < b.at ? 1 : -1)).slice(0, mostMoments)
  return newest.map(({ at, kind, subject, text, amount, items: lines }, n) => ({
    place: `history[${n}]`,
    id: `${sha256} ${n}`,
    at: Date.parse(at),
    kind: 'elsewhere',
    channel: 'system',
    direction: 'none',
    identifiers: [],
    customer: person,
    // As words and not as facts: what was bought elsewhere is in no figure here.
    content: {
      subject: `${company}: ${subject ?? kind}`,
      text: [
        text,
        ...lines.map((line) => `${line.quantity} × ${line.title ?? line.sku}`),
        amount ? `${(amount.minor / 100).toFixed(2)} ${amount.currency}` : null,
      ]
        .filter(Boolean)
        .join('\n'),
    },
  }))
}
