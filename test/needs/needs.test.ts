import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { makeApiKey, openCustomerSession } from '../../src/keep/access/index.ts'
import type { Credential, Input } from '../../src/keep/door/contract.ts'
import { keepTasks } from '../../src/keep/jobs.ts'
import { writeOfAnswer } from '../../src/keep/needs/index.ts'
import { stop } from '../../src/keep/terms/index.ts'
import { takeHeard } from '../../src/office/needs/index.ts'
import { inTransaction, sql } from '../../src/platform/db/index.ts'
import { AppError } from '../../src/platform/errors.ts'
import { openWings, type Wings } from '../wings.ts'

// Needs through the door, by the clock and against each other: what is said, answered, accepted, and what is over.

type Shop = Wings & { clerk: Credential; anna: Person; boris: Person; person(customer: number): Promise<Person> }
type Person = { customer: number; as: Credential }

async function shop(t: TestContext): Promise<Shop> {
  const wings = await openWings(t)
  const { secret } = await makeApiKey(
    wings.keep.access,
    { kind: 'secret', title: 'till', source: 'till', scopes: ['read', 'change'], purposes: [] },
    { staff: 1, now: wings.clock.now() },
  )
  const person = async (customer: number) => {
    const { token } = await openCustomerSession(wings.keep.access, { customer, device: 'test' }, wings.clock.now())
    return { customer, as: { session: token } }
  }
  const [a = 0, b = 0] = await wings.customers(2)
  return { ...wings, clerk: { key: secret }, person, anna: await person(a), boris: await person(b) }
}

const book: Input<'mySayNeed'> = {
  kind: 'need',
  unnamed: false,
  words: 'Книга о живописи эпохи Сун',
  topic: null,
  budget: { minor: 300_000, currency: 'RUB' },
  until: '2026-12-10',
}

const say = async ({ office }: Wings, { as }: Person, said: Partial<Input<'mySayNeed'>> = {}) =>
  (await office.door.ask(as, 'mySayNeed', { ...book, ...said })).need
const heard = (at: Shop, wanted: Partial<Input<'needs'>> = {}) => at.office.door.ask(at.clerk, 'needs', { limit: 50, ...wanted }).then(({ items }) => items)
const mine = (at: Shop, { as }: Person) => at.office.door.ask(as, 'myNeeds', { limit: 50 }).then(({ items }) => items)
const answer = async (at: Shop, need: number, words = 'Есть, отложим для вас') =>
  (await at.office.door.ask(at.clerk, 'answerNeed', { need, words, price: { minor: 216_000, currency: 'RUB' } })).answer
const decide = (at: Shop, { as }: Person, need: number, given: number, accepted = true) => at.office.door.ask(as, 'myDecide', { need, answer: given, accepted })
const close = (at: Shop, { as }: Person, need: number) => at.office.door.ask(as, 'myCloseNeed', { need })

const refusedAs = (code: string) => (error: unknown) => error instanceof AppError && error.code === code

test('what somebody looks for is seen with their name, answered, and the one answer they take is the end of it', async (t) => {
  const at = await shop(t)
  const need = await say(at, at.anna)
  const [seen] = await heard(at)
  assert.equal(seen?.words, book.words)
  assert.equal(seen?.about?.name?.full, 'Белова 0 Анна')
  assert.deepEqual(seen?.budget, { minor: 300_000, currency: 'RUB' })
  const [first, second] = [await answer(at, need, 'Есть альбом'), await answer(at, need, 'Или каталог')]
  assert.deepEqual((await heard(at, { stage: 'open' })).length, 0)
  assert.deepEqual((await heard(at, { stage: 'answered' })).length, 1)
  await decide(at, at.anna, need, first, false)
  await assert.rejects(decide(at, at.anna, need, first), refusedAs('conflict'))
  await decide(at, at.anna, need, second)
  await decide(at, at.anna, need, second)
  const [own] = await mine(at, at.anna)
  assert.equal(own?.state, 'accepted')
  assert.deepEqual(
    new Map(own?.answers.map(({ words, state }) => [words, state])),
    new Map([
      ['Есть альбом', 'declined'],
      ['Или каталог', 'accepted'],
    ]),
  )
  await assert.rejects(answer(at, need), refusedAs('conflict'))
  const [taken] = await heard(at, { stage: 'accepted' })
  assert.equal(taken?.state, 'accepted')
})

test('an answer may be taken back before it is decided on, and not after', async (t) => {
  const at = await shop(t)
  const need = await say(at, at.anna)
  const wrong = await answer(at, need, 'Не та книга')
  await at.office.door.ask(at.clerk, 'takeBackAnswer', { need, answer: wrong })
  await assert.rejects(decide(at, at.anna, need, wrong), refusedAs('conflict'))
  const right = await answer(at, need)
  await decide(at, at.anna, need, right)
  await assert.rejects(at.office.door.ask(at.clerk, 'takeBackAnswer', { need, answer: right }), refusedAs('conflict'))
})

test('of another’s need, or one of nobody, there is none: to decide, change, close', async (t) => {
  const at = await shop(t)
  const need = await say(at, at.anna)
  const given = await answer(at, need)
  const other = await say(at, at.boris)
  for (const [which, of] of [
    [need, given],
    [other, given],
    [1, 1],
  ] as const) {
    await assert.rejects(decide(at, at.boris, which, of), refusedAs('not_found'))
    await assert.rejects(decide(at, at.boris, which, of, false), refusedAs('not_found'))
  }
  await assert.rejects(close(at, at.boris, need), refusedAs('not_found'))
  await assert.rejects(at.office.door.ask(at.boris.as, 'myChangeNeed', { ...book, need }), refusedAs('not_found'))
  await assert.rejects(at.office.door.ask(at.boris.as, 'needs', { limit: 1 }), refusedAs('forbidden'))
  await assert.rejects(at.office.door.ask(at.boris.as, 'answerNeed', { need, words: 'я', price: null }), refusedAs('forbidden'))
  assert.deepEqual(
    (await mine(at, at.boris)).map((one) => one.need),
    [other],
  )
})

test('of a withdrawal and an acceptance at once one comes second, and is told so', async (t) => {
  const at = await shop(t)
  for (let turn = 0; turn < 8; turn++) {
    const need = await say(at, at.anna)
    const given = await answer(at, need)
    const [accepted, closed] = await Promise.allSettled([decide(at, at.anna, need, given), close(at, at.anna, need)])
    assert.equal(closed.status, 'fulfilled', 'closing is possible before and after')
    const [own] = (await mine(at, at.anna)).filter((one) => one.need === need)
    assert.equal(own?.state, 'closed')
    assert.equal(own?.words, null)
    if (accepted.status === 'rejected') assert.ok(refusedAs('conflict')(accepted.reason), String(accepted.reason))
  }
})

test('of two acceptances at once one stands', async (t) => {
  const at = await shop(t)
  for (let turn = 0; turn < 8; turn++) {
    const need = await say(at, at.anna)
    const both = [await answer(at, need, 'Одна'), await answer(at, need, 'Другая')]
    const ended = await Promise.allSettled(both.map((given) => decide(at, at.anna, need, given)))
    assert.deepEqual(ended.map(({ status }) => status).toSorted(), ['fulfilled', 'rejected'])
    for (const one of ended) if (one.status === 'rejected') assert.ok(refusedAs('conflict')(one.reason), String(one.reason))
    const [own] = (await mine(at, at.anna)).filter((one) => one.need === need)
    assert.equal(own?.answers.filter(({ state }) => state === 'accepted').length, 1)
    await close(at, at.anna, need)
  }
})

test('past its day nobody is shown the words, before the sweep as after it; then they are gone, and a year later all of it', async (t) => {
  const at = await shop(t)
  const sweep = keepTasks({ db: at.keep.db, access: at.keep.access, channels: at.keep.channels })['needs_past']
  assert.ok(sweep)
  const kept = async () => (await sql<{ sealed: Buffer | null; state: string }>`select sealed, state from keep.need`.execute(at.keep.db)).rows
  const need = await say(at, at.anna, { until: '2026-12-10' })
  const given = await answer(at, need)
  at.clock.set(new Date('2026-12-10T20:59:59Z'))
  assert.equal((await heard(at))[0]?.words, book.words, 'until the end of that day in Moscow')
  await sweep(undefined, at.clock.now())
  assert.equal((await kept())[0]?.state, 'open')

  at.clock.set(new Date('2026-12-10T21:00:00Z'))
  at.anna = await at.person(at.anna.customer)
  const [own] = await mine(at, at.anna)
  const [theirs] = await heard(at, { stage: 'over' })
  assert.deepEqual([own?.words, own?.state, own?.answers[0]?.words], [null, 'expired', null])
  assert.deepEqual([theirs?.words, theirs?.state, theirs?.answers[0]?.words], [null, 'expired', null])
  assert.notEqual((await kept())[0]?.sealed, null, 'the sweep has not run yet')
  await assert.rejects(decide(at, at.anna, need, given), refusedAs('conflict'))
  await assert.rejects(answer(at, need), refusedAs('conflict'))

  await sweep(undefined, at.clock.now())
  assert.deepEqual(await kept(), [{ sealed: null, state: 'expired' }])
  const words = await sql<{ n: number }>`select count(*)::int as n from keep.need_answer where sealed is not null`.execute(at.keep.db)
  assert.equal(words.rows[0]?.n, 0)
  await sweep(undefined, new Date('2027-12-11T21:00:00Z'))
  assert.deepEqual(await kept(), [])
  assert.equal((await sql<{ n: number }>`select count(*)::int as n from fact.need`.execute(at.keep.db)).rows[0]?.n, 0)
})

test('an acceptance and the end of its time at once: either it was in time, or it is told that it was not', async (t) => {
  const at = await shop(t)
  const sweep = keepTasks({ db: at.keep.db, access: at.keep.access, channels: at.keep.channels })['needs_past']
  assert.ok(sweep)
  for (let turn = 0; turn < 6; turn++) {
    const need = await say(at, at.anna, { until: null })
    const given = await answer(at, need)
    // Its last moment: the sweep is asked as of the next one.
    await sql`update keep.need set expires_at = ${new Date(at.clock.now().getTime() + 1)} where need_id = ${need}`.execute(at.keep.db)
    const [accepted]: PromiseSettledResult<unknown>[] = await Promise.allSettled([
      decide(at, at.anna, need, given),
      sweep(undefined, new Date(at.clock.now().getTime() + 1)),
    ])
    const [own] = (await mine(at, at.anna)).filter((one) => one.need === need)
    assert.equal(own?.state, accepted?.status === 'fulfilled' ? 'accepted' : 'expired')
    if (accepted?.status === 'rejected') assert.ok(refusedAs('conflict')(accepted.reason), String(accepted.reason))
  }
})

test('what is said comes back as it was said; what cannot be is refused with one sentence', async (t) => {
  const at = await shop(t)
  const odd = ['<img src=x onerror=alert(1)><b>Книга</b>', '📚👩🏽‍🎨 ищу', 'أبحث عن كتاب \u202Eabc\u202C', `${'я'.repeat(1_999)}.`, 'две\nстроки']
  for (const words of odd) await say(at, at.anna, { words })
  assert.deepEqual((await mine(at, at.anna)).map(({ words }) => words).toSorted(), odd.toSorted())
  const bad: [Partial<Input<'mySayNeed'>>, RegExp][] = [
    [{ words: 'я'.repeat(10_000) }, /2000|too big|at most/i],
    [{ words: '   ' }, /few words/],
    [{ until: '2026-11-20' }, /This day is over/],
    [{ until: '2027-11-30' }, /more than a year/],
    [{ budget: { minor: 100, currency: 'USD' } }, /Say the budget in RUB/],
    [{ budget: { minor: 0, currency: 'RUB' } }, /budget/],
    [{ topic: 'no-such-topic' }, /no such topic/],
    [{ kind: 'worry', unnamed: true }, /with your name/],
  ]
  for (const [said, sentence] of bad)
    await assert.rejects(say(at, at.anna, said), (error: unknown) => refusedAs('bad_input')(error) && sentence.test(String(error)))
  assert.equal((await mine(at, at.anna)).length, odd.length)
})

test('one person has at most twenty open, however many ask at once', async (t) => {
  const at = await shop(t)
  const ended = await Promise.allSettled(Array.from({ length: 24 }, (_, i) => say(at, at.anna, { words: `Книга ${i}` })))
  assert.equal(ended.filter(({ status }) => status === 'fulfilled').length, 20)
  for (const one of ended) if (one.status === 'rejected') assert.ok(refusedAs('too_many')(one.reason), String(one.reason))
  const [first] = await mine(at, at.anna)
  await close(at, at.anna, first?.need ?? 0)
  await assert.rejects(say(at, at.anna), /within a day/)
  at.clock.set(new Date(at.clock.now().getTime() + 2 * 86_400_000))
  at.anna = await at.person(at.anna.customer)
  await say(at, at.anna)
  await assert.rejects(say(at, at.anna), refusedAs('too_many'))
})

test('saying it anew changes words, budget and day, and only while it is open', async (t) => {
  const at = await shop(t)
  const need = await say(at, at.anna)
  await at.office.door.ask(at.anna.as, 'myChangeNeed', { need, words: 'Лучше каталог', topic: null, budget: null, until: null })
  const [seen] = await heard(at)
  assert.deepEqual([seen?.words, seen?.budget, seen?.until, seen?.band], ['Лучше каталог', null, null, 'none'])
  await close(at, at.anna, need)
  await close(at, at.anna, need)
  await assert.rejects(at.office.door.ask(at.anna.as, 'myChangeNeed', { ...book, need }), refusedAs('conflict'))
})

test('a clerk enters what was said elsewhere only with how they know it; the customer reads both', async (t) => {
  const at = await shop(t)
  const take = (evidence: string) =>
    at.office.door.ask(at.clerk, 'takeNeed', {
      customer: at.anna.customer,
      ...book,
      kind: 'want',
      road: 'phone',
      evidence,
      words: 'Позовите на лекцию',
    } as never)
  await assert.rejects(take('  '), refusedAs('bad_input'))
  await take('Звонок в 14:05 с её номера')
  const [own] = await mine(at, at.anna)
  assert.deepEqual(
    [own?.words, own?.evidence, own?.road, own?.by],
    ['Позовите на лекцию', 'Звонок в 14:05 с её номера', 'phone', { kind: 'api', role: 'clerk' }],
  )
  await assert.rejects(
    at.office.door.ask(at.clerk, 'takeNeed', {
      customer: 999_999,
      kind: 'want',
      road: 'phone',
      evidence: 'Звонок',
      words: 'Лекция',
      topic: null,
      budget: null,
      until: null,
    }),
    refusedAs('not_found'),
  )
  const uses = await at.office.door.ask(at.anna.as, 'journal', { customer: at.anna.customer, cursor: null, limit: 50 })
  assert.ok(uses.items.some(({ deed, actor }) => deed === 'need' && actor.kind === 'api'))
})

test('a worry is a promise with a term by the time it is told, made once, and its end is shown', async (t) => {
  const at = await shop(t)
  const need = await say(at, at.anna, { kind: 'worry', words: 'Посылка пришла мятой', budget: null, until: null })
  const { rows: jobs } = await sql<{ payload: unknown }>`
    select j.payload from office_jobs._private_jobs j join office_jobs._private_tasks t on t.id = j.task_id where t.identifier = 'needs'`.execute(at.office.db)
  assert.equal(jobs.length, 1)
  for (const { payload } of [...jobs, ...jobs]) await takeHeard({ db: at.office.db, rowIds: at.office.rowIds }, payload, at.clock.now())
  const { rows } = await sql<{
    kind: string
    due: Date
    customer_id: number
    task_id: number
  }>`select kind, due_at as due, customer_id, task_id from office.task`.execute(at.office.db)
  assert.deepEqual(rows, [{ kind: 'promise', due: new Date('2026-11-24T20:59:59Z'), customer_id: at.anna.customer, task_id: need }])
  const texts = await at.office.door.ask(at.clerk, 'texts', {
    customer: at.anna.customer,
    purpose: 'service',
    reason: { kind: 'task', id: need },
    items: [{ kind: 'task', customer: at.anna.customer, id: need }],
  })
  assert.deepEqual(texts[0]?.content, { text: 'Посылка пришла мятой' })
})

test('an answer reaches also whoever stopped everything, by a letter that says only that it waits; several within an hour are one', async (t) => {
  const at = await shop(t)
  const by = { actor: { kind: 'customer', id: at.anna.customer, role: 'customer' }, now: at.clock.now(), method: 'portal' } as const
  await inTransaction(at.keep.db, (tx) => stop({ rowIds: at.keep.access.rowIds }, tx.$pickTables(), { customer: at.anna.customer }, by))
  const need = await say(at, at.anna)
  const letter = async () => writeOfAnswer(at.keep.channels.deps, at.keep.db.$pickTables(), { need, answer: await answer(at, need, 'Тайна') }, at.clock.now())
  await letter()
  await letter()
  const { rows } = await sql<{ template: string; slots: unknown; discreet: boolean }>`select template, slots, discreet from keep.message`.execute(at.keep.db)
  assert.deepEqual(rows, [{ template: 'need_answer', slots: {}, discreet: false }])
  const consents = await sql<{ n: number }>`select count(*)::int as n from keep.consent_state where state in ('ConsentGiven', 'RenewedConsentGiven')`.execute(
    at.keep.db,
  )
  assert.equal(consents.rows[0]?.n, 0, 'nothing said here is a consent')
})

test('topic and budget stand among the facts only where five persons said the like', async (t) => {
  const at = await shop(t)
  const people = await at.customers(7)
  const facts = async () =>
    (await sql<{ band: string | null }>`select band from fact.need order by band nulls first`.execute(at.office.db)).rows.map(({ band }) => band)
  for (const customer of people.slice(0, 4)) await say(at, await at.person(customer))
  await say(at, await at.person(people[0] ?? 0))
  assert.deepEqual(await facts(), [null, null, null, null, null], 'one who says it twice is one')
  await say(at, await at.person(people[4] ?? 0))
  await say(at, await at.person(people[5] ?? 0), { budget: { minor: 5_000_000, currency: 'RUB' } })
  assert.deepEqual(
    (await facts()).filter((band) => band !== null),
    ['to_3000'],
  )
})
