import { createHash, randomBytes } from 'node:crypto'
import { byteaArray, type Db, inTransaction, sql } from '../../platform/db/index.ts'
import type { Logger } from '../../platform/log.ts'
import { type ChannelDeps, sendMany } from '../channels/index.ts'
import type { Keyring } from '../keyring/index.ts'
import { receiptsOfSaying } from '../receipts/index.ts'
import { giveConsent } from '../terms/index.ts'
import type { FormLanguage, Spec } from './contract.ts'
import { noticeOf } from './registry.ts'
import type { UsedTables } from './tables.ts'

// Who ticked a box for letters is asked by a letter whether it was them; the page behind its link says what for, and its button is the
// consent. It asks whoever the address belongs to: somebody new, or a customer whose address a stranger may have typed.

export type ConfirmDeps = { db: Db<UsedTables>; keyring: Keyring; letters: ChannelDeps; log: Logger }
export type Box = Spec['consents'][number]
type Ticked = { form: string; version: number; language: FormLanguage; boxes: readonly number[]; email: string }

const goodForMs = 7 * 86_400_000
/** Of one person and form: whoever types an address again and again writes no second letter on that day. */
const oneLetterMs = 86_400_000
const digestOf = (token: string) => createHash('sha256').update(`confirm\0${token}`).digest()
const isToken = (token: string) => /^[A-Za-z0-9_-]{43}$/.test(token)

/** The boxes that a letter can ask about: the way to the others has been shown by nobody. */
export const confirmable = (spec: Spec, ticked: readonly number[]): number[] => ticked.filter((at) => spec.consents[at]?.channel === 'email')

/** Writes to the address, if it is somebody's and not shared. Does nothing that could be told apart from outside. */
export async function askToConfirm(deps: ConfirmDeps, ticked: Ticked, now: Date): Promise<void> {
  const { rows } = await sql<{ customer_id: number; shared: boolean }>`
    select customer_id, shared from keep.identifier where kind = 'email' and digest = any(${byteaArray([deps.keyring.digest('email', ticked.email)])}::bytea[])`.execute(
    deps.db,
  )
  const [owner] = rows
  if (!owner || owner.shared) return
  const token = randomBytes(32).toString('base64url')
  const made = await sql`
    insert into keep.confirmation (digest, customer_id, form, version, language, boxes, made_at, expires_at)
    select ${digestOf(token)}, ${owner.customer_id}, ${ticked.form}, ${ticked.version}, ${ticked.language}, ${[...ticked.boxes]}::smallint[], ${now}, ${new Date(now.getTime() + goodForMs)}
    where not exists (select from keep.confirmation where customer_id = ${owner.customer_id} and form = ${ticked.form} and made_at > ${new Date(now.getTime() - oneLetterMs)})`.execute(
    deps.db,
  )
  if (!made.numAffectedRows) return
  const latest = new Date(now.getTime() + goodForMs)
  await sendMany(
    deps.letters,
    {
      purpose: 'own_view',
      topic: null,
      channels: ['email'],
      template: 'confirm_consent',
      customers: [{ customer: owner.customer_id }],
      contentKey: `confirm.${await deps.letters.rowIds.one()}`,
      urls: { link: `${deps.letters.publicUrl}/y/${token}` },
      slots: { until: latest.toISOString() },
      latest,
    },
    { actor: { kind: 'service', id: 0, role: 'form' }, now },
  )
}

export type Asked = { form: string; version: number; language: FormLanguage; boxes: Box[] }

/** What a link asks for; undefined for one that is none, used, too old, or of somebody erased. Looking spends nothing. */
export async function askedBy(db: Db<UsedTables>, token: string, now: Date): Promise<Asked | undefined> {
  if (!isToken(token)) return undefined
  const { rows } = await sql<{ form: string; version: number; language: FormLanguage; boxes: number[]; spec: Spec }>`
    select c.form, c.version, c.language, c.boxes, v.spec from keep.confirmation c join keep.form_version v using (form, version)
    where c.digest = ${digestOf(token)} and c.used_at is null and c.expires_at > ${now}`.execute(db)
  const [row] = rows
  return row && { ...row, boxes: row.boxes.flatMap((at) => row.spec.consents[at] ?? []) }
}

/** Records the yes to what the link asks for, once; false where there is nothing to confirm (any more). */
export async function confirm(deps: ConfirmDeps, token: string, from: { network: string }, now: Date): Promise<boolean> {
  return inTransaction(deps.db, async (tx) => {
    const asked = await askedBy(tx, token, now)
    if (!asked) return false
    const spent = await sql<{ customer_id: number; made_at: Date }>`
      update keep.confirmation set used_at = ${now} where digest = ${digestOf(token)} and used_at is null returning customer_id, made_at`.execute(tx)
    const [row] = spent.rows
    if (!row) return false
    for (const box of asked.boxes) {
      const said = [
        `Form ${asked.form}, version ${asked.version}: ${box.text[asked.language] ?? ''}`,
        `Ticked ${row.made_at.toISOString()}; a letter went to the address; confirmed by its link ${now.toISOString()} from ${from.network}.`,
      ].join('\n')
      await giveConsent(
        { keyring: deps.keyring },
        tx.$pickTables(),
        {
          customer: row.customer_id,
          purpose: box.purpose,
          category: 'contact',
          channel: box.channel,
          topic: box.topic ?? '*',
          method: 'form',
          language: asked.language,
          notice: { notice: noticeOf(asked.form), version: asked.version },
          evidence: { kind: 'confirmed', said },
          eventType: 'ExplicitlyExpressed',
        },
        { actor: { kind: 'customer', id: row.customer_id, role: 'customer' }, now },
      )
    }
    const saying = { customer: row.customer_id, deed: 'consent' as const, road: { kind: 'form' as const } }
    const sayings = asked.boxes.map(({ purpose, channel, topic }) => ({ ...saying, purpose, said: [purpose, channel, topic ?? '*', 'yes'] }))
    await receiptsOfSaying(tx, sayings, now)
    return true
  })
}

/** Removes links that are long past; gives how many. For a job. */
export async function forgetConfirmations(db: Db<UsedTables>, now: Date): Promise<number> {
  const gone = await sql`delete from keep.confirmation where digest in (
    select digest from keep.confirmation where expires_at < ${new Date(now.getTime() - 23 * 86_400_000)} limit 1000)`.execute(db)
  return Number(gone.numAffectedRows ?? 0)
}
