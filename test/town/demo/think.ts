import * as policy from '../../../src/keep/policy/contract.ts'
import * as console_ from '../../../src/office/console/contract.ts'
import * as insight from '../../../src/office/insight/contract.ts'
import * as portal from '../../../src/office/portal/contract.ts'
import * as quality from '../../../src/office/quality/contract.ts'
import type { Town } from '../index.ts'
import { type Finding, finding } from './check.ts'
import { type Moved, signedIn } from './load.ts'
import { marketer } from './thread.ts'
import type { Toured } from './tour.ts'
import { ask } from './visitor.ts'

// A run over everybody, so that the card, the pages of customers, the explorer of value and the board of who can be reached have something to say.

export type Thought = { customers: number; seconds: number }

/** Runs the models once and counts who can be reached, and waits until what they found is kept. */
export async function think(m: Moved): Promise<Thought> {
  const who = await marketer(m)
  await ask(m.owner, quality.gatherQuality, { body: {} })
  await ask(m.owner, policy.countReachBoard, { body: {} })
  const { id } = await ask(who, insight.startRun, { body: {} })
  for (let tries = 0; tries < 1200; tries++) {
    const run = await ask(m.owner, insight.readRun, { params: { run_id: id } })
    const { gathered_at } = await ask(m.owner, quality.readQuality, {})
    const { board } = await ask(m.owner, policy.readReachBoard, {})
    if (run.state === 'done' && gathered_at !== null && board) return { customers: run.customers ?? 0, seconds: (run.ms ?? 0) / 1000 }
    if (run.state === 'failed' || run.state === 'stopped') throw new Error(`the run over all customers ended as ${run.state}: ${run.error ?? ''}`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error('the run over all customers does not end')
}

type Opened = { customers: ReadonlyMap<string, string>; toured: Toured; thought: Thought | undefined }

/** A clerk reads on a card what is thought and why; the customer reads the same on their own page; the explorer counts it. */
export async function thoughtFound(m: Moved, world: Town, { customers, toured, thought }: Opened): Promise<Finding[]> {
  const who = await signedIn(m, 'clerk1')
  const person = toured.hero?.person ?? world.people[0]
  const card = await ask(who, console_.readCard, { params: { customer_id: customers.get(person?.ref ?? '') ?? '' } })
  const said = card.insight?.items.filter(({ why }) => why === null) ?? []
  const because = said.filter(({ evidence }) => evidence.length > 0).length
  const listed = said.filter(({ kind }) => kind === 'categories' || kind === 'again' || kind === 'fresh').flatMap(({ items }) => items)
  const values = await ask(m.owner, insight.readValues, {})
  const [people] = (await ask(m.owner, quality.readQuality, {})).kinds
  const known = people?.fields.find(({ field }) => field === 'name')?.known ?? 0
  const { board } = await ask(m.owner, policy.readReachBoard, {})
  const own = toured.hero ? await ask(toured.hero.own, portal.readMyPage, {}) : undefined
  const guesses = own?.guesses.filter(({ method }) => method === 'model').length ?? 0
  return [
    finding(
      said.some(({ kind }) => kind === 'value') && because === said.length,
      `the card says ${said.length} things that are thought, each with why; the run took ${thought?.seconds.toFixed(1) ?? '—'} s`,
      `на карточке предположений: ${said.length}, у каждого есть объяснение; расчёт занял ${thought?.seconds.toFixed(1) ?? '—'} с`,
    ),
    // Sub-categories of the real shop are no topics, and have no other name than their own.
    finding(
      listed.length > 0 && (world.company === 'superstore' || listed.every(({ title }) => title !== null)),
      `goods and likings are told by their titles: ${listed[0]?.title?.['en'] ?? '—'}`,
      `товары и вкусы названы словами: ${listed[0]?.title?.['ru'] ?? '—'}`,
    ),
    finding(
      values.count > 50 && values.top_fifth_share !== null,
      `expected value is known of ${values.count} customers, the top fifth brings ${Math.round((values.top_fifth_share ?? 0) * 100)} %`,
      `ожидаемая ценность посчитана для клиентов: ${values.count}, верхняя пятая часть приносит ${Math.round((values.top_fifth_share ?? 0) * 100)} %`,
    ),
    finding(
      known > 0,
      `of ${people?.persons ?? 0} people the names of ${known} are known; ${people?.contradictory ?? 0} have a contradiction`,
      `людей: ${people?.persons ?? 0}, имя известно у ${known}, с противоречиями: ${people?.contradictory ?? 0}`,
    ),
    finding(
      (board?.purposes.length ?? 0) > 0 && board?.stale === false,
      `of ${board?.people ?? 0} people it is counted who can be reached, and why the others cannot`,
      `людей: ${board?.people ?? 0}; посчитано, кому можно написать, а кому нет и почему`,
    ),
    ...(own === undefined
      ? []
      : [finding(guesses > 0, `the customer reads ${guesses} of them on the page of their own`, `клиент читает на своей странице предположений: ${guesses}`)]),
  ]
}
