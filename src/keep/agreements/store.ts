import { createHash, createPublicKey, randomBytes, verify } from 'node:crypto'
import { type Db, sql, type Tx } from '../../platform/db/index.ts'
import { AppError, badInput, notFound } from '../../platform/errors.ts'
import { agreementText, type ReceiptTables, type Signer, signText, stateAgreement } from '../receipts/index.ts'
import { type Agreement, agreements, hashOf, iriOf } from './known.ts'
import type { Offer } from './match.ts'
import type { AgreementTables } from './tables.ts'

type AnyDb = Db<AgreementTables> | Tx<AgreementTables>

/** What the company accepts, in its order; nothing while nothing was published. `at`: as it was at this moment. */
export async function acceptedNow(db: AnyDb, at?: Date): Promise<{ version: number; at: Date | null; accepts: Offer[]; ids: string[] }> {
  const rows = await db
    .selectFrom('keep.accept_list')
    .selectAll()
    .where('version', '=', (e) =>
      e
        .selectFrom('keep.accept_list')
        .select(e.fn.max('version').as('v'))
        .$if(at !== undefined, (q) => q.where('at', '<=', at ?? new Date(0))),
    )
    .orderBy('position')
    .execute()
  const kept = rows.filter((row) => row.agreement !== nothing)
  const [first] = rows
  return {
    version: first?.version ?? 0,
    at: first?.at ?? null,
    accepts: kept.map((row) => ({ iri: iriOf(row.agreement), sha256: row.sha256.toString('hex') })),
    ids: kept.map((row) => row.agreement),
  }
}

/** A version that accepts nothing has one row that says so. */
const nothing = '-'

/** Throws one sentence on what cannot stand in the list, with its place. */
export function listIsSound(ids: readonly string[], place = 'accepts'): void {
  for (const [i, id] of ids.entries()) {
    if (!agreements.has(id)) throw badInput('There is no such agreement in the registry.', `${place}[${i}]`)
    if (ids.indexOf(id) !== i) throw badInput('An agreement is named once.', `${place}[${i}]`)
  }
}

/** Publishes another list; what says the same adds nothing. */
export async function publish(tx: Tx<AgreementTables>, o: { ids: readonly string[]; by: { kind: string; id: number }; now: Date }): Promise<boolean> {
  await sql`select pg_advisory_xact_lock(hashtext('keep.accept_list'))`.execute(tx)
  listIsSound(o.ids)
  const before = await acceptedNow(tx)
  if (before.version > 0 && before.ids.join() === o.ids.join()) return false
  const rows = (o.ids.length > 0 ? o.ids : [nothing]).map((agreement, position) => ({
    version: before.version + 1,
    position,
    agreement,
    sha256: Buffer.from(hashOf(agreements.get(agreement) ?? { text: '' }), 'hex'),
    at: o.now,
    by_kind: o.by.kind,
    by_id: o.by.id,
  }))
  await tx.insertInto('keep.accept_list').values(rows).execute()
  return true
}

/** A clock may step back: what ends does not end before it began. */
const notBefore = (now: Date) => sql<Date>`greatest(since, ${now}::timestamptz)`

/** When the next one begins: after all that began before, whatever the clock says. */
async function nextSince(tx: Tx<AgreementTables>, table: 'keep.agreement' | 'keep.signal', o: { members: readonly number[]; now: Date }): Promise<Date> {
  const last = await tx
    .selectFrom(table)
    .select((e) => e.fn.max('since').as('since'))
    .where('customer_id', 'in', [...o.members])
    .executeTakeFirst()
  return new Date(Math.max(o.now.getTime(), (last?.since?.getTime() ?? 0) + 1))
}

type Agreeing = {
  customer: number
  members: readonly number[]
  agreement: Agreement
  offers: readonly Offer[]
  method: string
  company: string
  signer: Signer
  now: Date
}

/** Writes an agreement down, signed by the company; the one before ends. The same again changes nothing. */
export async function agree(tx: Tx<AgreementTables & ReceiptTables>, o: Agreeing): Promise<void> {
  const sha256 = hashOf(o.agreement)
  const standing = await tx
    .selectFrom('keep.agreement')
    .select(['agreement', 'sha256'])
    .where('customer_id', 'in', [...o.members])
    .where('ended_at', 'is', null)
    .execute()
  if (standing.length === 1 && standing[0]?.agreement === o.agreement.id && standing[0].sha256.toString('hex') === sha256) return
  await endAgreements(tx, { members: o.members, method: o.method, now: o.now })
  const since = await nextSince(tx.$pickTables(), 'keep.agreement', o)
  const document = JSON.stringify({
    agreed_at: since.toISOString(),
    agreement: iriOf(o.agreement.id),
    company: o.company,
    number: randomBytes(8).toString('hex'),
    offers: o.offers.map(({ iri }) => iri),
    text: o.agreement.text,
    text_sha256: sha256,
    v: 1,
  })
  await tx
    .insertInto('keep.agreement')
    .values({
      customer_id: o.customer,
      since,
      agreement: o.agreement.id,
      sha256: Buffer.from(sha256, 'hex'),
      uses: [...o.agreement.uses],
      portability: o.agreement.portability,
      offers: o.offers.map(({ iri }) => iri.slice(0, 300)),
      method: o.method,
      document,
      company_signature: signText(o.signer, agreementText({ at: since.toISOString(), document })),
      customer_key: null,
      customer_signature: null,
      ended_at: null,
      ended_method: null,
      stated: await stateAgreement(tx.$pickTables(), { sha256: digestOf(document), is: 'made', at: since }),
      ended_stated: null,
    })
    .execute()
  await tx
    .deleteFrom('keep.counter_offer')
    .where('customer_id', 'in', [...o.members])
    .execute()
}

/** What somebody offered last that was not agreed to, and what the company offered instead. */
export const openOffers = (db: AnyDb, members: readonly number[]) =>
  db
    .selectFrom('keep.counter_offer')
    .selectAll()
    .where('customer_id', 'in', [...members])
    .orderBy('at', 'desc')
    .executeTakeFirst()

type Open = { customer: number; members: readonly number[]; offers: readonly Offer[]; counter: Agreement | undefined; now: Date }

/** Keeps offers that were not agreed to, of a person the last ones; that the company offered something instead stays as it was said. */
export async function keepOpen(tx: Tx<AgreementTables>, o: Open): Promise<void> {
  const before = await openOffers(tx, o.members)
  await tx
    .deleteFrom('keep.counter_offer')
    .where('customer_id', 'in', [...o.members])
    .execute()
  const said = before && before.agreement !== null ? { agreement: before.agreement, at: before.at } : { agreement: o.counter?.id ?? null, at: o.now }
  await tx
    .insertInto('keep.counter_offer')
    .values({ ...said, customer_id: o.customer, offers: o.offers.map(({ iri }) => iri.slice(0, 300)) })
    .execute()
}

/** Ends what stands, of all identities, and states it in the log. */
export async function endAgreements(tx: Tx<AgreementTables & ReceiptTables>, o: { members: readonly number[]; method: string; now: Date }): Promise<boolean> {
  const ended = await tx
    .updateTable('keep.agreement')
    .set({ ended_at: notBefore(o.now), ended_method: o.method })
    .where('customer_id', 'in', [...o.members])
    .where('ended_at', 'is', null)
    .returning(['customer_id', 'since', 'ended_at', 'document'])
    .execute()
  for (const { customer_id, since, ended_at, document } of ended) {
    const ended_stated = await stateAgreement(tx.$pickTables(), { sha256: digestOf(document), is: 'ended', at: ended_at ?? o.now })
    await tx.updateTable('keep.agreement').set({ ended_stated }).where('customer_id', '=', customer_id).where('since', '=', since).execute()
  }
  return ended.length > 0
}

const digestOf = (document: string): string => createHash('sha256').update(document).digest('hex')

export const byMessage = () => new AppError('forbidden', 'By the link of a message you can only ask for less. Open your page by its own link to change this.')

type Signature = { key: string; signature: string }

/**
 * The person's own signature under the agreement that stands; a wrong one is refused, and one that stands is not replaced. By the link of a message
 * (`madeBy` "link") only under what was agreed by one: whoever a letter was forwarded to signs nothing that its reader agreed to on their page.
 */
export async function signAgreement(tx: Tx<AgreementTables>, o: { members: readonly number[]; madeBy: 'portal' | 'link' } & Signature): Promise<void> {
  const one = await tx
    .selectFrom('keep.agreement')
    .selectAll()
    .where('customer_id', 'in', [...o.members])
    .where('ended_at', 'is', null)
    .executeTakeFirst()
  if (!one) throw notFound()
  if (o.madeBy === 'link' && one.method !== 'link') throw byMessage()
  if (!isSigned(one.document, o)) throw badInput('The signature is not of this agreement by this key.', 'signature')
  await tx
    .updateTable('keep.agreement')
    .set({ customer_key: o.key, customer_signature: o.signature })
    .where('customer_id', '=', one.customer_id)
    .where('since', '=', one.since)
    .where('customer_signature', 'is', null)
    .execute()
}

function isSigned(document: string, o: Signature): boolean {
  try {
    const key = createPublicKey({ key: Buffer.from(o.key, 'base64'), format: 'der', type: 'spki' })
    if (key.asymmetricKeyDetails?.namedCurve !== 'prime256v1') return false
    return verify('sha256', Buffer.from(document), { key, dsaEncoding: 'ieee-p1363' }, Buffer.from(o.signature, 'base64'))
  } catch {
    return false // bytes that are no key
  }
}

export type Signal = { state: 'none' | 'obeyed' | 'taken_back'; since: Date | null; method: 'browser' | 'portal' | null }

export async function signalOf(db: AnyDb, members: readonly number[]): Promise<Signal> {
  const rows = await db
    .selectFrom('keep.signal')
    .selectAll()
    .where('customer_id', 'in', [...members])
    .orderBy('since', 'desc')
    .limit(20)
    .execute()
  const open = rows.find((row) => row.ended_at === null)
  if (open) return { state: 'obeyed', since: open.since, method: open.method }
  return rows[0] ? { state: 'taken_back', since: rows[0].ended_at, method: rows[0].method } : { state: 'none', since: null, method: null }
}

/** Begins to obey. What a browser says is heard once: whoever took it back is not overruled by the next page. Gives whether anything changed. */
export async function obeyGpc(
  tx: Tx<AgreementTables>,
  o: { customer: number; members: readonly number[]; method: 'browser' | 'portal'; now: Date },
): Promise<boolean> {
  const { state } = await signalOf(tx, o.members)
  if (state === 'obeyed' || (state === 'taken_back' && o.method === 'browser')) return false
  await tx
    .insertInto('keep.signal')
    .values({ customer_id: o.customer, since: await nextSince(tx, 'keep.signal', o), method: o.method, ended_at: null })
    .execute()
  return true
}

export async function takeBackGpc(tx: Tx<AgreementTables>, o: { members: readonly number[]; now: Date }): Promise<boolean> {
  const ended = await tx
    .updateTable('keep.signal')
    .set({ ended_at: notBefore(o.now) })
    .where('customer_id', 'in', [...o.members])
    .where('ended_at', 'is', null)
    .executeTakeFirst()
  return ended.numUpdatedRows > 0n
}
