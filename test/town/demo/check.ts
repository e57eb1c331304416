import * as console_ from '../../../src/office/console/contract.ts'
import type { Town, TownPerson } from '../index.ts'
import { readOwnPage } from './customer.ts'
import { type Moved, signedIn } from './load.ts'
import type { Toured } from './tour.ts'
import { ask, visitor } from './visitor.ts'

// What `--once` looks at when the tour is over, from outside, as a user would. Each finding is one line.

export type Finding = { what: string; holds: boolean }

export async function findings(m: Moved, world: Town, customers: ReadonlyMap<string, string>, toured: Toured): Promise<Finding[]> {
  const scenes = world.company === 'bank' ? await belova(m, world, customers) : []
  return [
    ...(await pages(m)),
    ...(await clerk(m, world, customers)),
    ...scenes,
    ...(toured.first.reachable > 0 ? post(world, toured) : []),
    ...(await heroSaw(toured)),
  ]
}

async function pages(m: Moved): Promise<Finding[]> {
  const stranger = visitor(m.site)
  const found: Finding[] = []
  for (const path of ['/', '/my', '/mailbox', '/health']) {
    const answer = await stranger.fetch(path)
    found.push({ what: `GET ${path} answers ${answer.status}`, holds: answer.ok })
  }
  const shut = await stranger.fetch('/v1/customers')
  found.push({ what: `a stranger who asks for customers is answered ${shut.status}`, holds: shut.status === 401 })
  return found
}

/** A clerk who never met them finds somebody by part of a name or number, and the look stands in the customer's journal. */
async function clerk(m: Moved, world: Town, customers: ReadonlyMap<string, string>): Promise<Finding[]> {
  const who = await signedIn(m, 'clerk1')
  const [typed, person] = questionOf(world)
  if (person === undefined) return [{ what: 'there is somebody to look for', holds: false }]
  const id = customers.get(person.ref)
  const began = performance.now()
  const hits = await ask(who, console_.search, { query: { q: typed } })
  const took = Math.round(performance.now() - began)
  const card = await ask(who, console_.readCard, { params: { customer_id: id ?? '' } })
  const timeline = await ask(who, console_.readTimeline, { params: { customer_id: id ?? '' }, query: { limit: 50 } })
  const looks = await ask(await signedIn(m, 'privacy'), console_.listLooks, { params: { customer_id: id ?? '' }, query: { limit: 20 } })
  return [
    { what: `“${typed}” finds ${hits.items[0]?.name?.full ?? 'nobody'} in ${took} ms`, holds: hits.items[0]?.id === id },
    {
      what: `the card greets “${card.name?.formal ?? '—'}”, with us since ${card.relationship?.since ?? '—'}`,
      holds: card.name !== null && card.relationship !== null,
    },
    { what: `the timeline has ${timeline.items.length} entries`, holds: timeline.items.length > 0 },
    { what: `the clerk’s look stands in the customer’s journal (${looks.items.length} uses)`, holds: looks.items.some((look) => look.actor.role === 'clerk') },
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
  return [
    {
      what: `Belova: ${card.form} terms, ${card.value?.class ?? 'no'} class, ${card.relationship?.breaks ?? '?'} breaks`,
      holds: card.form === 'formal' && card.value?.class === 'second' && card.relationship?.breaks === 0,
    },
    { what: `Belova: a dispute solved and rated ${dispute?.rating ?? '—'}`, holds: dispute?.state === 'solved' && dispute.rating === 4 },
    { what: `Belova: promised by ${promise?.assignee?.name ?? '—'}: ${promise?.what ?? '—'}`, holds: promise?.assignee?.name === 'Рябинин Денис Олегович' },
    { what: 'Belova: the card was refused', holds: timeline.items.some((one) => one.kind === 'answer' && one.outcome === 'refused') },
    { what: `Belova: ${hidden} records are hidden, and the card says so`, holds: hidden === 2 },
  ]
}

/** What is typed, and who must come first. */
function questionOf(world: Town): [string, TownPerson | undefined] {
  const named = world.people.find((p) => p.key === (world.company === 'bank' ? 'belova' : `vip_${world.company}`)) ?? world.people[0]
  if (named === undefined) return ['', undefined]
  if (named.key === 'belova') return ['бело 4567', named]
  return [`${named.name} ${named.surname}`.trim().toLowerCase(), named]
}

/** Who must have had letters, and who must not. */
function post(world: Town, toured: Toured): Finding[] {
  const { thanks, foreseen, again, letters, hero } = toured
  const given = allowing(world)
  const strangers = letters.filter((letter) => !given.some((address) => letter.to.includes(address)))
  const left = (run: typeof thanks): string => run.leftOut.map((l) => `${l.reason} ${l.count}`).join(', ') || 'nobody'
  const found: Finding[] = [
    {
      what: `the gate’s forecast (${foreseen.allowed}) and what was sent (${thanks.handedOver}) agree; left out: ${left(thanks)}`,
      holds: foreseen.allowed === thanks.handedOver,
    },
    { what: `${letters.length} letters, none to anyone who did not allow it`, holds: strangers.length === 0 },
    { what: `run again, the thank-you writes to ${again.handedOver}; left out: ${left(again)}`, holds: again.handedOver === 0 },
  ]
  if (hero === undefined) return found
  const withdrawn = [...again.leftOut, ...again.leftSince].some((l) => l.reason === 'consent_withdrawn' && l.count > 0)
  return [...found, { what: 'the next run leaves out who unsubscribed, and says so', holds: withdrawn }]
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
  return [
    {
      what: `the page of ${hero.page.name} shows ${hero.page.known} known things and ${hero.page.uses} uses by ${hero.page.roles.join(', ')}`,
      holds: hero.page.known > 0 && hero.page.uses > 0,
    },
    { what: `why this letter: ${hero.because.join(', ')}`, holds: hero.because.length > 0 },
    { what: 'e-mail was allowed before the unsubscription and is not after it', holds: hero.page.emailAllowed && !after.emailAllowed },
  ]
}
