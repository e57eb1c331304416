import { AppError, notFound } from '../../platform/errors.ts'
import { listMessages, whyMessage } from '../channels/index.ts'
import { groupsOf } from '../customers/index.ts'
import { bundleOf, journal } from '../receipts/index.ts'
import { purposesNow, topicsNow } from '../terms/index.ts'
import type { Checked, Outputs, Use } from './contract.ts'
import type { Asker, DoorDeps } from './deps.ts'
import { purposeTitles, useOf, wordsFor } from './journal.ts'
import { ownId } from './my/asker.ts'

/** All ids of the person whose session this is, in a steady order. */
async function ownIds(deps: DoorDeps, asker: Asker): Promise<number[]> {
  const own = ownId(asker)
  return [...((await groupsOf(deps.db.$pickTables(), [own])).get(own) ?? [own])].sort((a, b) => a - b)
}

export async function myMessages(deps: DoorDeps, asker: Asker, input: Checked<'myMessages'>): Promise<Outputs['myMessages']> {
  const page = await listMessages(deps.channels, {
    customers: await ownIds(deps, asker),
    limit: input.limit,
    before: input.below ?? undefined,
  })
  const [titles, tells] = [await purposeTitles(deps), await subjectsTold(deps, asker)]
  return {
    items: page.items
      .filter((m) => !(asker.guardian && m.discreet))
      .filter((m) => asker.message === null || asker.message === m.message)
      .map((m) => ({
        message: m.message,
        at: m.at.toISOString(),
        channel: m.channel,
        subject: tells(m) ? m.subject : null,
        purpose: { code: m.purpose, title: titles.get(m.purpose) ?? {} },
        state: m.state,
      })),
    next: page.next,
  }
}

/** Why this message came: what chose them, on what basis, what was used. A session opened by a message's link sees that message. */
export async function myMessage(deps: DoorDeps, asker: Asker, input: Checked<'myMessage'>): Promise<Outputs['myMessage']> {
  if (asker.message !== null && asker.message !== input.message) throw notFound()
  const customers = await ownIds(deps, asker)
  const why = await whyMessage(deps.channels, { customers, message: input.message }, deps.clock.now())
  if (!why || (asker.guardian && why.discreet)) throw notFound()
  const tells = await subjectsTold(deps, asker)
  const [titles, topics, used] = await Promise.all([purposeTitles(deps), topicsNow(deps.db.$pickTables()), useBehind(deps, customers, why.message)])
  const topic = why.topic === null ? undefined : topics.get(why.topic)
  return {
    message: why.message,
    at: why.at.toISOString(),
    channel: why.channel,
    subject: tells(why) ? why.subject : null,
    state: why.state,
    because: why.because,
    campaign: why.campaign,
    purpose: { code: why.purpose, title: titles.get(why.purpose) ?? {} },
    topic: topic && why.topic !== null ? { code: why.topic, title: topic.title } : null,
    basis: { code: why.basis.code ?? '', since: why.basis.since?.toISOString() ?? null, how: why.basis.how },
    used,
    cap: why.cap,
    still_allowed: why.stillAllowed,
  }
}

/** Whether a letter's subject is told to this asker. A guardian is not told what the company answered to what the child asked for: only that it did. */
async function subjectsTold(deps: DoorDeps, asker: Asker): Promise<(of: { purpose: string }) => boolean> {
  if (!asker.guardian) return () => true
  const purposes = await purposesNow(deps.db.$pickTables())
  return ({ purpose }) => purposes.get(purpose)?.checks.has('prohibition') ?? false
}

/** The receipt of the use that led to this message, as far back as one call looks. */
async function useBehind(deps: DoorDeps, customers: readonly number[], message: number): Promise<Use | null> {
  const { lines } = await journal(deps.db.$pickTables(), { customers, limit: 1, message, deeds: 'messages', decision: 'allow' })
  const [found] = lines
  return found ? useOf(found, customers, await wordsFor(deps, lines, false)) : null
}

/** Everything a browser needs to check this person's receipts by itself. */
export async function myReceipts(deps: DoorDeps, asker: Asker): Promise<Outputs['myReceipts']> {
  if (asker.message !== null)
    throw new AppError('forbidden', 'By the link of a message you see that message. Ask for a link to your own page to check all receipts.')
  return { file: (await bundleOf(deps.db.$pickTables(), { customers: await ownIds(deps, asker), key: deps.signer.shown })) ?? null }
}
