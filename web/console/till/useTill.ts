import { useMutation, useQuery } from '@tanstack/react-query'
import { useEffect, useState, useSyncExternalStore } from 'react'
import type { z } from 'zod'
import type { Interaction } from '../../../src/keep/interactions/contract.ts'
import { listTillGoods, readBuyer } from '../../../src/office/till/contract.ts'
import { systemClock } from '../../../src/platform/clock.ts'
import { call, isAway } from '../../ui/api.ts'
import { isReached, onReach } from '../../ui/reach.ts'
import { type Goods, keepGoods, keptGoods, newId } from './device.ts'
import { type Mark, marksOf } from './marks.ts'
import { followQueue, onQueue, queueState, sell } from './queue.ts'

export type Good = Goods[number]
export type Buyer = z.output<typeof readBuyer.output>
export type Suggestion = NonNullable<Buyer['suggestion']>
export type InBasket = { good: Good; quantity: number }

const fewest = 1
const goodsAtOnce = 200

/** The goods as they are, or as they were when there last was a connection. */
async function goodsNow(signal: AbortSignal): Promise<Goods> {
  try {
    const { items } = await call(listTillGoods, { query: { limit: goodsAtOnce }, signal })
    await keepGoods(items).catch(() => undefined)
    return items
  } catch (error) {
    if (!isAway(error)) throw error
    return keptGoods().catch(() => [])
  }
}

/** The first of what was shown that somebody is known by; whoever is nowhere known is new under the first. */
async function look(typed: string): Promise<{ mark: Mark; buyer: Buyer | null }> {
  const [first, ...others] = marksOf(typed)
  if (!first) throw new Error('nothing was typed')
  try {
    const ask = (mark: Mark) => call(readBuyer, { body: { mark } })
    const buyer = await ask(first)
    for (const mark of buyer.known ? [] : others) {
      const found = await ask(mark)
      if (found.known) return { mark, buyer: found }
    }
    return { mark: first, buyer }
  } catch (error) {
    if (isAway(error)) return { mark: first, buyer: null }
    throw error
  }
}

export function useTill() {
  const [basket, setBasket] = useState<InBasket[]>([])
  const [answer, setAnswer] = useState<'took' | 'did_not' | null>(null)
  const [sold, setSold] = useState<Good['price'] | null>(null)
  const buyer = useMutation({
    mutationFn: look,
    onSuccess: (found) => setBasket(found.buyer?.usual.map(({ quantity, ...good }) => ({ good, quantity })) ?? []),
  })
  const goods = useQuery({ queryKey: ['till', 'goods'], queryFn: ({ signal }) => goodsNow(signal), networkMode: 'always', retry: false, staleTime: 60_000 })
  const line = useSyncExternalStore(onReach, isReached)
  const queue = useSyncExternalStore(onQueue, queueState)
  useEffect(followQueue, [])
  const mark = buyer.data?.mark ?? null
  const suggestion = useSuggestion(buyer.data?.buyer ?? null, mark, basket)

  const put = (good: Good, by: number) =>
    setBasket((now) => {
      const there = now.find((one) => one.good.sku === good.sku)
      if (!there) return by > 0 ? [...now, { good, quantity: by }] : now
      return now.map((one) => (one === there ? { good, quantity: one.quantity + by } : one)).filter(({ quantity }) => quantity >= fewest)
    })
  const next = () => {
    buyer.reset()
    setBasket([])
    setAnswer(null)
  }

  return {
    basket,
    total: totalOf(basket),
    buyer,
    goods,
    line,
    queue,
    sold,
    suggestion: answer === null ? suggestion : null,
    put,
    next,
    took: (said: Suggestion) => {
      setAnswer('took')
      put({ sku: said.sku, title: said.title, price: said.price }, 1)
      void sell(answerTo(said, { mark, took: true }))
    },
    didNot: (said: Suggestion) => {
      setAnswer('did_not')
      void sell(answerTo(said, { mark, took: false }))
    },
    sell: () => {
      const total = totalOf(basket)
      if (!total) return
      void sell(saleOf(basket, { mark, total }))
      setSold(total)
      next()
    },
    begin: (typed: string) => {
      setSold(null)
      setAnswer(null)
      buyer.mutate(typed)
    },
  }
}

/** Of whoever is known with what they usually take; else by what lies in the basket. */
function useSuggestion(buyer: Buyer | null, mark: Mark | null, basket: readonly InBasket[]): Suggestion | null {
  const skus = basket.map(({ good }) => good.sku)
  const byBasket = useQuery({
    queryKey: ['till', 'suggestion', mark, skus],
    queryFn: ({ signal }) => call(readBuyer, { body: { mark, basket: skus }, signal }).then(({ suggestion }) => suggestion),
    enabled: buyer?.suggestion === null || buyer === null ? skus.length > 0 : false,
    networkMode: 'always',
    retry: false,
  })
  return buyer?.suggestion ?? byBasket.data ?? null
}

const totalOf = (basket: readonly InBasket[]): Good['price'] | null => {
  const [first] = basket
  return first ? { minor: basket.reduce((sum, { good, quantity }) => sum + good.price.minor * quantity, 0), currency: first.good.price.currency } : null
}

type Sold = Pick<Interaction, 'id' | 'at' | 'channel' | 'direction' | 'customer'>

/** What is so of everything a till records. A buyer who showed nothing is nobody, and each of them another. */
function begun(mark: Mark | null): { id: string; sold: Sold } {
  const now = systemClock.now()
  const id = newId(now.getTime())
  const identifiers = [mark ?? { kind: 'anonymous' as const, value: `sale-${id}` }]
  return { id, sold: { id, at: now.toISOString(), channel: 'shop', direction: 'in', customer: { identifiers } } }
}

function saleOf(basket: readonly InBasket[], { mark, total }: { mark: Mark | null; total: Good['price'] }) {
  const { id, sold } = begun(mark)
  const items = basket.map(({ good, quantity }) => ({
    sku: good.sku,
    title: good.title,
    quantity,
    price_minor: good.price.minor,
    amount_minor: good.price.minor * quantity,
  }))
  return { id, interactions: [{ ...full(sold), kind: 'order', amount: total, items }], refused: null }
}

function answerTo(said: Suggestion, { mark, took }: { mark: Mark | null; took: boolean }) {
  const { id, sold } = begun(mark)
  const items = [{ sku: said.sku, title: said.title, quantity: 1, price_minor: said.price.minor, amount_minor: 0 }]
  return { id, interactions: [{ ...full(sold), kind: 'answer', outcome: took ? 'accepted' : 'refused', items }], refused: null }
}

const full = (sold: Sold) => ({ ...sold, direction: 'in' as const, customer: { identifiers: sold.customer.identifiers ?? [] } })
