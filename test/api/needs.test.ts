import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as access from '../../src/keep/access/contract.ts'
import { openCustomerSession } from '../../src/keep/access/index.ts'
import * as console_ from '../../src/office/console/contract.ts'
import * as needs from '../../src/office/needs/contract.ts'
import * as portal from '../../src/office/portal/contract.ts'
import { opaque } from '../../src/platform/ids/index.ts'
import { insideKeep, secretOf } from '../attack/inside.ts'
import { startProduct } from '../product.ts'
import { ask } from '../town/demo/visitor.ts'
import { until } from '../until.ts'

test('what customers look for, both ways: GET /v1/my/needs, POST /v1/my/needs, PUT /v1/my/needs/:need_id, POST /v1/my/needs/:need_id/close, POST /v1/my/needs/:need_id/answers/:answer_id/accept, POST /v1/my/needs/:need_id/answers/:answer_id/decline, GET /v1/needs, GET /v1/needs/:need_id, GET /v1/needs/figures, POST /v1/needs/:need_id/answers, POST /v1/needs/:need_id/answers/:answer_id/take-back, GET /v1/customers/:customer_id/needs, POST /v1/customers/:customer_id/needs, GET /v1/ready-answers, PUT /v1/ready-answers/:code, DELETE /v1/ready-answers/:code', async (t) => {
  const product = await startProduct(t)
  const admin = await product.setUp()
  const enter = async (surname: string) =>
    (await ask(admin, console_.addCustomer, { body: { kind: 'person', fields: { surname, name: 'Анна' }, identifiers: [] } })).id
  const [anna, boris] = [await enter('Белова'), await enter('Орлов')]
  const password = 'a long password of a clerk'
  await ask(admin, access.addStaff, { body: { name: 'Клара Новикова', email: 'clara@shop.example', password, role: 'clerk' } })
  const clerk = product.client()
  await clerk.api('POST', '/v1/session', { email: 'clara@shop.example', password })
  const keep = await insideKeep(t, product, new Date())
  const as = async (shown: string, message?: number) => {
    const customer = opaque(secretOf(product, 'ids')).read('customer', shown) ?? -1
    const { token } = await openCustomerSession(keep, { customer, device: 'test', ...(message === undefined ? {} : { message }) }, new Date())
    const headers = { cookie: `rapport_customer=${token}` }
    return {
      api: (method: string, path: string, body?: unknown) => product.api(method, path, body, headers),
      mine: async () => portal.listMyNeeds.output.parse((await product.api('GET', '/v1/my/needs', undefined, headers)).body),
    }
  }
  const [asAnna, asBoris] = [await as(anna), await as(boris)]
  const heard = async (query: { [name: string]: string } = {}) => (await ask(clerk, needs.listNeeds, { query })).items
  const book = { kind: 'need', anonymous: true, words: '<b>Книга</b> о живописи эпохи Сун 📚', budget: { minor: 300_000, currency: 'RUB' } } as const

  await t.test('who is nobody, or came by a message’s link, says and reads nothing', async () => {
    assert.equal((await product.api('GET', '/v1/my/needs')).status, 401)
    assert.equal((await product.api('GET', '/v1/needs')).status, 401)
    const forwarded = await as(anna, 1)
    for (const [method, path, body] of [
      ['GET', '/v1/my/needs', undefined],
      ['POST', '/v1/my/needs', book],
    ] as const)
      assert.equal((await forwarded.api(method, path, body)).status, 403, path)
    assert.deepEqual((await asAnna.mine()).items, [])
  })

  await t.test('bad input gets one sentence with its place', async () => {
    for (const [body, place] of [
      [{ ...book, words: 'я'.repeat(10_000) }, 'words'],
      [{ ...book, words: ' ' }, 'words'],
      [{ ...book, until: '2020-01-01' }, 'until'],
      [{ ...book, until: '2026-02-31' }, 'until'],
      [{ ...book, budget: { minor: 100, currency: 'USD' } }, 'budget'],
      [{ ...book, budget: { minor: -1, currency: 'RUB' } }, 'budget.minor'],
      [{ ...book, kind: 'worry' }, 'anonymous'],
      [{ ...book, topic: 'nothing' }, 'topic'],
      [{ ...book, kind: 'rumour' }, 'kind'],
    ] as const) {
      const answer = await asAnna.api('POST', '/v1/my/needs', body)
      assert.equal(answer.status, 400, answer.text)
      assert.ok(answer.text.includes(`"place":"${place}"`), answer.text)
    }
    assert.deepEqual((await asAnna.mine()).items, [])
  })

  await t.test('said without a name it is read without one, and answered; accepting opens the name', async () => {
    // A customer named in it counts for nothing: it is whose session it is.
    const said = await asAnna.api('POST', '/v1/my/needs', { ...book, customer_id: boris, customer: boris })
    assert.equal(said.status, 200, said.text)
    assert.deepEqual((await asBoris.mine()).items, [])
    const [seen, ...others] = await heard({ anonymous: 'true', stage: 'open', band: 'to_3000' })
    assert.deepEqual(others, [])
    assert.deepEqual([seen?.words, seen?.about, seen?.budget, seen?.band.to, seen?.said_at], [book.words, null, null, 300_000, null])
    const of = { need_id: seen?.id ?? '' }
    assert.deepEqual((await ask(clerk, needs.listNeedsOf, { params: { customer_id: anna }, query: {} })).items, [])
    const given = await ask(clerk, needs.answerNeed, { params: of, body: { words: 'Есть: 2 160 ₽, отложим', price: { minor: 216_000, currency: 'RUB' } } })
    assert.equal(given.answers[0]?.by?.name, 'Клара Новикова')
    const [mine] = (await asAnna.mine()).items
    assert.deepEqual([mine?.anonymous, mine?.named_at, mine?.answers[0]?.by], [true, null, { kind: 'staff', role: 'clerk' }])
    assert.ok(!JSON.stringify(mine).includes('Клара'), 'a customer learns the role')
    const accept = `/v1/my/needs/${mine?.id}/answers/${mine?.answers[0]?.id}/accept`
    for (const method of ['GET', 'HEAD']) assert.equal((await asAnna.api(method, accept)).status, 404, 'a look accepts nothing')
    assert.equal((await asBoris.api('POST', accept, {})).status, 404)
    assert.equal((await asAnna.api('POST', accept, {})).status, 200)
    const open = await ask(clerk, needs.readNeed, { params: of })
    assert.deepEqual([open.about?.name?.full, open.state, open.budget?.minor], ['Белова Анна', 'accepted', 300_000])
    assert.equal((await ask(clerk, needs.listNeedsOf, { params: { customer_id: anna }, query: {} })).items.length, 1)
  })

  await t.test('another’s need or answer is there no more than one that never was', async () => {
    const { id } = portal.sayMyNeed.output.parse((await asAnna.api('POST', '/v1/my/needs', { ...book, anonymous: false })).body)
    const { answers } = await ask(clerk, needs.answerNeed, { params: { need_id: id }, body: { words: 'Есть' } })
    const told = ({ status, text }: { status: number; text: string }) => [status, text.replace(/,"id":"[^"]*"/, '')]
    const none = await asBoris.api('POST', '/v1/my/needs/nd_AAAAAAAAAAAAAAAAAAAAAA/close', {})
    for (const [method, path, body] of [
      ['POST', `/v1/my/needs/${id}/close`, {}],
      ['PUT', `/v1/my/needs/${id}`, { words: 'Моё' }],
      ['POST', `/v1/my/needs/${id}/answers/${answers[0]?.id}/accept`, {}],
      ['POST', `/v1/my/needs/${id}/answers/${answers[0]?.id}/decline`, {}],
      ['POST', `/v1/my/needs/${id}/answers/${id}/accept`, {}],
    ] as const) {
      const answer = await asBoris.api(method, path, body)
      assert.deepEqual(told(answer), told(none), path)
      assert.equal(answer.status, 404)
    }
    assert.equal((await clerk.api('GET', '/v1/needs/nd_AAAAAAAAAAAAAAAAAAAAAA')).status, 404)
    assert.equal((await clerk.api('GET', `/v1/needs/${anna}`)).status, 404)
    assert.equal((await asAnna.api('PUT', `/v1/my/needs/${id}`, { words: 'Лучше каталог' })).status, 200)
    assert.equal((await ask(clerk, needs.readNeed, { params: { need_id: id } })).words, 'Лучше каталог')
    await ask(clerk, needs.takeBackAnswer, { params: { need_id: id, answer_id: answers[0]?.id ?? '' }, body: {} })
    const again = await ask(clerk, needs.answerNeed, { params: { need_id: id }, body: { words: 'Каталог тоже есть' } })
    const last = again.answers.find(({ state }) => state === 'given')
    assert.equal((await asAnna.api('POST', `/v1/my/needs/${id}/answers/${last?.id}/decline`, {})).status, 200)
    assert.equal((await asAnna.api('POST', `/v1/my/needs/${id}/close`, {})).status, 200)
    const gone = await ask(clerk, needs.readNeed, { params: { need_id: id } })
    assert.deepEqual([gone.state, gone.words, gone.answers.map(({ words }) => words)], ['closed', null, [null, null]])
    assert.equal((await clerk.api('POST', `/v1/needs/${id}/answers`, { words: 'Поздно' })).status, 409)
  })

  await t.test('a worry told by phone becomes a promise with a term, and the customer sees how it ended', async () => {
    const body = { kind: 'worry', words: 'Посылка пришла мятой', road: 'phone', evidence: 'Звонок в 14:05 с её номера' } as const
    assert.equal((await clerk.api('POST', `/v1/customers/${anna}/needs`, { ...body, evidence: '' })).status, 400)
    const told = await ask(clerk, needs.takeNeed, { params: { customer_id: anna }, body })
    assert.deepEqual([told.heard?.evidence, told.heard?.by], [body.evidence, 'Клара Новикова'])
    const promised = async () => (await asAnna.mine()).items.find(({ kind }) => kind === 'worry')?.promise ?? null
    await until('the promise is made', async () => (await promised()) !== null)
    assert.equal((await promised())?.state, 'open')
    assert.ok(((await promised())?.due_at ?? '') > new Date().toISOString())
    assert.equal((await clerk.api('POST', `/v1/tasks/${told.task_id}/complete`, {})).status, 200)
    assert.deepEqual([(await promised())?.state, typeof (await promised())?.done_at], ['done', 'string'])
    const uses = portal.listMyUses.output.parse((await asAnna.api('GET', '/v1/my/uses')).body).items
    for (const deed of ['need', 'needs', 'answer', 'need_unnamed', 'needs_unnamed', 'answer_unnamed'])
      assert.ok(
        uses.some((use) => use.deed === deed),
        deed,
      )
    const looks = (await ask(clerk, console_.listLooks, { params: { customer_id: anna }, query: {} })).items
    assert.ok(looks.length > 0 && looks.every(({ deed }) => !deed.endsWith('unnamed')))
  })

  await t.test('answers are kept at hand, and figures lead to nobody', async () => {
    const said = { title: { en: 'We have it', ru: 'Есть в магазине' }, words: { en: 'We have it and keep it for you.', ru: 'Есть, отложим для вас.' } }
    assert.equal((await clerk.api('PUT', '/v1/ready-answers/Bad%20code', said)).status, 400)
    await ask(clerk, needs.keepReadyAnswer, { params: { code: 'have_it' }, body: said })
    assert.deepEqual((await ask(clerk, needs.listReadyAnswers, { query: {} })).items, [{ code: 'have_it', ...said }])
    await ask(clerk, needs.retireReadyAnswer, { params: { code: 'have_it' } })
    assert.equal((await clerk.api('DELETE', '/v1/ready-answers/have_it')).status, 404)
    const figures = await ask(clerk, needs.countNeeds, {})
    assert.deepEqual([figures.open, figures.answered, figures.accepted, figures.topics], [1, 0, 1, [{ topic: null, count: 2, accepted: 1 }]])
  })
})
