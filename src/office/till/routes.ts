import { z } from 'zod'
import { mount, pagesOf } from '../../platform/http/index.ts'
import type { House } from '../house.ts'
import * as contract from './contract.ts'
import { goodsOf } from './goods.ts'
import { historyOf } from './history.ts'
import { silentUntil } from './silence.ts'
import { type Good, type Suggestion, suggestionFor } from './suggest.ts'
import { notYetToday, type Usual, usualOf } from './usual.ts'

const perPage = 100
/** How many stand before the page. */
const place = z.int()

/** Mounts what a till asks: the goods, and who stands before it. */
export function tillRoutes(house: House): void {
  const { app, on, door, ids } = house
  const { db } = house

  mount(app, on, contract.listTillGoods, async ({ caller, query: { cursor, limit = perPage } }) => {
    const { currency } = await door.ask(caller.as, 'atTill', { mark: null })
    const pages = pagesOf(ids, 'till goods', place)
    const after = pages.after(cursor) ?? 0
    const some = [...(await goodsOf(db.$pickTables(), currency)).values()].slice(after, after + limit + 1)
    const { rows, next_cursor } = pages.page(some, limit, () => after + limit)
    return { items: rows.map(shown), next_cursor }
  })

  mount(app, on, contract.readBuyer, async ({ caller, body, now }) => {
    const buyer = await door.ask(caller.as, 'atTill', { mark: body.mark })
    const goods = await goodsOf(db.$pickTables(), buyer.currency)
    const today = dayIn(now, buyer.zone)
    const known = buyer.person !== null
    const history = known ? await historyOf(db.$pickTables(), buyer.members, { now, zone: buyer.zone }) : { lines: [], answers: [], complains: false }
    const usual = usualOf(history.lines, today)
    const quiet = known && (!buyer.proposes || history.complains || silentUntil(history.answers, now) !== undefined)
    const offered = notYetToday(usual, history.lines, today)
    const basket = body.basket.length > 0 ? body.basket : offered.map(({ sku }) => sku)
    const refused = new Set(history.answers.flatMap(({ took, sku }) => (took || sku === null ? [] : [sku])))
    const suggested = quiet ? undefined : suggestionFor({ goods, lines: history.lines, usual: new Set(usual.map(({ sku }) => sku)), basket, refused, now })
    return { known, usual: offered.flatMap((one) => usualShown(goods, one)), suggestion: suggested ? await suggestionShown(suggested) : null }
  })

  async function suggestionShown(said: Suggestion): Promise<z.input<typeof contract.readBuyer.output>['suggestion']> {
    const { good, because, count, of } = said
    if (because === 'together') return { ...shown(good), because, topic: null, with: said.with.title, count, of }
    return { ...shown(good), because, topic: (await house.topicTitles()).get(said.category) ?? { en: said.category, ru: said.category }, with: null, count, of }
  }
}

const shown = ({ sku, title, price, currency }: Good) => ({ sku, title, price: { minor: price, currency } })

const usualShown = (goods: ReadonlyMap<string, Good>, { sku, quantity }: Usual) => {
  const good = goods.get(sku)
  return good ? [{ ...shown(good), quantity }] : []
}

/** The day of the company's calendar, counted from 1970. */
function dayIn(at: Date, zone: string): number {
  const said = new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' }).format(at)
  return Math.round(Date.parse(`${said}T00:00:00Z`) / 86_400_000)
}
