import { readBuyer } from '../../../src/office/till/contract.ts'
import type { Town } from '../index.ts'
import { type Finding, finding } from './check.ts'
import { type Moved, signedIn } from './load.ts'
import { ask } from './visitor.ts'

// The newsagent's scene: who takes two papers each morning shows a card.

/** What the buyer of the scene shows at the till. */
export function tillCard(world: Town): { kind: 'card'; value: string } | null {
  const card = world.people.find(({ key }) => key === 'zaitsev')?.contacts.find(({ kind }) => kind === 'card')
  return card ? { kind: 'card', value: card.value } : null
}

/** A seller sees what is usual and one suggestion with its counts; of somebody who said no twice, no suggestion. */
export async function tillFound(m: Moved, world: Town): Promise<Finding[]> {
  const seller = await signedIn(m, 'clerk1')
  const { usual, suggestion } = await ask(seller, readBuyer, { body: { mark: tillCard(world) } })
  const sum = usual.reduce((minor, { price, quantity }) => minor + price.minor * quantity, 0) / 100
  const { count = 0, of = 0, title = '—' } = suggestion ?? {}
  const kruglov = world.people.find(({ key }) => key === 'kruglov')?.contacts.find(({ kind }) => kind === 'card' || kind === 'phone')
  const silent = await ask(seller, readBuyer, { body: { mark: { kind: kruglov?.kind === 'phone' ? 'phone' : 'card', value: kruglov?.value ?? '-' } } })
  return [
    finding(usual.length === 2 && sum === 245, `the till: as usual ${usual.length} papers, ${sum} ₽`, `касса: как обычно, газет ${usual.length}, ${sum} ₽`),
    finding(
      suggestion?.because === 'topic' && count > 0,
      `suggests ${title}: ${count} of ${of} other purchases were about travel`,
      `предлагает ${title}: ${count} из ${of} других покупок — о путешествиях`,
    ),
    finding(silent.known && silent.suggestion === null, 'who said no twice is suggested nothing', 'кто дважды отказался, тому не предлагают ничего'),
  ]
}
