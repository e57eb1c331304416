import { AppError, badInput } from '../../platform/errors.ts'
import { sendMany, withdrawCampaign } from '../channels/index.ts'
import { decideMany } from '../gate/index.ts'
import { purposesNow } from '../terms/index.ts'
import { roleLacksThis } from './changing.ts'
import type { Checked, Outputs } from './contract.ts'
import { type Asker, coveredByKey, type DoorDeps, withinOf } from './deps.ts'

// The office asks the keep to contact customers; addresses, names and rendered words never come back.

/** What the gate would say of each, now: counts with reasons. Reserves and writes nothing. */
export async function decide(deps: DoorDeps, asker: Asker, input: Checked<'decide'>): Promise<Outputs['decide']> {
  await mayActFor(deps, asker, input.purpose)
  await mustCountAsUnasked(deps, input.purpose)
  const unit = input.unit ?? undefined
  const contact = {
    channel: input.channel,
    topic: input.topic ?? '*',
    ...(unit === undefined ? {} : { unit }),
    ...(input.content_key === undefined ? {} : { contentKey: input.content_key }),
  }
  const decisions = await decideMany(
    deps.db.$pickTables(),
    input.customers.map((customer) => ({ customer, purpose: input.purpose, categories: ['contact'], contact })),
    deps.clock.now(),
  )
  const counts = new Map<string, { reason: string; decision: string; count: number }>()
  for (const said of decisions) {
    if (said.decision === 'allow') continue
    const key = `${said.decision} ${said.reason}`
    const found = counts.get(key) ?? { reason: said.reason, decision: said.decision, count: 0 }
    found.count += 1
    counts.set(key, found)
  }
  return {
    allowed: decisions.filter((d) => d.decision === 'allow').length,
    reasons: [...counts.values()].sort((a, b) => b.count - a.count),
    total: decisions.length,
    ...(input.each
      ? {
          each: decisions.map((said, i) => ({
            customer: input.customers[i] ?? -1,
            decision: said.decision,
            reason: said.decision === 'allow' ? null : said.reason,
          })),
        }
      : {}),
  }
}

/** Decides, reserves and queues a message to each; the answer is a code for each customer. */
export async function send(deps: DoorDeps, asker: Asker, input: Checked<'send'>): Promise<Outputs['send']> {
  await mayActFor(deps, asker, input.purpose)
  await mustCountAsUnasked(deps, input.purpose)
  const results = await sendMany(
    deps.channels,
    {
      purpose: input.purpose,
      topic: input.topic,
      unit: input.unit ?? undefined,
      channels: [input.channel],
      template: input.template,
      customers: input.customers.map((customer) => ({ customer })),
      slots: input.slots,
      contentKey: input.content_key,
      campaign: input.campaign,
      because: input.because,
    },
    { actor: asker.actor, now: deps.clock.now() },
  )
  return { results: results.map(({ customer, decision, reason, message }) => ({ customer, decision, reason, message })) }
}

/** Takes back what of a campaign has not left. */
export async function withdraw(deps: DoorDeps, asker: Asker, input: Checked<'withdraw'>): Promise<Outputs['withdraw']> {
  await mayActFor(deps, asker, input.purpose)
  return { withdrawn: await withdrawCampaign(deps.channels, input.campaign, { actor: asker.actor, now: deps.clock.now() }) }
}

/**
 * What the company sends to those it has chosen, nobody has asked for. Purposes that answer people (service, their own rights) go round stops, pauses
 * and limits, so an offer would come to everybody who forbade it.
 */
async function mustCountAsUnasked(deps: DoorDeps, purpose: string): Promise<void> {
  if ((await purposesNow(deps.db.$pickTables())).get(purpose)?.checks.has('pressure')) return
  throw badInput('This purpose answers what people ask for: nobody is chosen for it. Choose one that keeps to stops and limits.', 'purpose')
}

/** Whoever sends for a purpose must be in one of its roles; the house's own jobs were set up by someone who is. */
async function mayActFor(deps: DoorDeps, asker: Asker, purpose: string): Promise<void> {
  const registered = (await purposesNow(deps.db.$pickTables())).get(purpose)
  if (!registered) throw new AppError('not_found', `There is no purpose "${purpose}" in use.`, { place: 'purpose' })
  coveredByKey(asker, purpose)
  // Sending is the company's act, over everybody who is to be reached: not for a role that sees some of them only.
  if (withinOf(asker)) throw new AppError('forbidden', roleLacksThis)
  if (asker.actor.kind === 'service' || registered.roles.includes(asker.actor.role)) return
  throw new AppError('forbidden', 'Your role does not act for this purpose. An administrator can change that.')
}
