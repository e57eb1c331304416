import type { PortraitLine, PortraitSaid } from './shapes.ts'

// The same as lines.ts and ways.ts say in SQL, of one person after another in plain steps: what the tests hold the statements against. Moscow all year, no cancellations.

export type Line = { sku: string; quantity: number; price: number; amount: number }
export type Event = {
  person: number
  id: number
  at: number
  kind: string
  channel: string
  direction: 'in' | 'out'
  outcome: string | null
  attrs: { [name: string]: string | number | boolean }
  lines: Line[]
}
export type Goods = { sku: string; category: string; price: number }
type Portrait = { [line in PortraitLine]?: PortraitSaid }

const dayMs = 86_400_000
const zoneMs = 3 * 3_600_000
const day = (at: number) => Math.floor((at + zoneMs) / dayMs)
const z = 1.6448536269514722

function wilson(k: number, n: number): { low: number; high: number } {
  const half = z * Math.sqrt((k / n) * (1 - k / n) * n + (z * z) / 4)
  const at = (sign: number) => (k + (z * z) / 2 + sign * half) / (n + z * z)
  return { low: Math.max(0, at(-1)), high: Math.min(1, at(1)) }
}

const shareOf = (k: number, n: number, of: readonly number[], usual: number | null = null) => ({
  n,
  k,
  value: k / n,
  ...wilson(k, n),
  usual,
  from: Math.min(...of),
  to: Math.max(...of),
})

function medianOf(values: readonly number[], of: readonly number[]): Omit<PortraitSaid, 'code'> {
  const sorted = values.toSorted((a, b) => a - b)
  const n = sorted.length
  const at = (place: number) => sorted[Math.min(n, Math.max(1, place)) - 1] ?? Number.NaN
  const half = (z / 2) * Math.sqrt(n)
  const value = n % 2 === 1 ? at((n + 1) / 2) : (at(n / 2) + at(n / 2 + 1)) / 2
  return {
    n,
    k: null,
    value,
    low: at(Math.floor(n / 2 - half)),
    high: at(Math.ceil(1 + n / 2 + half)),
    usual: null,
    from: Math.min(...of),
    to: Math.max(...of),
  }
}

type Given = { events: readonly Event[]; goods: readonly Goods[]; now: number; from: number }
type Counts = { person: number; k: number; days: number[] }

type Say = (person: number, line: PortraitLine, said: PortraitSaid | undefined) => void

export function plainPortraits({ events, goods, now, from }: Given): Map<number, Portrait> {
  const found = new Map<number, Portrait>()
  const say: Say = (person, line, said) => said && found.set(person, { ...found.get(person), [line]: said })
  const [discounted, varied]: [Counts[], Counts[]] = [[], []]
  const times: Time[] = []
  const past = events.filter(({ at }) => at <= now)
  for (const [person, all] of Map.groupBy(past, ({ person }) => person)) {
    const own = all.toSorted((a, b) => a.at - b.at || a.id - b.id)
    const during = own.filter(({ at }) => at >= from)
    const orders = own.filter(({ kind }) => kind === 'order')
    const recent = orders.filter(({ at }) => at >= from)
    discounted.push({ person, k: recent.filter(isReduced).length, days: recent.map(({ at }) => day(at)) })
    varied.push({ person, ...novelties(orders, from) })
    say(person, 'price_place', priceOf(recent, goods))
    say(person, 'best_channel', channelOf(during, now))
    say(person, 'best_hour', hourOf(during))
    times.push(...timesOf(during, now))
  }
  sayAgainst(say, { line: 'discounts', counts: discounted, more: 'often', less: 'seldom' })
  sayAgainst(say, { line: 'variety', counts: varied, more: 'new', less: 'same' })
  const won = times.filter(({ bought }) => bought)
  for (const [person, own] of Map.groupBy(times, ({ person }) => person)) {
    sayWon(
      say,
      person,
      own.filter(({ bought }) => bought),
    )
    say(
      person,
      'stops',
      stopsOf(
        own.filter(({ bought }) => !bought),
        won,
      ),
    )
  }
  return found
}

function priceOf(orders: readonly Event[], goods: readonly Goods[]): PortraitSaid | undefined {
  const places = orders.flatMap((order) =>
    order.lines.flatMap(({ sku, amount }) => (amount > 0 ? placeOf(sku, goods).map((q) => ({ q, on: day(order.at) })) : [])),
  )
  if (places.length < 5) return undefined
  const said = medianOf(
    places.map(({ q }) => q),
    places.map(({ on }) => on),
  )
  return { ...said, code: (said.low ?? 0) > 0.5 ? 'dear' : (said.high ?? 1) < 0.5 ? 'cheap' : '' }
}

function sayAgainst(say: Say, { line, counts, more, less }: { line: PortraitLine; counts: readonly Counts[]; more: string; less: string }): void {
  const usual = counts.reduce((sum, { k }) => sum + k, 0) / counts.reduce((sum, { days }) => sum + days.length, 0)
  for (const { person, k, days } of counts) {
    if (days.length < 5) continue
    const said = shareOf(k, days.length, days, usual)
    say(person, line, { ...said, code: said.low > usual ? more : said.high < usual ? less : '' })
  }
}

const endsOf = (times: readonly Time[]) => times.map(({ ended }) => day(ended))

function sayWon(say: Say, person: number, won: readonly Time[]): void {
  if (won.length < 5) return
  const days = won.map(({ began, ended }) => (ended - began) / dayMs)
  say(person, 'pace', { ...medianOf(days, endsOf(won)), code: 'days' })
  const [most] = commonest(won.map(({ path }) => path))
  if (most) say(person, 'way', { ...shareOf(most.k, won.length, endsOf(won)), code: most.k >= 3 ? most.of : '' })
}

function stopsOf(left: readonly Time[], won: readonly Time[]): PortraitSaid | undefined {
  if (left.length < 3) return undefined
  const [most] = commonest(left.flatMap(({ topic }) => topic ?? []))
  const usual = most && won.length > 0 ? won.filter(({ topic }) => topic === most.of).length / won.length : 0
  const said = shareOf(most?.k ?? 0, left.length, endsOf(left), usual)
  return { ...said, code: most && most.k >= 2 && said.low > usual ? most.of : '' }
}

const isReduced = ({ lines, attrs }: Event) =>
  lines.some(({ quantity, price, amount }) => quantity > 0 && price > 0 && amount < Math.round(price * quantity) - 1) ||
  Number(attrs['discount_percent'] ?? 0) > 0 ||
  Number(attrs['discount_minor'] ?? 0) > 0 ||
  attrs['coupon'] === true

function novelties(orders: readonly Event[], from: number): { k: number; days: number[] } {
  const had = new Set<string>()
  const [days, counts] = [[] as number[], { k: 0 }]
  let isFirst = true
  for (const order of orders) {
    const skus = new Set(order.lines.flatMap(({ sku, amount }) => (amount > 0 ? sku : [])))
    if (skus.size === 0) continue
    for (const sku of skus) {
      if (!isFirst && order.at >= from) {
        days.push(day(order.at))
        if (!had.has(sku)) counts.k++
      }
      had.add(sku)
    }
    isFirst = false
  }
  return { k: counts.k, days }
}

function placeOf(sku: string, goods: readonly Goods[]): number[] {
  const one = goods.find((g) => g.sku === sku)
  const like = goods.filter(({ category }) => category === one?.category)
  if (!one || like.length < 6) return []
  return [(like.filter(({ price }) => price < one.price).length + like.filter(({ price }) => price === one.price).length / 2) / like.length]
}

function channelOf(own: readonly Event[], now: number): PortraitSaid | undefined {
  const said = [...Map.groupBy(own, ({ channel }) => channel)].flatMap(([channel, all]) => {
    const replies = all.filter(({ direction }) => direction === 'in')
    const sent = all.filter(
      ({ direction, kind, outcome, at }) =>
        direction === 'out' &&
        ['message', 'letter', 'call', 'offer'].includes(kind) &&
        !['failed', 'bounced', 'returned', 'unknown', 'refused', 'held'].includes(outcome ?? '') &&
        at <= now - 7 * dayMs &&
        !replies.some((reply) => reply.at <= at && reply.at >= at - 3 * dayMs),
    )
    const k = sent.filter(({ kind, outcome, at }) =>
      kind === 'call' ? outcome === 'answered' : replies.some((reply) => reply.at > at && reply.at <= at + 7 * dayMs),
    ).length
    return sent.length < 5
      ? []
      : [
          {
            ...shareOf(
              k,
              sent.length,
              sent.map(({ at }) => day(at)),
            ),
            code: '',
            channel,
          },
        ]
  })
  const [best] = said.sort((a, b) => b.low - a.low || b.n - a.n || (a.channel < b.channel ? -1 : 1))
  if (!best) return undefined
  const { channel, ...rest } = best
  return { ...rest, code: rest.low >= 0.1 ? channel : '' }
}

const theirs = ['web', 'site', 'email', 'sms', 'phone', 'chat', 'telegram', 'whatsapp', 'viber', 'vk', 'max', 'app', 'forum', 'social']

function hourOf(own: readonly Event[]): PortraitSaid | undefined {
  const acts = own.filter(({ direction, channel }) => direction === 'in' && theirs.includes(channel))
  if (acts.length < 12) return undefined
  const hours = acts.map(({ at }) => new Date(at + zoneMs).getUTCHours())
  let best = { h: 0, k: -1 }
  for (let h = 0; h < 24; h++) {
    const k = hours.filter((hour) => (hour - h + 24) % 24 < 3).length
    if (k > best.k) best = { h, k }
  }
  const said = shareOf(
    best.k,
    acts.length,
    acts.map(({ at }) => day(at)),
  )
  return { ...said, code: said.low > 0.25 ? String(best.h) : '' }
}

type Time = { person: number; began: number; ended: number; bought: boolean; path: string; topic: string | undefined }
const stepOf: { [kind: string]: string } = {
  ...Object.fromEntries(['product_viewed', 'product_list_viewed', 'products_searched'].map((kind) => [kind, 'look'])),
  ...Object.fromEntries(['question', 'form'].map((kind) => [kind, 'ask'])),
  ...Object.fromEntries(['product_added', 'checkout_started'].map((kind) => [kind, 'basket'])),
  ...Object.fromEntries(['message', 'call', 'meeting', 'chat'].map((kind) => [kind, 'talk'])),
  order: 'buy',
}

function timesOf(own: readonly Event[], now: number): Time[] {
  const groups: Event[][] = []
  let last: Event | undefined
  for (const event of own.filter(({ kind, direction }) => direction === 'in' && stepOf[kind] !== undefined)) {
    if (!last || last.kind === 'order' || event.at - last.at > 14 * dayMs) groups.push([])
    groups.at(-1)?.push(event)
    last = event
  }
  return groups.flatMap((events) => {
    const begin = events.findIndex(({ kind }) => ['look', 'ask', 'basket'].includes(stepOf[kind] ?? ''))
    const first = events[begin]
    const end = events.at(-1)
    const bought = end?.kind === 'order'
    if (!first || !end || (!bought && end.at >= now - 14 * dayMs)) return []
    const path: string[] = []
    const skus = new Set<string>()
    for (const { kind, lines } of events.slice(begin)) {
      const step = stepOf[kind] ?? ''
      if (step !== 'buy' && !path.includes(step)) path.push(step)
      if (step === 'look' && lines[0]) skus.add(lines[0].sku)
      if (skus.size > 1 && !path.includes('compare')) path.push('compare')
    }
    const topic = events.flatMap(({ kind, attrs }) => (stepOf[kind] === 'ask' && attrs['topic'] !== undefined ? String(attrs['topic']) : [])).at(-1)
    return [{ person: first.person, began: first.at, ended: end.at, bought, path: path.join(','), topic }]
  })
}

/** The most frequent first; as often, by the alphabet. */
function commonest(of: readonly string[]): { of: string; k: number }[] {
  return [...Map.groupBy(of, (one) => one)].map(([one, all]) => ({ of: one, k: all.length })).sort((a, b) => b.k - a.k || (a.of < b.of ? -1 : 1))
}
