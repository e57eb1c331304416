import { createHash, createHmac } from 'node:crypto'
import { sql } from '../../platform/db/index.ts'
import { sendMany } from '../channels/index.ts'
import type { Keyring } from '../keyring/index.ts'
import type { RenewalDeps } from './deps.ts'
import { type Due, dueNow } from './due.ts'

// The letter before a consent ends. Its link is made from what it is about, so that whatever is repeated after a crash is the same letter.

const atOnce = 500

/** Asks those whose consent ends soon, at most so many in one call; gives how many letters were reserved. Doing it again asks nobody twice. */
export async function askDue(deps: RenewalDeps, now: Date, limit = atOnce): Promise<number> {
  let asked = 0
  for (const due of await dueNow(deps.db.$pickTables(), now, limit)) if (await ask(deps, due, now)) asked += 1
  return asked
}

/** 256 bits that nobody can guess; 43 characters. */
export const tokenOf = (keyring: Pick<Keyring, 'own'>, { customer, purpose, channel, topic, endsAt }: Due): string =>
  createHmac('sha256', keyring.own('links')).update(['renewal', customer, purpose, channel, topic, endsAt.toISOString()].join('\0')).digest('base64url')

export const digestOf = (token: string): Buffer => createHash('sha256').update(`renewal\0${token}`).digest()

/** Whom the gate lets nothing be written to is not asked; a later day may be another. */
async function ask(deps: RenewalDeps, due: Due, now: Date): Promise<boolean> {
  const token = tokenOf(deps.keyring, due)
  const [result] = await sendMany(
    deps.letters,
    {
      purpose: due.purpose,
      topic: due.topic === '*' ? null : due.topic,
      channels: ['email'],
      template: 'renew_consent',
      customers: [{ customer: due.customer }],
      contentKey: `renew.${due.purpose}.${due.channel}.${due.topic}.${due.endsAt.toISOString().slice(0, 10)}`,
      urls: { link: `${deps.letters.publicUrl}/r/${token}` },
      slots: { until: due.endsAt.toISOString() },
      latest: due.endsAt,
    },
    { actor: { kind: 'service', id: 0, role: 'house' }, now },
  )
  // Already on its way: the row was lost with the process that reserved it.
  if (!result || (result.message === null && result.reason !== 'already_sent')) return false
  await sql`
    insert into keep.renewal (digest, customer_id, purpose, channel, topic, ends_at, asked_at)
    values (${digestOf(token)}, ${due.customer}, ${due.purpose}, ${due.channel}, ${due.topic}, ${due.endsAt}, ${now}) on conflict (digest) do nothing`.execute(
    deps.db,
  )
  return true
}
