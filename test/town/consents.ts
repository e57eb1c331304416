import { iso } from './calendar.ts'
import { entry, paceOf, type Setting, said, stream } from './setting.ts'
import type { Channel, Consent, Content, Entry, TownPerson, Words } from './shapes.ts'

// Who allowed what, with what proves it, and the advertising that went out because of it.

export type Habit = {
  channel: 'email' | 'sms' | 'post' | 'phone' /** How likely a customer of the first, second and third class allows it. */
  allows: readonly [number, number, number]
}

const proof: Record<Consent['how']['by'], Words> = {
  paper: { ru: 'отдельный бланк согласия, подписан в отделении', en: 'a separate consent form, signed at the counter' },
  site: { ru: 'галочка в личном кабинете, текст согласия, версия 3', en: 'a tick on the site, consent text version 3' },
  phone: { ru: 'согласие по телефону, запись разговора', en: 'consent by phone, the call is recorded' },
  sms: { ru: 'ответное SMS', en: 'a reply by SMS' },
  portal: { ru: 'страница «Мои условия»', en: 'the page “My terms”' },
  till: { ru: 'анкета карты покупателя', en: 'the loyalty card form' },
}

/** Consents to advertising of everyone but those `told` by hand; some were later withdrawn. Who never said anything has no row. */
export function consents(s: Setting, habits: readonly Habit[], o: { told: readonly string[] }): Consent[] {
  const found: Consent[] = []
  for (const p of s.people) {
    if (o.told.includes(p.key)) continue
    const r = stream(s, `consent/${p.key}`)
    const level = { first: 0, second: 1, third: 2 }[paceOf(s, p).level]
    for (const habit of habits) {
      const asked = r.chance(0.9)
      const allows = r.chance(habit.allows[level] ?? 0)
      const by = r.pick(['paper', 'site', 'site', 'till', 'phone'] as const)
      const later = r.chance(0.06)
      if (!asked || !reaches(p, habit.channel)) continue
      found.push(consent(s, p, { channel: habit.channel, state: allows ? 'given' : 'refused', ago: p.known_for, by }))
      if (allows && later && p.known_for > 60)
        found.push(
          consent(s, p, {
            channel: habit.channel,
            state: 'withdrawn',
            ago: r.int(10, Math.min(p.known_for - 20, 400)),
            by: r.pick(['portal', 'sms', 'phone'] as const),
          }),
        )
    }
  }
  return found
}

/** One consent, refusal or withdrawal; marketing and any topic unless said otherwise. */
export function consent(
  s: Setting,
  p: TownPerson,
  o: { channel: Channel; state: Consent['state']; ago: number; by: Consent['how']['by']; topic?: string },
): Consent {
  return {
    ref: p.ref,
    purpose: 'marketing',
    channel: o.channel,
    topic: o.topic ?? null,
    state: o.state,
    at: iso(s.calendar.at(o.ago, '10:05')),
    how: { by: o.by, evidence: said(proof[o.by], p) },
  }
}

/** Whether the consents allowed this channel and topic at that moment: the last word said before it. */
export function allowed(given: readonly Consent[], p: TownPerson, channel: Channel, topic: string | null, at: number): boolean {
  const words = given.filter((g) => g.ref === p.ref && g.channel === channel && Date.parse(g.at) <= at)
  const general = words.filter((g) => g.topic === null).at(-1)
  const special = words.filter((g) => g.topic !== null && g.topic === topic).at(-1)
  return (special ?? general)?.state === 'given' && general?.state === 'given'
}

export type News = { topic: string; subject: Words; text: Words }

/** A mailing each month, and a text message each quarter, to those who allowed it then; nobody gets one in the last eight days. */
export function promotions(s: Setting, news: readonly News[], given: readonly Consent[], o: { told: readonly string[] }): Entry[] {
  const found: Entry[] = []
  const r = stream(s, 'promotions')
  for (let ago = 720, n = 0; ago > 8; ago -= 30, n++) {
    const one = news[n % news.length]
    if (one === undefined) continue
    const at = s.calendar.at(ago, '11:30')
    for (const p of s.people) {
      if (o.told.includes(p.key) || p.known_for <= ago) continue
      if (allowed(given, p, 'email', one.topic, at)) found.push(promotion(p, at + r.int(0, 900_000), 'email', one, r.chance(0.985) ? 'delivered' : 'bounced'))
      if (n % 3 === 1 && allowed(given, p, 'sms', one.topic, at)) found.push(promotion(p, at + r.int(0, 900_000), 'sms', one, 'delivered'))
    }
  }
  return found
}

/** One piece of advertising as it stands in the log. */
export function promotion(p: TownPerson, at: number, channel: 'email' | 'sms' | 'post', news: News, outcome: string): Entry {
  const by = channel === 'email' ? 'email' : channel === 'sms' ? 'phone' : 'user'
  const content: Content = channel === 'sms' ? { text: said(news.subject, p) } : { subject: said(news.subject, p), text: said(news.text, p) }
  return entry(p, at, channel === 'post' ? 'letter' : 'message', channel, 'out', { by, outcome, facts: { marketing: true, topic: news.topic }, content })
}

function reaches(p: TownPerson, channel: Habit['channel']): boolean {
  if (channel === 'post') return p.address !== undefined
  return p.contacts.some((c) => c.kind === (channel === 'email' ? 'email' : 'phone'))
}
