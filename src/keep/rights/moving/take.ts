import { sql, type Tx } from '../../../platform/db/index.ts'
import { AppError, badInput } from '../../../platform/errors.ts'
import { isField, newBatch, normaliseIdentifier, openFields, publishDerived, whyNotField, writeFields } from '../../customers/index.ts'
import { type CheckedInteraction, recordBatch } from '../../interactions/index.ts'
import { receiptsOfSaying } from '../../receipts/index.ts'
import { purposesNow, requestConsent, termsOf } from '../../terms/index.ts'
import { heldStill } from '../cases/ask.ts'
import type { RightsDeps, UsedTables } from '../deps.ts'
import type { Bundle } from './bundle.ts'

// What of another company's copy becomes what is known here. A yes given there is a question here (nobody showed them our text); what happened
// there can be read and counts for nothing; each thing says which copy it came from.

type Item = {
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
export type Mine = { person: number; members: readonly number[] }

/** What is read of their past there, the newest first; the copy itself has all of it. */
const mostMoments = 2000

/** What could be taken over. Throws bad_input for a copy about somebody else: none of its addresses is this customer's. */
export async function itemsOf(deps: RightsDeps, { person, members }: Mine, bundle: Bundle, country: string | undefined, now: Date): Promise<Item[]> {
  if (!(await isTheirs(deps, members, bundle, country)))
    throw badInput('This copy is about somebody else: none of the addresses and numbers in it is yours here.', 'file')
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
  const { items } = await termsOf(deps.db.$pickTables(), person, now)
  const yeses = bundle.page.terms.items.flatMap(({ purpose, channel, topic, allowed, state }): Item[] => {
    const ours = purposes.get(purpose)
    const term = items.find((i) => i.purpose === purpose && i.channel === channel && i.topic === null)
    if (!allowed || state !== 'given' || topic !== null || ours?.legalBasis !== 'consent' || !ours.channels.includes(channel)) return []
    if (term?.state !== 'missing' && term?.state !== 'expired') return []
    return [
      { item: `yes.${purpose}.${channel}`, kind: 'yes', name: purpose, channel, title: ours.title, value: null, here: null, becomes: 'request', count: null },
    ]
  })
  const count = Math.min(bundle.moments.length, mostMoments)
  const past: Item[] =
    count === 0 ? [] : [{ item: 'history', kind: 'history', name: 'history', channel: null, title: null, value: null, here: null, becomes: 'told', count }]
  return [...fields, ...yeses, ...past]
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

/** Takes these over, all or nothing; a copy is taken once, whoever brings it. Gives how many. */
export async function takeOver(deps: RightsDeps, mine: Mine, bundle: Bundle, items: readonly Item[], now: Date): Promise<number> {
  const { person } = mine
  const actor = { kind: 'customer', id: person, role: 'customer' } as const
  const source = `copy:${new URL(bundle.site).host}`.slice(0, 100)
  const [outcome] = await recordBatch(deps.imports.record, [noted(mine, bundle, items, now), ...past(mine, bundle, items)], {
    now,
    source: 'copy',
    trust: 'secret',
    alongside: async (recordTx, [made]) => {
      if (made?.status !== 'recorded') throw new AppError('conflict', 'This copy was taken over already.')
      const tx: Tx<UsedTables> = recordTx.withTables<UsedTables>()
      const members = await heldStill(tx, person)
      const writes = items.flatMap(({ kind, name, value }) => (kind === 'field' ? [{ customer: person, field: name, value }] : []))
      await writeFields({ db: tx.$pickTables(), keyring: deps.keyring, rowIds: deps.rowIds }, tx.$pickTables(), writes, { actor, source, now })
      if (writes.length > 0) await publishDerived({ keyring: deps.keyring }, tx.$pickTables(), [...members], { batch: await newBatch(tx), now })
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
      const said = { customer: person, deed: 'write' as const, road: { kind: 'portal' as const } }
      await receiptsOfSaying(tx, [{ ...said, fields: writes.map((w) => w.field).slice(0, 40), said: ['copy', 'taken'] }], now)
    },
  })
  if (!outcome || outcome.status === 'refused') throw new AppError('unavailable', 'This could not be kept. Please try again in a moment.')
  if (outcome.status === 'repeated') throw new AppError('conflict', 'This copy was taken over already.')
  await deps.directory.follow()
  return items.length
}

const evidenceOf = ({ company, site, at, sha256 }: Bundle) => `${company}, ${site}, ${at}, SHA-256 ${sha256}`

/** That a copy was taken over, in their own history: from whom, which, and what. */
function noted({ person }: Mine, bundle: Bundle, items: readonly Item[], now: Date): CheckedInteraction {
  return {
    place: 'copy',
    id: bundle.sha256,
    at: now.getTime(),
    kind: 'copy_taken',
    channel: 'web',
    direction: 'in',
    identifiers: [],
    customer: person,
    content: { subject: bundle.company, text: `${evidenceOf(bundle)}\n${items.map(({ item }) => item).join(', ')}` },
  }
}

function past({ person }: Mine, { sha256, company, moments }: Bundle, items: readonly Item[]): CheckedInteraction[] {
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
