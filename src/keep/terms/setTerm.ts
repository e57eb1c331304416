import type { Tx } from '../../platform/db/index.ts'
import { AppError, assert, badInput } from '../../platform/errors.ts'
import { giveConsent, refuseConsent, withdrawConsent } from './consent.ts'
import { languageIn, versionAt, versionsOf } from './notices.ts'
import { type Purpose, purposesNow } from './purposes.ts'
import type { ConsentDeps } from './recordConsents.ts'
import { type Saying, type StopDeps, stop, unstop } from './stop.ts'
import type { TermsTables } from './tables.ts'
import { byGuardian } from './wards.ts'

// One switch of the customer's page: may you write to me by this channel for this purpose (about this topic)? The same when a clerk enters
// what they were told.

export type Switch = {
  customer: number
  purpose: string
  channel: string
  topic: string | null
  allowed: boolean
  /**
   * The text beside the switch: its version, where one was shown, and the language it or the page was in. `told`: somebody else enters what
   * they said, to the version in force then when none is named.
   */
  shown: { version?: number | undefined; language: string; told?: true }
  said?: string
}

/**
 * Turns the switch: for a purpose by consent this gives or withdraws it, for another it lifts or sets a stop. A wider stop
 * stays. `method` is how the person said it (portal, link, phone …) and is the evidence's kind. A yes to another text than the
 * one in force is refused: they have to see the new one first. When it was turned off: commit, then wait (lastLeasePast) before acknowledging.
 * Gives since when the stop stands that it set.
 */
export async function setTerm(deps: ConsentDeps & StopDeps, tx: Tx<TermsTables>, turned: Switch, by: Saying): Promise<Date | undefined> {
  const purpose = (await purposesNow(tx)).get(turned.purpose)
  if (!purpose) throw new AppError('not_found', `There is no purpose "${turned.purpose}" in use.`)
  if (!purpose.channels.includes(turned.channel)) throw new AppError('bad_input', 'This purpose does not use that channel.', { place: 'channel' })
  const topic = turned.topic ?? '*'
  const scope = { customer: turned.customer, channel: turned.channel, topic }
  if (byGuardian(by.actor)) return turnedByGuardian(deps, tx, { ...scope, purpose }, turned.allowed, by)
  const words = turned.said ?? by.evidence?.words
  const said = {
    ...scope,
    purpose: turned.purpose,
    category: 'contact',
    method: by.method,
    ...(by.at === undefined ? {} : { at: by.at }),
    ...(await shownBeside(tx, purpose, turned, by)),
    evidence: { kind: by.method, ...(words === undefined ? {} : { said: words }) },
  }
  if (turned.allowed) {
    await unstop(tx, { ...scope, purpose: turned.purpose }, by)
    await unstop(tx, scope, by)
    if (purpose.legalBasis === 'consent') await giveConsent(deps, tx, { ...said, eventType: 'ExplicitlyExpressed' }, by)
    return undefined
  }
  if (purpose.legalBasis === 'consent') {
    await withdrawConsent(deps, tx, said, by)
    // Whoever says no to a colleague before anybody asked has said no: it is kept, and they are left alone.
    if (turned.shown.told) await refuseConsent(deps, tx, said, by)
    return undefined
  }
  if (!purpose.checks.has('channel')) throw new AppError('conflict', 'The law or a contract asks for these messages; they cannot be switched off.')
  return stop(deps, tx, { ...scope, purpose: turned.purpose }, by)
}

/** A guardian forbids what comes to a child, and takes that back; the child’s own consent is neither given nor taken by them. */
async function turnedByGuardian(
  deps: StopDeps,
  tx: Tx<TermsTables>,
  { purpose, ...scope }: { customer: number; purpose: Purpose; channel: string; topic: string },
  allowed: boolean,
  by: Saying,
): Promise<Date | undefined> {
  if (!purpose.checks.has('channel')) throw new AppError('conflict', 'The law or a contract asks for these messages; they cannot be switched off.')
  if (!allowed) return stop(deps, tx, { ...scope, purpose: purpose.purpose }, by)
  const lifted = [await unstop(tx, { ...scope, purpose: purpose.purpose }, by), await unstop(tx, scope, by)]
  if (!lifted.includes(true)) throw new AppError('forbidden', 'No guardian has switched this off: their own yes the child says on their own page.')
  return undefined
}

/** What was shown: of a purpose by consent its text, by version and language. A no is taken whatever it was said to. */
async function shownBeside(
  tx: Tx<TermsTables>,
  purpose: Purpose,
  { shown, allowed }: Switch,
  by: Saying,
): Promise<{ language: string; notice?: { notice: string; version: number } }> {
  if (purpose.notice === null || purpose.legalBasis !== 'consent') return { language: shown.language }
  const versions = (await versionsOf(tx, [purpose.notice])).get(purpose.notice) ?? []
  const now = versions.at(-1)
  assert(now !== undefined, 'a purpose without its text')
  if (allowed && !shown.told) {
    if (shown.version === undefined) throw badInput('notice: say which text was shown beside the switch', 'notice')
    if (shown.version !== now.version || now.texts[shown.language] === undefined)
      throw new AppError('stale', 'The text you agree to has changed. Read the new one, then decide.', { place: 'notice' })
  }
  const then = shown.told ? versionAt(versions, by.at ?? by.now) : now
  const seen = versions.find((v) => v.version === shown.version) ?? then ?? now
  if (allowed && shown.version !== undefined && seen.version !== shown.version) throw badInput('There is no such text in this language.', 'notice')
  return { notice: { notice: purpose.notice, version: seen.version }, language: languageIn(seen, shown.language) }
}
