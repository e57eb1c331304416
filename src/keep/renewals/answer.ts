import { type Db, inTransaction, sql } from '../../platform/db/index.ts'
import { receiptsOfSaying } from '../receipts/index.ts'
import { giveConsent, lockPersons, type Purpose, purposesNow, type TermsTables, versionsOf } from '../terms/index.ts'
import { digestOf } from './ask.ts'
import type { RenewalDeps } from './deps.ts'

/** What the page behind a link asks. */
export type Question = {
  customer: number
  purpose: Purpose
  channel: string
  topic: string
  endsAt: Date
  /** The language of the person, where it is known. */
  language: string | null
  text: { notice: string; version: number; in: { [language: string]: string } }
}

const isToken = (token: string) => /^[A-Za-z0-9_-]{43}$/.test(token)

type Row = { customer_id: number; purpose: string; channel: string; topic: string; ends_at: Date; language: string | null }

/** What a link asks about; undefined for one that is none, answered, past, or about a consent that stands no more. Looking spends nothing. */
export async function askedBy(db: Db<TermsTables>, token: string, now: Date): Promise<Question | undefined> {
  if (!isToken(token)) return undefined
  const { rows } = await sql<Row>`
    select r.customer_id, r.purpose, r.channel, r.topic, r.ends_at, c.language
    from keep.renewal r join keep.customer c on c.customer_id = r.customer_id
    join keep.consent_state s on s.customer_id = r.customer_id and s.purpose = r.purpose and s.category = 'contact' and s.channel = r.channel and s.topic = r.topic
    where r.digest = ${digestOf(token)} and r.answered_at is null and r.ends_at > ${now} and c.status = 'known'
      and s.state in ('ConsentGiven', 'RenewedConsentGiven') and s.expires_at = r.ends_at`.execute(db)
  const [row] = rows
  const purpose = row && (await purposesNow(db)).get(row.purpose)
  if (!row || !purpose || purpose.notice === null) return undefined
  const text = (await versionsOf(db, [purpose.notice])).get(purpose.notice)?.at(-1)
  if (!text) return undefined
  return {
    customer: row.customer_id,
    purpose,
    channel: row.channel,
    topic: row.topic,
    endsAt: row.ends_at,
    language: row.language,
    text: { notice: text.notice, version: text.version, in: Object.fromEntries(Object.entries(text.texts).map(([language, { body }]) => [language, body])) },
  }
}

export type Answer = { answer: 'yes' | 'no'; version: number; language: string; network: string }
/** `changed`: another text is in force than the one that was answered. */
export type Answered = 'done' | 'changed' | 'nothing'

/** Records the answer, once. A yes is to the text that was shown, and renews the consent; a no lets it end when it would. */
export async function answer(deps: RenewalDeps, token: string, said: Answer, now: Date): Promise<Answered> {
  return inTransaction(deps.db, async (whole) => {
    const tx = whole.$pickTables<keyof TermsTables>()
    const first = await askedBy(tx, token, now)
    if (!first) return 'nothing'
    await lockPersons(tx, [first.customer])
    // Only now: until the lock was ours it may have been answered, or taken back.
    const asked = await askedBy(tx, token, now)
    if (!asked) return 'nothing'
    const { customer, purpose, channel, topic } = asked
    if (said.answer === 'yes' && (said.version !== asked.text.version || asked.text.in[said.language] === undefined)) return 'changed'
    await sql`update keep.renewal set answered_at = ${now}, answer = ${said.answer} where digest = ${digestOf(token)} and answered_at is null`.execute(tx)
    if (said.answer === 'yes') {
      await giveConsent(
        { keyring: deps.keyring },
        tx,
        {
          customer,
          purpose: purpose.purpose,
          category: 'contact',
          channel,
          topic,
          method: 'link',
          language: said.language,
          notice: { notice: asked.text.notice, version: said.version },
          evidence: { kind: 'confirmed', said: `Renewed by the link of a letter to their address ${now.toISOString()} from ${said.network}.` },
          eventType: 'ExplicitlyExpressed',
        },
        { actor: { kind: 'customer', id: customer, role: 'customer' }, now },
      )
    }
    const codes =
      said.answer === 'yes'
        ? { deed: 'consent' as const, said: [purpose.purpose, channel, topic, 'yes'] }
        : { deed: 'terms' as const, said: ['renewal', purpose.purpose, channel, topic, 'no'] }
    await receiptsOfSaying(whole, [{ customer, purpose: purpose.purpose, road: { kind: 'form' }, ...codes }], now)
    return 'done'
  })
}
