import { reasonCodes, sentence } from '../../../src/keep/gate/index.ts'
import type { Town, TownPerson } from '../index.ts'
import {
  type Letter,
  type Listed,
  lettersArrived,
  mailbox,
  type OwnPage,
  openOwnPage,
  openWhy,
  readLetter,
  readOwnPage,
  unsubscribe,
  whyLink,
} from './customer.ts'
import type { Moved } from './load.ts'
import { tongueOf } from './newcomers.ts'
import type { Teller } from './print.ts'
import { computeClasses, copyFollows, countFirst, type LeftOut, marketer, plan, preview, type Sent, send } from './thread.ts'
import type { Visitor } from './visitor.ts'
import { type Language, words } from './words.ts'

/** What the tour came by, for whoever checks it afterwards. */
export type Toured = {
  first: { all: number; reachable: number }
  foreseen: { allowed: number; left_out: LeftOut }
  thanks: Sent
  letters: number
  hero?: { person: TownPerson; letter: Letter; page: OwnPage; because: string[]; link: string; stillAllowed: boolean; own: Visitor }
  again: Sent
}

type Told = { say: (typeof words)[Language]; language: Language; teller: Teller }

/** Walks the main job before the newcomer's eyes: classes, an audience, a thank-you, the letter, the customer's page, no more letters. */
export async function tour(m: Moved, world: Town, { say, language, teller }: Told): Promise<Toured> {
  const who = await marketer(m)
  const shop = words[tongueOf(world)]
  await teller.step(say.classes, () => computeClasses(who), say.classesDone)
  const first = await teller.step(
    say.audience,
    async () => {
      await copyFollows(m.owner)
      return countFirst(who)
    },
    (n) => say.audienceDone(n.all, n.reachable),
  )
  if (first.reachable === 0) {
    teller.say(`  · ${say.nobody}`)
    return { first, foreseen: { allowed: 0, left_out: [] }, thanks: nothing, letters: 0, again: nothing }
  }
  const earlier = await teller.step(
    say.earlier,
    () => earlierMailings(who, shop),
    (n) => say.earlierDone(n),
  )
  const campaign = await plan(who, { title: shop.thanksTitle, audience: shop.audienceTitle, discount })
  const foreseen = await preview(who, campaign)
  const thanks = await teller.step(
    say.thanks,
    () => send(who, campaign),
    (run) => say.thanksDone(run.audience, run.handedOver),
  )
  tellLeftOut(teller, say.leftOut, thanks.leftOut, language)
  const sent = earlier + thanks.handedOver
  const letters = await teller.step(
    say.mails,
    (progress) => lettersArrived(m.owner, sent, progress),
    (there) => say.mailsDone(there),
  )
  const hero = await follow(m, world, { say, language, teller })
  const again = await teller.step(
    say.next,
    () => send(who, campaign),
    (run) => say.nextDone(run.handedOver),
  )
  tellLeftOut(teller, say.leftOut, [...again.leftOut, ...again.leftSince], language)
  return { first, foreseen, thanks, letters, ...(hero !== undefined && { hero }), again }
}

const nothing: Sent = { campaign: '', audience: 0, handedOver: 0, leftOut: [], leftSince: [] }
const discount = 10

/** Two small mailings of the same week, so that the weekly cap has something to say. */
async function earlierMailings(who: Visitor, shop: Told['say']): Promise<number> {
  const week = await plan(who, { title: shop.weekTitle, audience: shop.weekTitle, boughtWithinDays: 9, discount: 3 })
  const fortnight = await plan(who, { title: shop.fortnightTitle, audience: shop.fortnightTitle, boughtWithinDays: 14, discount: 5 })
  const [one, two] = [await send(who, week), await send(who, fortnight)]
  return one.handedOver + two.handedOver
}

/** One customer who got the thank-you: the first of the house if it was among them. */
async function follow(m: Moved, world: Town, { say, teller }: Told): Promise<Toured['hero']> {
  const chosen = await thanked(m, world)
  if (chosen === undefined) return undefined
  const { person } = chosen
  const name = [person.name, person.patronymic ?? person.surname].filter((part) => part !== '').join(' ')
  const letter = await readLetter(m.owner, chosen.listed.id)
  const seen = await teller.step(
    say.portal(name),
    async () => {
      const why = await openWhy(letter)
      const own = await openOwnPage(m.site, chosen.address, m.owner)
      return { why, own, page: await readOwnPage(own) }
    },
    ({ page, why }) => say.portalDone({ fields: page.known, uses: page.uses, why: why.because.map((code) => say.because[code] ?? code).join(', ') }),
  )
  await teller.step(
    say.unsubscribe(name),
    () => unsubscribe(letter),
    () => say.unsubscribed,
  )
  return { person, letter, page: seen.page, because: seen.why.because, link: whyLink(letter), stillAllowed: seen.why.stillAllowed, own: seen.own }
}

/** Opens no more of the mailbox than it must: whoever looks round the demo afterwards has the same budget to spend. */
async function thanked(m: Moved, world: Town): Promise<{ listed: Listed; address: string; person: TownPerson } | undefined> {
  const written = world.people.flatMap((person) => {
    const address = person.contacts.find((c) => c.kind === 'email' && !person.shared.includes('email'))?.value
    return address === undefined ? [] : [{ person, address }]
  })
  const among = (letters: readonly Listed[]) =>
    letters.flatMap((listed) => {
      const one = written.find(({ address }) => listed.to.includes(address))
      return one === undefined || !listed.subject.includes(String(discount)) ? [] : [{ ...one, listed }]
    })
  for (const { person, address } of written) {
    const [first] = person.key.startsWith('vip_') ? among(await mailbox(m.owner, { search: address, most: 10 })) : []
    if (first !== undefined) return first
  }
  return among(await mailbox(m.owner, { most: 10 }))[0]
}

function tellLeftOut(teller: Teller, title: string, left: LeftOut, language: Language): void {
  for (const { reason, count } of left) teller.say(`      ${title} ${count}: ${wordsOf(reason, language)}`)
}

function wordsOf(reason: string, language: Language): string {
  const known = reasonCodes.find((code) => code === reason)
  return known === undefined ? reason : sentence(known, language)
}
