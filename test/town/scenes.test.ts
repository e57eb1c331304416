import assert from 'node:assert/strict'
import test from 'node:test'
import { type Company, companies, type RecordedInteraction, type Town, type TownPerson, town } from './index.ts'
import { eveningTariff, minute } from './telecom/tariffs.ts'

// The facts that scenes.md states, on the day it is written for.

const today = '2026-11-21'
const told = new Map<Company, Town>()

function of(company: Company, key: string): { here: Town; who: TownPerson; life: RecordedInteraction[] } {
  const here = told.get(company) ?? town({ company, today })
  told.set(company, here)
  const who = here.people.find((p) => p.key === key)
  assert.ok(who, `${key} is not in the ${company}`)
  const own = new Set([who.ref, ...who.contacts.filter((c) => !who.shared.includes(c.kind)).map((c) => c.value)])
  return { here, who, life: [...here.interactions].filter((one) => one.customer.identifiers.some((i) => own.has(i.value))) }
}

const on = (life: RecordedInteraction[], day: string): RecordedInteraction[] => life.filter((one) => one.at.startsWith(day))

test('1, the clerk: Belova', () => {
  const { here, who, life } = of('bank', 'belova')
  assert.deepEqual([who.surname, who.name, who.patronymic, who.form], ['Белова', 'Анна', 'Сергеевна', 'formal'])
  assert.ok(who.contacts.some((c) => c.kind === 'phone' && c.value.endsWith('4567')))
  assert.equal(life[0]?.at.slice(0, 10), '2020-08-14', 'six years and three months with us')
  const gaps = life.map((one, i) => Date.parse(one.at) - Date.parse(life[i - 1]?.at ?? one.at))
  assert.ok(Math.max(...gaps) < 60 * 86_400_000, 'without a break')
  const dispute = here.cases.find((c) => c.ref === who.ref)
  assert.equal(dispute?.kind, 'dispute')
  assert.equal(dispute?.opened_at.slice(0, 10), '2026-11-12')
  assert.equal(dispute?.solved?.at.slice(0, 10), '2026-11-14')
  assert.equal(dispute?.solved?.rating, 4)
  const [promise] = here.promises.filter((p) => p.ref === who.ref)
  assert.equal(promise?.due_at.slice(0, 10), '2026-11-25')
  assert.equal(here.staff.find((s) => s.key === promise?.by)?.name, 'Рябинин Денис Олегович')
  assert.equal(here.tasks.find((t) => t.ref === who.ref)?.due_at.slice(0, 10), '2026-11-28', 'the deposit ends')
  const refused = on(life, '2026-10-02').find((one) => one.outcome === 'refused')
  assert.equal(refused?.facts?.['offer'], 'credit_card')
  const hidden = here.eventTypes.filter((type) => !type.purposes.includes('service')).map((type) => type.code)
  assert.equal(life.filter((one) => hidden.includes(one.kind)).length, 2)
  assert.ok(life.some((one) => one.channel === 'forum'))
})

test('1, the clerk: of the bank’s classes by recency, frequency and money hers is the second', () => {
  const score = scoreOf('bank', 'belova')
  assert.ok(score >= 9 && score <= 12, `scored ${score}`)
})

test('in each house the first of it is in the first class, and so are Lebedev, Zhukova and Ben at the bookshop', () => {
  for (const company of companies) assert.ok(scoreOf(company, `vip_${company}`) >= 13, `${company}: ${scoreOf(company, `vip_${company}`)}`)
  for (const key of ['lebedev', 'zhukova', 'ben']) assert.ok(scoreOf('bookshop', key) >= 13, key)
})

type Bought = { last: number; times: number; spent: number }

/** Three to fifteen: fifths by recency, frequency and money, as value classes are computed. */
function scoreOf(company: Company, key: string): number {
  const { here, who } = of(company, key)
  const owner = new Map([...here.people, ...here.organisations].flatMap((p) => [p.ref, ...p.contacts.map((c) => c.value)].map((id) => [id, p.ref] as const)))
  const bought = new Map<string, Bought>()
  for (const one of here.interactions) {
    const ref = owner.get(one.customer.identifiers[0]?.value ?? '')
    if (ref === undefined || one.amount === undefined || Date.parse(one.at) < Date.parse(today) - 730 * 86_400_000) continue
    const sum = bought.get(ref) ?? { last: 0, times: 0, spent: 0 }
    bought.set(ref, { last: Date.parse(one.at), times: sum.times + (one.kind === 'order_cancelled' ? 0 : 1), spent: sum.spent + one.amount.minor })
  }
  const fifth = (value: (b: Bought) => number): number => {
    const order = [...bought].toSorted(([, a], [, b]) => value(a) - value(b)).map(([ref]) => ref)
    return Math.floor((order.indexOf(who.ref) * 5) / order.length) + 1
  }
  return fifth((b) => b.last) + fifth((b) => b.times) + fifth((b) => b.spent)
}

test('2, the hotel: Voronov', () => {
  const { here, who, life } = of('hotel', 'voronov')
  assert.equal(life.filter((one) => one.kind === 'stay').length, 4)
  assert.equal(life.filter((one) => one.kind === 'request' && /судак.*(без лука|лук не класть)/iu.test(one.content?.text ?? '')).length, 3)
  assert.ok(on(life, '2026-03-12').some((one) => /Шопен/u.test(one.content?.text ?? '')))
  const booking = life.findLast((one) => one.kind === 'booking')
  assert.equal(booking?.facts?.['room'], 312)
  assert.match(booking?.content?.text ?? '', /22\.11\.2026 в 18:40/)
  assert.deepEqual(
    here.tasks.filter((t) => t.ref === who.ref).map((t) => t.due_at),
    ['2026-11-22T19:30:00+03:00', '2026-11-22T18:40:00+03:00'],
  )
  assert.match(life.at(-1)?.content?.text ?? '', /ДА, НЕТ/)
})

test('3, the kiosk: two papers for 245 ₽, four magazines of six about travel, most buyers unknown', () => {
  const { here, life } = of('kiosk', 'zaitsev')
  assert.equal(life.findLast((one) => one.items?.length === 2)?.amount?.minor, 24_500)
  const magazines = life.filter((one) => one.kind === 'order' && one.items?.length === 1)
  assert.equal(magazines.length, 6)
  assert.equal(magazines.filter((one) => one.items?.[0]?.category === 'travel').length, 4)
  assert.ok(here.products.some((p) => p.sku === 'vokrug-sveta-11'))
  assert.ok(!life.some((one) => one.items?.some((item) => item.sku === 'vokrug-sveta-11')))
  assert.equal(of('kiosk', 'kruglov').life.filter((one) => one.outcome === 'refused').length, 2)
  const orders = [...here.interactions].filter((one) => one.kind === 'order')
  assert.ok(orders.filter((one) => one.customer.identifiers[0]?.kind === 'anonymous').length > orders.length / 2)
})

test('4, the doctor: Sokolova, and nothing of it outside what is sealed', () => {
  const { here, who, life } = of('clinic', 'sokolova')
  assert.equal(who.birth_date, '1968-03-14', 'is 58')
  assert.equal(life.filter((one) => one.content?.['complaint'] === 'Головная боль').length, 3)
  assert.equal(life.filter((one) => one.content?.text === '150/95').length, 2)
  const notes = here.notes.filter((n) => n.ref === who.ref)
  assert.ok(notes.some((n) => n.sensitive && /пенициллин/u.test(n.text)) && notes.some((n) => n.sensitive && /гипертония/u.test(n.text)))
  assert.equal(here.tasks.find((t) => t.ref === who.ref)?.due_at, '2026-11-21T10:20:00+03:00')
  const illnesses = /боль|давлен|кашел|гипертон|аллерг|headache|pressure|cough/iu
  for (const one of here.interactions) if (one.direction === 'out') assert.doesNotMatch(JSON.stringify(one.content ?? {}), illnesses, one.id)
})

test('5, the bookshop: 23 close to the book, 14 will hear of it', () => {
  const { here, life } = of('bookshop', 'gromova')
  assert.equal(life.filter((one) => one.items?.some((item) => item.category === 'chinese_art')).length, 3)
  const song = here.products.find((p) => p.upcoming)
  assert.equal(song?.price_minor, 240_000)
  const owner = new Map(here.people.flatMap((p) => [[p.ref, p] as const, ...p.contacts.map((c) => [c.value, p] as const)]))
  const count = new Map<TownPerson, number>()
  for (const one of here.interactions) {
    const p = owner.get(one.customer.identifiers[0]?.value ?? '')
    const books = one.items?.filter((item) => item.category === 'chinese_art' && item.sku !== song?.sku).length ?? 0
    if (p && books > 0) count.set(p, (count.get(p) ?? 0) + books)
  }
  const close = [...count].filter(([, n]) => n >= 2).map(([p]) => p)
  assert.equal(close.length, 23)
  const off = close.filter((p) => here.consents.some((c) => c.ref === p.ref && c.topic === 'chinese_art' && c.state === 'refused'))
  const rest = close.filter((p) => !off.includes(p))
  const lately = rest.filter((p) =>
    [...here.interactions].some(
      (one) => one.facts?.['marketing'] === true && one.at > '2026-11-14' && owner.get(one.customer.identifiers[0]?.value ?? '') === p,
    ),
  )
  const have = rest.filter((p) =>
    [...here.interactions].some((one) => one.items?.some((item) => item.sku === song?.sku) && owner.get(one.customer.identifiers[0]?.value ?? '') === p),
  )
  assert.deepEqual([off.length, lately.length, have.length, rest.length - lately.length - have.length], [4, 3, 2, 14])
  assert.ok(close.every((p) => here.consents.some((c) => c.ref === p.ref && c.channel === 'email' && c.topic === null && c.state === 'given')))
})

test('9, the customer takes over: in October two of seven would have come; five of six purchases at a discount', () => {
  const { life } = of('bookshop', 'gromova')
  const october = life.filter((one) => one.facts?.['marketing'] === true && one.at.startsWith('2026-10'))
  assert.equal(october.length, 7)
  let last = Number.NEGATIVE_INFINITY
  const passed = october.filter((one) => {
    const hour = Number(one.at.slice(11, 13))
    const passes = one.facts?.['topic'] === 'chinese_art' && one.channel !== 'sms' && hour >= 10 && hour < 20 && Date.parse(one.at) - last >= 14 * 86_400_000
    if (passes) last = Date.parse(one.at)
    return passes
  })
  assert.equal(passed.length, 2)
  const bought = life.filter((one) => one.kind === 'order')
  assert.deepEqual([bought.length, bought.filter((one) => Number(one.facts?.['discount_percent'] ?? 0) > 0).length], [6, 5])
})

test('6, the florist: a birthday on the 12th, and one on the 29th of February', () => {
  const [gift] = of('florist', 'melnikov').life.filter((one) => one.kind === 'order')
  assert.equal(gift?.at.slice(0, 10), '2025-12-10')
  assert.equal(gift?.content?.['occasion_day'], '12-12')
  const { here, life } = of('florist', 'visokosnyi')
  assert.equal(life.filter((one) => one.facts?.['gift'] === true).length, 3)
  assert.ok(life.some((one) => one.content?.['occasion_day'] === '02-29'))
  const groups = Map.groupBy(
    here.products.filter((p) => p.category.startsWith('gift')),
    (p) => p.category,
  )
  assert.deepEqual(
    [...groups.values()].map((g) => g.length),
    [8, 8, 8],
  )
})

test('7, the telephone: 412 minutes to Kazakhstan, 371 after 20:00, 4 944 ₽ against 2 707 ₽', () => {
  const { life } = of('telecom', 'akhmetova')
  const used = life.filter((one) => one.kind === 'usage' && one.at >= '2026-07-01' && one.at < '2026-11-01')
  const sum = (all: RecordedInteraction[]): number => all.reduce((minutes, one) => minutes + Number(one.facts?.['units']), 0)
  const total = sum(used)
  const late = sum(used.filter((one) => one.at.slice(11, 16) >= eveningTariff.from))
  assert.deepEqual([total, late], [412, 371])
  const bills = life.filter((one) => one.kind === 'bill' && one.at >= '2026-08-01' && one.at < '2026-11-02')
  assert.equal(
    bills.reduce((roubles, one) => roubles + (one.amount?.minor ?? 0), 0),
    494_400,
  )
  assert.equal(total * minute.kz, 4944)
  assert.equal(late * eveningTariff.kz + (total - late) * minute.kz + 4 * eveningTariff.monthly, 2707)
})

test('8, classes: Lebedev waits for nine days', () => {
  const { here, who } = of('bookshop', 'lebedev')
  const open = here.cases.find((c) => c.ref === who.ref && c.solved === undefined)
  assert.equal(open?.opened_at.slice(0, 10), '2026-11-12')
})

test('10, all channels: Fomin', () => {
  const { here, who, life } = of('bank', 'fomin')
  assert.equal(here.cases.find((c) => c.ref === who.ref && c.solved === undefined)?.number, '41')
  assert.ok(life.some((one) => one.channel === 'post' && one.outcome === 'returned'))
  assert.ok(life.some((one) => one.kind === 'call' && one.duration_s === 240))
  assert.ok(life.some((one) => one.channel === 'sms' && one.outcome === 'delivered'))
  for (const channel of ['chat', 'forum', 'meeting'])
    assert.ok(
      life.some((one) => one.channel === channel),
      channel,
    )
  const tomorrow = here.tasks
    .filter((t) => t.ref === who.ref && t.due_at.startsWith('2026-11-22'))
    .map((t) => t.what)
    .join(' ')
  assert.match(tomorrow, /взыскании.*кредит|кредит.*взыскании/iu)
})

test('the contrasts: Ben, a family mailbox, namesakes, nobody’s address, ten years, never asked, erased, a new surname', () => {
  const ben = of('bookshop', 'ben')
  assert.deepEqual(
    ben.here.consents.filter((c) => c.ref === ben.who.ref).map((c) => [c.channel, c.state, c.at.slice(0, 7)]),
    [
      ['email', 'given', '2025-03'],
      ['email', 'withdrawn', '2026-03'],
    ],
  )
  const [panov, panova] = [of('bookshop', 'panov'), of('bookshop', 'panova')]
  const mailbox = (p: TownPerson): string | undefined => p.contacts.find((c) => c.kind === 'email')?.value
  assert.equal(mailbox(panov.who), mailbox(panova.who))
  assert.ok(panov.here.relations.some((r) => r.kind === 'household' && r.from === panov.who.ref && r.to === panova.who.ref))
  const names = ['ivanova1', 'ivanova2'].map((key) => of('bank', key).who).map((p) => [p.surname, p.name, p.patronymic].join(' '))
  assert.equal(names[0], names[1])
  assert.equal(of('bank', 'kuznetsov1').who.address, of('bank', 'kuznetsov2').who.address)
  assert.deepEqual(
    of('bookshop', 'pakhomova').who.contacts.map((c) => c.kind),
    ['card'],
  )
  assert.equal(of('bookshop', 'rybakov').life[0]?.at.slice(0, 4), '2016')
  const zhukova = of('bookshop', 'zhukova')
  assert.ok(!zhukova.here.consents.some((c) => c.ref === zhukova.who.ref))
  assert.ok(of('bookshop', 'titov').life.some((one) => /удалить все данные/u.test(one.content?.text ?? '')))
  const orekhova = of('bookshop', 'orekhova').life
  assert.equal(orekhova[0]?.customer.fields?.['surname'], 'Орехова')
  assert.equal(orekhova.find((one) => one.kind === 'profile_changed')?.customer.fields?.['surname'], 'Ковалёва')
})
