import { inTransaction } from '../../../platform/db/index.ts'
import { escapeHtml } from '../../courier/index.ts'
import { receiptsOfSaying } from '../../receipts/index.ts'
import { lastLeasePast, purposesNow, setTerm, stop, topicsNow } from '../../terms/index.ts'
import type { ChannelDeps } from '../deps.ts'
import { type Language, page } from '../page.ts'
import { messageOfLink } from './links.ts'

// /u/:token — the way out of any message, without signing in. RFC 8058: the POST of a mail client acts at once and without
// cookies; GET and HEAD only show. An unknown token gets the same answers, word for word.

/** How much to stop: this topic on this channel, this purpose on this channel, or everything that is no answer. */
export type StopWish = 'topic' | 'channel' | 'all'

const words = {
  en: {
    title: 'Stop these messages',
    lead: 'One click is enough. You need not sign in, and nobody asks why.',
    channel: 'Do not send me letters like this one',
    topic: 'Not on this topic any more',
    all: 'Nothing at all, on no channel, unless I ask',
    why: 'Why did I get this message?',
    done: 'Done',
    done_lead: 'From this moment nothing of the kind leaves for you. You can change your mind on your page at any time.',
  },
  ru: {
    title: 'Больше не писать',
    lead: 'Достаточно одного нажатия. Входить никуда не нужно, объяснять ничего не нужно.',
    channel: 'Не присылайте мне таких писем',
    topic: 'Больше не пишите на эту тему',
    all: 'Вообще ничего и ни по какому каналу, если я не прошу',
    why: 'Почему я получил это письмо?',
    done: 'Готово',
    done_lead: 'С этой минуты ничего подобного вам не отправляется. Передумать можно в любой момент на своей странице.',
  },
} as const

/** The page with the buttons. */
export function stopPage(language: Language): Response {
  const say = words[language]
  const button = (wish: StopWish, first: boolean) =>
    `<form method="post"><input type="hidden" name="stop" value="${wish}"><button${first ? ' class="first" autofocus' : ''}>${escapeHtml(say[wish])}</button></form>`
  return page({ title: say.title, language, body: `<p>${escapeHtml(say.lead)}</p>${button('channel', true)}${button('topic', false)}${button('all', false)}` })
}

export function stoppedPage(language: Language): Response {
  const say = words[language]
  return page({ title: say.done, language, body: `<p>${escapeHtml(say.done_lead)}</p>` })
}

/**
 * Stops what the link's message belongs to, and returns when nothing older can leave any more. A mail client's own POST
 * (List-Unsubscribe=One-Click) names no wish and means the channel. What is stopped already stays so.
 */
export async function stopByLink(deps: ChannelDeps, token: string, wish: StopWish): Promise<void> {
  const now = deps.clock.now()
  const found = await messageOfLink(deps.db, 'stop', token, now)
  if (!found) return
  const message = await deps.db
    .selectFrom('keep.message')
    .select(['purpose', 'channel', 'topic', 'language'])
    .where('customer_id', '=', found.customer)
    .where('message_id', '=', found.message)
    .executeTakeFirst()
  if (!message) return
  const by = { actor: { kind: 'customer' as const, id: found.customer, role: 'customer' }, now, method: 'link' }
  const topic = wish === 'topic' && message.topic !== '*' && (await topicsNow(deps.db)).has(message.topic) ? message.topic : null
  const known = (await purposesNow(deps.db)).has(message.purpose)
  await inTransaction(deps.db, async (tx) => {
    const saying = { customer: found.customer, road: { kind: 'message' as const, id: found.message } }
    if (wish === 'all' || !known) {
      await stop(deps, tx, { customer: found.customer }, by)
      return receiptsOfSaying(tx, [{ ...saying, deed: 'terms', said: ['stop', 'yes'] }], now)
    }
    const turned = {
      customer: found.customer,
      purpose: message.purpose,
      channel: message.channel,
      topic,
      allowed: false,
      shown: { language: message.language ?? 'en' },
      said: `message ${deps.ids.show('message', found.message)}`,
    }
    await setTerm(deps, tx, turned, by)
    const { purpose, channel } = message
    await receiptsOfSaying(tx, [{ ...saying, deed: 'consent', purpose, said: [purpose, channel, topic ?? '*', 'no'] }], now)
  })
  await lastLeasePast(deps.db, [found.customer], deps.clock)
}
