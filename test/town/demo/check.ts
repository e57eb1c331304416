import * as console_ from '../../../src/office/console/contract.ts'
import * as leads from '../../../src/office/leads/contract.ts'
import type { Town, TownPerson } from '../index.ts'
import { type Listed, mailbox, readOwnPage } from './customer.ts'
import { type Moved, signedIn } from './load.ts'
import { tickedBy } from './newcomers.ts'
import type { Toured } from './tour.ts'
import { ask, visitor } from './visitor.ts'
import type { Language } from './words.ts'

// What `--once` looks at when the tour is over, from outside, as a user would. Each finding is one line.

export type Finding = { holds: boolean; what: { [L in Language]: string } }

export const finding = (holds: boolean, en: string, ru: string): Finding => ({ holds, what: { en, ru } })

export async function findings(m: Moved, world: Town, customers: ReadonlyMap<string, string>, toured: Toured): Promise<Finding[]> {
  return [
    ...(await pages(m)),
    ...(await clerk(m, world, customers)),
    ...(world.company === 'bank' ? await belova(m, world, customers) : []),
    ...(toured.first.reachable > 0 ? await post(m, world, toured) : []),
    ...(await heroSaw(toured)),
    ...(await newcomers(m)),
  ]
}

async function pages(m: Moved): Promise<Finding[]> {
  const stranger = visitor(m.site)
  const found: Finding[] = []
  for (const path of ['/', '/my', '/mailbox', '/health']) {
    const { ok, status } = await stranger.fetch(path)
    found.push(finding(ok, `GET ${path} answers ${status}`, `GET ${path}: ответ ${status}`))
  }
  const { status } = await stranger.fetch('/v1/customers')
  found.push(finding(status === 401, `a stranger who asks for customers is answered ${status}`, `постороннему на вопрос о клиентах ответили ${status}`))
  return found
}

/** A clerk who never met them finds somebody by part of a name or number, and the look stands in the customer's journal. */
async function clerk(m: Moved, world: Town, customers: ReadonlyMap<string, string>): Promise<Finding[]> {
  const who = await signedIn(m, 'clerk1')
  const [typed, person] = questionOf(world)
  if (person === undefined) return [finding(false, 'there is nobody to look for', 'искать некого')]
  const id = customers.get(person.ref)
  const began = performance.now()
  const hits = await ask(who, console_.search, { query: { q: typed } })
  const took = Math.round(performance.now() - began)
  const card = await ask(who, console_.readCard, { params: { customer_id: id ?? '' } })
  const timeline = await ask(who, console_.readTimeline, { params: { customer_id: id ?? '' }, query: { limit: 50 } })
  const looks = await ask(await signedIn(m, 'privacy'), console_.listLooks, { params: { customer_id: id ?? '' }, query: { limit: 20 } })
  const name = hits.items[0]?.name?.full ?? '—'
  const [greeting, since] = [card.name?.formal ?? '—', card.relationship?.since ?? '—']
  return [
    finding(hits.items[0]?.id === id, `“${typed}” finds ${name} in ${took} ms`, `по словам «${typed}» за ${took} мс найдено: ${name}`),
    finding(
      card.name !== null && card.relationship !== null,
      `the card greets “${greeting}”, with us since ${since}`,
      `в карточке «${greeting}», с нами с ${since}`,
    ),
    finding(timeline.items.length > 0, `the timeline has ${timeline.items.length} entries`, `в ленте записей: ${timeline.items.length}`),
    finding(
      looks.items.some((look) => look.actor.role === 'clerk'),
      `the clerk’s look stands in the customer’s journal (${looks.items.length} uses)`,
      `взгляд сотрудника записан в журнале клиента (обращений: ${looks.items.length})`,
    ),
  ]
}

/** The clerk's scene, all but the suggestions. */
async function belova(m: Moved, world: Town, customers: ReadonlyMap<string, string>): Promise<Finding[]> {
  const who = await signedIn(m, 'clerk1')
  const id = customers.get(world.people.find((p) => p.key === 'belova')?.ref ?? '') ?? ''
  const card = await ask(who, console_.readCard, { params: { customer_id: id } })
  const timeline = await ask(who, console_.readTimeline, { params: { customer_id: id }, query: { limit: 100 } })
  const dispute = card.cases.find((c) => c.kind === 'dispute')
  const promise = card.tasks.find((t) => t.kind === 'call_back')
  const hidden = card.hidden.filter((h) => h.section !== 'card').reduce((sum, h) => sum + (h.count ?? 0), 0)
  const [level, breaks] = [card.value?.class ?? '—', card.relationship?.breaks ?? -1]
  return [
    finding(
      card.form === 'formal' && level === 'second' && breaks === 0,
      `Belova: ${card.form}, class: ${level}, breaks: ${breaks}`,
      `Белова: на «вы», класс: ${level}, перерывов: ${breaks}`,
    ),
    finding(
      dispute?.state === 'solved' && dispute.rating === 4,
      `Belova: a dispute solved and rated ${dispute?.rating ?? '—'}`,
      `Белова: спор решён, оценка ${dispute?.rating ?? '—'}`,
    ),
    finding(
      promise?.assignee?.name === 'Рябинин Денис Олегович',
      `Belova: promised by ${promise?.assignee?.name ?? '—'}: ${promise?.what ?? '—'}`,
      `Белова: ${promise?.assignee?.name ?? '—'} обещал: ${promise?.what ?? '—'}`,
    ),
    finding(
      timeline.items.some((one) => one.kind === 'answer' && one.outcome === 'refused'),
      'Belova: the card was refused',
      'Белова: от карты отказалась',
    ),
    finding(hidden === 2, `Belova: ${hidden} records are hidden, and the card says so`, `Белова: скрыто записей: ${hidden}, и об этом сказано`),
  ]
}

/** What is typed, and who must come first. */
function questionOf(world: Town): [string, TownPerson | undefined] {
  const named = world.people.find((p) => p.key === (world.company === 'bank' ? 'belova' : `vip_${world.company}`)) ?? world.people[0]
  if (named === undefined) return ['', undefined]
  if (named.key === 'belova') return ['бело 4567', named]
  return [`${named.name} ${named.surname}`.trim().toLowerCase(), named]
}

/** How the letter begins that asks whether a box of a form was ticked by whoever has the address. */
const questions = ['Was it you?', 'Это были вы?'] as const

/** Who must have had letters, and who must not. */
async function post(m: Moved, world: Town, { thanks, foreseen, again, hero }: Toured): Promise<Finding[]> {
  const letters = await mailbox(m.owner)
  const given = allowing(world)
  const to = (addresses: readonly string[]) => (letter: Listed) => addresses.some((address) => letter.to.includes(address))
  const asked = letters.filter((letter) => to(tickedBy(world))(letter) && questions.some((begin) => letter.subject.startsWith(begin)))
  const strangers = letters.filter((letter) => !to(given)(letter) && !asked.includes(letter))
  const left = (run: typeof thanks): string => run.leftOut.map((l) => `${l.reason} ${l.count}`).join(', ') || '—'
  const withdrawn = [...again.leftOut, ...again.leftSince].some((l) => l.reason === 'consent_withdrawn' && l.count > 0)
  const [said, sent] = [foreseen.allowed, thanks.handedOver]
  return [
    finding(
      said === sent,
      `the gate’s forecast (${said}) and what was sent (${sent}) agree; left out: ${left(thanks)}`,
      `прогноз (${said}) и отправка (${sent}) сходятся; не написали: ${left(thanks)}`,
    ),
    finding(
      strangers.length === 0,
      `${letters.length} letters, ${asked.length} of them asking whether a tick was theirs, none to anyone who did not allow it`,
      `писем: ${letters.length}, из них с вопросом, сами ли поставили отметку: ${asked.length}, без разрешения ни одного`,
    ),
    finding(
      again.handedOver === 0,
      `run again, the thank-you writes to ${again.handedOver}; left out: ${left(again)}`,
      `повторный запуск написал ${again.handedOver}; не написали: ${left(again)}`,
    ),
    ...(hero === undefined
      ? []
      : [finding(withdrawn, 'the next run leaves out who unsubscribed, and says so', 'отписавшемуся повторный запуск не пишет и говорит почему')]),
  ]
}

/** Addresses of those whose last word on e-mail was yes. */
function allowing(world: Town): string[] {
  const said = new Map<string, string>()
  for (const c of world.consents) if (c.channel === 'email' && c.topic === null) said.set(c.ref, c.state)
  return world.people.filter((p) => said.get(p.ref) === 'given').flatMap((p) => p.contacts.filter((c) => c.kind === 'email').map((c) => c.value))
}

async function heroSaw({ hero }: Toured): Promise<Finding[]> {
  if (hero === undefined) return []
  const after = await readOwnPage(hero.own)
  const { name, known, uses, roles, emailAllowed } = hero.page
  const because = hero.because.join(', ')
  return [
    finding(
      known > 0 && uses > 0,
      `the page of ${name} shows ${known} known things and ${uses} uses by ${roles.join(', ')}`,
      `${name}: на странице известно ${known}, обращений ${uses} (${roles.join(', ')})`,
    ),
    finding(hero.because.length > 0, `why this letter: ${because}`, `почему письмо: ${because}`),
    finding(
      emailAllowed && !after.emailAllowed,
      'e-mail was allowed before the unsubscription and is not after it',
      'до отписки почта была разрешена, после неё нет',
    ),
  ]
}

/** Who came lately is found where one looks for them: by the form and by hand among leads, entered twice among duplicates. */
async function newcomers(m: Moved): Promise<Finding[]> {
  const who = await signedIn(m, 'clerk1')
  const [came, twins] = await Promise.all([
    until(async () => (await ask(who, leads.countLeads)).open, 4),
    until(async () => (await ask(who, console_.listDuplicates, { query: {} })).items.length, 1),
  ])
  return [
    finding(came >= 4, `${came} leads wait for an answer`, `лидов ждут ответа: ${came}`),
    finding(twins >= 1, `${twins} customers may have been entered twice`, `возможных двойников: ${twins}`),
  ]
}

/** What is found by itself is found within two minutes. */
async function until(look: () => Promise<number>, least: number): Promise<number> {
  let found = await look()
  for (let tries = 0; found < least && tries < 1200; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 100))
    found = await look()
  }
  return found
}
