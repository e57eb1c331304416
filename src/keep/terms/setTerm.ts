import type { Tx } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors.ts'
import { giveConsent, withdrawConsent } from './consent.ts'
import { purposesNow } from './purposes.ts'
import type { By, ConsentDeps } from './recordConsents.ts'
import { type StopDeps, stop, unstop } from './stop.ts'
import type { TermsTables } from './tables.ts'

// One switch of the customer's page: may you write to me by this channel for this purpose (about this topic)?

export type Switch = { customer: number; purpose: string; channel: string; topic: string | null; allowed: boolean; language: string; said?: string }

/**
 * Turns the switch: for a purpose by consent this gives or withdraws it, for another it lifts or sets a stop. A wider stop
 * stays. `method` is how the person said it (portal, link, phone …) and is the evidence's kind; `notice` is what the page
 * showed beside the switch. When it was turned off: commit, then wait (lastLeasePast) before acknowledging.
 */
export async function setTerm(
  deps: ConsentDeps & StopDeps,
  tx: Tx<TermsTables>,
  turned: Switch,
  by: By & { method: string; notice: { notice: string; version: number } },
): Promise<void> {
  const purpose = (await purposesNow(tx)).get(turned.purpose)
  if (!purpose) throw new AppError('not_found', `There is no purpose "${turned.purpose}" in use.`)
  if (!purpose.channels.includes(turned.channel)) throw new AppError('bad_input', 'This purpose does not use that channel.', { place: 'channel' })
  const topic = turned.topic ?? '*'
  const scope = { customer: turned.customer, channel: turned.channel, topic }
  const said = {
    ...scope,
    purpose: turned.purpose,
    category: 'contact',
    method: by.method,
    language: turned.language,
    notice: by.notice,
    evidence: { kind: by.method, ...(turned.said === undefined ? {} : { said: turned.said }) },
  }
  if (turned.allowed) {
    await unstop(tx, { ...scope, purpose: turned.purpose }, by)
    await unstop(tx, scope, by)
    if (purpose.legalBasis === 'consent') await giveConsent(deps, tx, { ...said, eventType: 'ExplicitlyExpressed' }, by)
    return
  }
  if (purpose.legalBasis === 'consent') return withdrawConsent(deps, tx, said, by)
  if (!purpose.checks.has('channel')) throw new AppError('conflict', 'The law or a contract asks for these messages; they cannot be switched off.')
  await stop(deps, tx, { ...scope, purpose: turned.purpose }, by)
}
