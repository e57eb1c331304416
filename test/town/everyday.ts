import { iso } from './calendar.ts'
import type { Random } from './random.ts'
import { clock, days, emptyLife, entry, type Pace, paceOf, type Setting, said, stream, w } from './setting.ts'
import type { Channel, Entry, IdentifierKind, Life, Matter, TownPerson, Words } from './shapes.ts'

// What every company has with every customer besides business: calls, mails, chat lines, letters, forum posts, complaints.
// Each company brings its own words.

export type Talk = {
  calls: readonly Words[]
  mails: readonly { subject: Words; text: Words; answer: Words }[]
  chats: readonly (readonly Words[])[]
  sms: readonly Words[]
  letters: readonly { subject: Words; text: Words }[]
  forum: readonly Words[]
  reviews: readonly { rating: number; text: Words }[]
  complaints: readonly { subject: Words; text: Words; resolution: Words }[]
  meetings: readonly Words[]
  pushes: readonly Words[]
}

/** How often a year, for a customer of the second class; the first has twice as much, the third half. */
const yearly = {
  calls: 1.1,
  mails: 1.3,
  chats: 0.7,
  sms: 2,
  letters: 0.35,
  forum: 0.2,
  reviews: 0.35,
  complaints: 0.13,
  meetings: 0.12,
  pushes: 0.9,
  visits: 2.5,
}
const times = { first: 2, second: 1, third: 0.5 } as const

/** The everyday contacts of all customers but those `told` by hand. `busy` scales everything. */
export function everyday(s: Setting, talk: Talk, o: { busy: number; told: readonly string[] }): Life {
  const life = emptyLife()
  for (const p of s.people) {
    if (o.told.includes(p.key)) continue
    const r = stream(s, `everyday/${p.key}`)
    const pace = paceOf(s, p)
    for (const part of [calls, mails, chats, sms, letters, forum, reviews, meetings, pushes, visits, complaints, notes])
      part({ s, talk, p, r, pace, often: o.busy * times[pace.level], life })
  }
  return life
}

type One = { s: Setting; talk: Talk; p: TownPerson; r: Random; pace: Pace; often: number; life: Life }

function calls({ s, talk, p, r, pace, often, life }: One): void {
  if (!has(p, 'phone')) return
  for (const day of days(r, pace, yearly.calls * often)) {
    const direction = r.chance(0.6) ? 'in' : 'out'
    const outcome = r.weighted([
      ['answered', 0.8],
      ['missed', 0.14],
      ['busy', 0.06],
    ])
    const at = s.calendar.at(day, clock(r, 9, 20))
    const spoken = outcome === 'answered'
    life.entries.push(
      entry(p, at, 'call', 'phone', direction, {
        by: 'phone',
        outcome,
        duration_s: spoken ? Math.round(r.around(150, 0.7)) : 0,
        ...(spoken && { content: { text: said(r.pick(talk.calls), p) } }),
      }),
    )
  }
}

function mails({ s, talk, p, r, pace, often, life }: One): void {
  if (!has(p, 'email')) return
  for (const day of days(r, pace, yearly.mails * often)) {
    const mail = r.pick(talk.mails)
    const at = s.calendar.at(day, clock(r, 8, 22))
    life.entries.push(entry(p, at, 'message', 'email', 'in', { by: 'email', content: { subject: said(mail.subject, p), text: said(mail.text, p) } }))
    if (r.chance(0.9))
      life.entries.push(
        entry(p, at + r.int(20, 600) * 60_000, 'message', 'email', 'out', {
          by: 'email',
          outcome: 'delivered',
          content: { subject: `Re: ${said(mail.subject, p)}`, text: said(mail.answer, p) },
        }),
      )
  }
}

function chats({ s, talk, p, r, pace, often, life }: One): void {
  const own = p.contacts.map((c) => c.kind).filter((kind) => messengers.includes(kind))
  for (const day of days(r, pace, yearly.chats * often * (own.length > 0 ? 2 : 1))) {
    const written = own.length > 0 && r.chance(0.7) ? channelOf(r.pick(own)) : 'chat'
    const at = s.calendar.at(day, clock(r, 9, 21))
    r.pick(talk.chats).forEach((line, i) => {
      life.entries.push(
        entry(p, at + i * r.int(25, 140) * 1000, 'message', written, i % 2 === 0 ? 'in' : 'out', {
          ...(written !== 'chat' && { by: kindOf(written) }),
          content: { text: said(line, p) },
        }),
      )
    })
  }
}

function sms({ s, talk, p, r, pace, often, life }: One): void {
  if (!has(p, 'phone')) return
  for (const day of days(r, pace, yearly.sms * often)) {
    const outcome = r.weighted([
      ['delivered', 0.96],
      ['failed', 0.04],
    ])
    life.entries.push(
      entry(p, s.calendar.at(day, clock(r, 10, 20)), 'message', 'sms', 'out', { by: 'phone', outcome, content: { text: said(r.pick(talk.sms), p) } }),
    )
  }
}

function letters({ s, talk, p, r, pace, often, life }: One): void {
  if (p.address === undefined) return
  for (const day of days(r, pace, yearly.letters * often)) {
    const letter = r.pick(talk.letters)
    const outcome = r.weighted([
      ['delivered', 0.95],
      ['returned', 0.05],
    ])
    life.entries.push(
      entry(p, s.calendar.at(day, '12:00'), 'letter', 'post', 'out', { outcome, content: { subject: said(letter.subject, p), text: said(letter.text, p) } }),
    )
  }
}

function forum({ s, talk, p, r, pace, often, life }: One): void {
  for (const day of days(r, pace, yearly.forum * often))
    life.entries.push(entry(p, s.calendar.at(day, clock(r, 18, 24)), 'message', 'forum', 'in', { content: { text: said(r.pick(talk.forum), p) } }))
}

function reviews({ s, talk, p, r, pace, often, life }: One): void {
  for (const day of days(r, pace, yearly.reviews * often)) {
    const review = r.pick(talk.reviews)
    life.entries.push(
      entry(p, s.calendar.at(day, clock(r, 10, 23)), 'review', 'web', 'in', { facts: { rating: review.rating }, content: { text: said(review.text, p) } }),
    )
  }
}

function meetings({ s, talk, p, r, pace, often, life }: One): void {
  for (const day of days(r, pace, yearly.meetings * often))
    life.entries.push(
      entry(p, s.calendar.at(day, clock(r, 11, 18)), 'meeting', 'meeting', 'none', {
        duration_s: r.int(15, 90) * 60,
        content: { text: said(r.pick(talk.meetings), p) },
      }),
    )
}

function pushes({ s, talk, p, r, pace, often, life }: One): void {
  for (const day of days(r, pace, yearly.pushes * often))
    life.entries.push(
      entry(p, s.calendar.at(day, clock(r, 10, 20)), 'message', 'push', 'out', {
        outcome: r.weighted([
          ['delivered', 0.9],
          ['failed', 0.1],
        ]),
        content: { text: said(r.pick(talk.pushes), p) },
      }),
    )
}

function visits({ s, p, r, pace, often, life }: One): void {
  for (const day of days(r, pace, yearly.visits * often))
    life.entries.push(
      entry(p, s.calendar.at(day, clock(r, 7, 24)), 'visit', r.chance(0.75) ? 'web' : 'app', 'in', { duration_s: Math.round(r.around(180, 0.9)) }),
    )
}

function complaints({ s, talk, p, r, pace, often, life }: One): void {
  for (const day of days(r, pace, yearly.complaints * often)) {
    const complaint = r.pick(talk.complaints)
    const channel = channelFor(p, r)
    const opened = s.calendar.at(day, clock(r, 10, 19))
    const took = r.int(1, 6)
    const matter: Matter = { who: p, kind: 'complaint', subject: said(complaint.subject, p), opened, by: 'clerk1' }
    life.matters.push(matter)
    life.entries.push(complained(matter, channel, said(complaint.text, p)))
    if (day > took)
      life.entries.push(
        ...solved(matter, channel, {
          at: opened + took * 86_400_000,
          resolution: said(complaint.resolution, p),
          ...(r.chance(0.7) && {
            rating: r.weighted([
              [5, 0.4],
              [4, 0.35],
              [3, 0.15],
              [1, 0.1],
            ]),
          }),
        }),
      )
  }
}

function notes({ s, p, r, pace, life }: One): void {
  if (!r.chance(0.12)) return
  life.notes.push({
    ref: p.ref,
    at: iso(s.calendar.at(r.int(pace.until, Math.max(pace.until + 1, pace.from - 1)), '17:50')),
    by: r.pick(['clerk1', 'clerk2']),
    kind: 'note',
    text: said(r.pick(remarks), p),
    sensitive: false,
  })
}

const remarks: readonly Words[] = [
  w('Better to be called after lunch.', 'Лучше звонить после обеда.'),
  w('Please speak slowly.', 'Просит говорить помедленнее.'),
  w('Comes with a dog, a bowl of water by the door.', 'Приходит с собакой, миска воды у входа.'),
  w('Likes to choose alone, offers help by a glance.', 'Любит выбирать сам, о помощи попросит.'),
  w('Prefers paper to screens.', 'Бумагу предпочитает экрану.'),
  w('Knows the owner from school.', 'Знает владельца со школы.'),
]

/** The entry by which a case begins. */
export function complained(matter: Matter, channel: Channel, text: string): Entry {
  return entry(matter.who, matter.opened, 'complaint', channel, 'in', { ...byChannel(channel), about: matter, content: { subject: matter.subject, text } })
}

/** Closes a case: our answer by the same channel, and the customer's mark a few hours later when they gave one. */
export function solved(matter: Matter, channel: Channel, how: NonNullable<Matter['solved']>): Entry[] {
  matter.solved = how
  const answer = entry(matter.who, how.at, 'complaint_solved', channel, 'out', {
    ...byChannel(channel),
    about: matter,
    content: { subject: matter.subject, text: how.resolution },
  })
  if (how.rating === undefined) return [answer]
  return [answer, entry(matter.who, how.at + 3 * 3_600_000, 'rating', channel, 'in', { ...byChannel(channel), about: matter, facts: { rating: how.rating } })]
}

const messengers: readonly string[] = ['telegram', 'whatsapp', 'viber', 'vk', 'max']
const byContact: Partial<Record<Channel, IdentifierKind>> = {
  email: 'email',
  sms: 'phone',
  phone: 'phone',
  telegram: 'telegram',
  whatsapp: 'whatsapp',
  viber: 'viber',
  vk: 'vk',
  max: 'max',
}

const byChannel = (channel: Channel): { by?: IdentifierKind } => {
  const by = byContact[channel]
  return by === undefined ? {} : { by }
}

const has = (p: TownPerson, kind: IdentifierKind): boolean => p.contacts.some((c) => c.kind === kind)
const kindOf = (channel: Channel): IdentifierKind => byContact[channel] ?? 'user'

function channelOf(kind: IdentifierKind): Channel {
  return kind === 'telegram' || kind === 'whatsapp' || kind === 'viber' || kind === 'vk' || kind === 'max' ? kind : 'chat'
}

function channelFor(p: TownPerson, r: Random): Channel {
  const open: Channel[] = ['shop']
  if (has(p, 'email')) open.push('email', 'email')
  if (has(p, 'phone')) open.push('phone')
  return r.pick(open)
}
