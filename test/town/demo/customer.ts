import { setTimeout as pause } from 'node:timers/promises'
import * as access from '../../../src/keep/access/contract.ts'
import * as channels from '../../../src/keep/channels/contract.ts'
import * as rights from '../../../src/keep/rights/contract.ts'
import * as portal from '../../../src/office/portal/contract.ts'
import { ask, type Visitor, visitor } from './visitor.ts'

// The customer's side: the letter, the page behind its link, and the way out.

export type Letter = { id: string; to: string; subject: string; text: string; headers: { name: string; value: string }[] }

const patienceMs = 60_000
const lookEveryMs = 150

export type Listed = { id: string; to: string; subject: string }

const shownAtOnce = 50

/** The letters of the built-in mailbox that hold these words, or all of them, the newest first; an administrator reads, and each leaves a receipt. */
export async function mailbox(reader: Visitor, { search, most = 250 }: { search?: string; most?: number } = {}): Promise<Listed[]> {
  const found: Listed[] = []
  for (let cursor: string | undefined; ; ) {
    const limit = Math.min(shownAtOnce, most - found.length)
    const page = await ask(reader, channels.listMailbox, { query: { limit, ...(search && { search }), ...(cursor && { cursor }) } })
    for (const { id, to, subject } of page.items) if (to !== null && subject !== null) found.push({ id, to, subject })
    if (page.next_cursor === null || found.length >= most) return found
    cursor = page.next_cursor
  }
}

/** Waits until so many letters are there, without opening any; gives how many there are when patience ends. */
export async function lettersArrived(reader: Visitor, n: number, progress: (done: number, total: number) => void): Promise<number> {
  for (let waited = 0; ; waited += lookEveryMs) {
    const { letters } = await ask(reader, channels.readMailbox)
    progress(letters, n)
    if (letters >= n || waited >= patienceMs) return letters
    await pause(lookEveryMs)
  }
}

export const readLetter = (who: Visitor, id: string): Promise<Letter> => ask(who, channels.readMailboxMessage, { params: { id } })

/** The link "why did I get this" at the foot of a letter. */
export function whyLink(letter: Letter): string {
  const [link] = /https?:\/\/\S+\/m\/[\w-]+/.exec(letter.text) ?? []
  if (link === undefined) throw new Error('the letter has no link to its page')
  return link
}

/** Opens the page of one letter by its link, as a browser does: a look first, then the button. */
export async function openWhy(letter: Letter): Promise<{ location: string; because: string[]; stillAllowed: boolean }> {
  const link = new URL(whyLink(letter))
  const who = visitor(link.origin)
  const looked = await who.fetch(link.pathname)
  const pressed = await who.fetch(link.pathname, { method: 'POST' })
  const location = pressed.headers.get('location')
  if (!looked.ok || location === null) throw new Error(`the link of the letter answers ${looked.status} and ${pressed.status}`)
  const said = await ask(who, portal.readMyMessage, { params: { message_id: location.split('/').at(-1) ?? '' } })
  return { location: new URL(location, link).href, because: said.because.map((b) => b.code), stillAllowed: said.still_allowed }
}

/** Asks for a link to one's own page and opens the page by it; an administrator finds the letter in the mailbox. */
export async function openOwnPage(site: string, address: string, reader: Visitor): Promise<Visitor> {
  const who = visitor(site)
  const search = { search: address, most: shownAtOnce }
  const before = new Set((await mailbox(reader, search)).map((m) => m.id))
  await ask(who, access.askForLink, { body: { email: address } })
  for (let waited = 0; waited < patienceMs; waited += lookEveryMs) {
    const mine = (await mailbox(reader, search)).find((m) => !before.has(m.id) && m.to.includes(address))
    if (mine !== undefined) {
      const letter = await readLetter(reader, mine.id)
      const [, token] = /https?:\/\/\S+?([\w-]{40,})(?=\s|$)/.exec(letter.text) ?? []
      await ask(who, access.redeemLink, { body: { token: token ?? '' } })
      return who
    }
    await pause(lookEveryMs)
  }
  throw new Error('the link to the page did not come')
}

/** Asks for the code that shows who they are and reads it from its letter, as an administrator finds it in the mailbox. */
export async function ownCode(who: Visitor, address: string, reader: Visitor): Promise<string> {
  const search = { search: address, most: shownAtOnce }
  const known = new Set((await mailbox(reader, search)).map(({ id }) => id))
  await ask(who, rights.sendMyCode, { body: {} })
  return codeAfter(known, search, reader)
}

/** The six digits of the first letter that was not known before. */
export async function codeAfter(known: ReadonlySet<string>, search: { search: string; most: number }, reader: Visitor): Promise<string> {
  for (let waited = 0; waited < patienceMs; waited += lookEveryMs) {
    for (const { id } of (await mailbox(reader, search)).filter((one) => !known.has(one.id))) {
      const code = /^(\d{6})$/m.exec((await readLetter(reader, id)).text)?.[1]
      if (code !== undefined) return code
    }
    await pause(lookEveryMs)
  }
  throw new Error('the code did not come')
}

/** Shows who they are, as the copy, erasing and mandates ask for. */
export async function showItIsMe(who: Visitor, address: string, reader: Visitor): Promise<void> {
  await ask(who, rights.confirmMe, { body: { code: await ownCode(who, address, reader) } })
}

export type OwnPage = { name: string; known: number; uses: number; roles: string[]; emailAllowed: boolean }

/** What the page shows: how many things are known, who used them. */
export async function readOwnPage(who: Visitor): Promise<OwnPage> {
  const [page, uses] = await Promise.all([ask(who, portal.readMyPage), ask(who, portal.listMyUses, { query: { limit: 100 } })])
  const email = page.terms.items.find((t) => t.purpose === 'marketing' && t.channel === 'email' && t.topic === null)
  return {
    name: page.name?.address_as ?? '',
    known: page.known.reduce((sum, group) => sum + group.fields.length, 0) + page.identifiers.length,
    uses: uses.items.length,
    roles: [...new Set(uses.items.map((use) => use.actor.role))],
    emailAllowed: email?.allowed ?? false,
  }
}

/** What a mail program does when its "unsubscribe" is pressed (RFC 8058): one POST, without cookies. */
export async function unsubscribe(letter: Letter): Promise<void> {
  const header = (name: string): string => letter.headers.find((h) => h.name.toLowerCase() === name)?.value ?? ''
  const [, link] = /<(https?:[^>]+)>/.exec(header('list-unsubscribe')) ?? []
  if (link === undefined || header('list-unsubscribe-post') !== 'List-Unsubscribe=One-Click') throw new Error('the letter has no one-click unsubscribe')
  const answer = await fetch(link, { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'List-Unsubscribe=One-Click' })
  if (!answer.ok) throw new Error(`unsubscribing answers ${answer.status}`)
}
