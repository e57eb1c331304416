import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import * as forms from '../../src/keep/forms/contract.ts'
import * as console_ from '../../src/office/console/contract.ts'
import * as leads from '../../src/office/leads/contract.ts'
import { stepMs } from '../../src/platform/evenly.ts'
import { type Client, type Product, startProduct } from '../product.ts'
import { ask } from '../town/demo/visitor.ts'

// What the world sends to a form: machines, other sites, the same again, rubbish, too much; and whether it can be told from outside
// who is known here.

const spec = {
  title: { en: 'Write to us' },
  languages: ['en' as const],
  fields: [
    { field: 'name' as const, required: false },
    { field: 'email' as const, required: true },
    { field: 'message' as const, required: false },
  ],
  purpose: 'service',
  notice: { en: 'We use this to answer you.' },
  thanks: { en: 'Thank you.' },
  origins: ['https://www.shop.example'],
}

describe('whoever sends to a form', () => {
  const ends: (() => unknown)[] = []
  let product: Product
  let admin: Client

  before(async () => {
    // The test speaks for many networks, as a proxy does.
    product = await startProduct({ after: (end: () => unknown) => ends.push(end) } as never, { env: { TRUSTED_PROXIES: '127.0.0.1' } })
    admin = await product.setUp()
    for (const form of ['contact', 'other']) assert.equal((await admin.api('PUT', `/v1/forms/${form}`, spec)).status, 200)
  })
  test.after(async () => {
    for (const end of ends.reverse()) await end()
  })

  let network = 0
  const from = (headers: Record<string, string> = {}) => ({ headers: { 'x-forwarded-for': `198.18.${network++ % 250}.7`, ...headers } })
  const pause = () => new Promise((resolve) => setTimeout(resolve, 2_200))
  const pass = async (form = 'contact') => (await ask(product.client(), forms.openForm, { params: { form } })).pass
  const send = (body: object, as = from(), form = 'contact') => product.api('POST', `/v1/forms/${form}/answers`, body, as)
  const came = async () => (await ask(admin, leads.listLeads, { query: { source: 'form', view: 'all', limit: 200 } })).items.length
  const figures = () => ask(admin, forms.readForm, { params: { form: 'contact' } })

  test('a machine gets the same thanks, and nothing is kept of it', async () => {
    const quick = await send({ pass: await pass(), values: { email: 'quick@example.org' } })
    const ripe = await pass()
    await pause()
    const honey = await send({ pass: ripe, values: { email: 'honey@example.org' }, website: 'https://spam.example' })
    assert.deepEqual([quick.status, honey.status], [202, 202])
    assert.deepEqual(quick.body, honey.body)
    const { answers, machines } = await figures()
    assert.deepEqual([answers, machines], [0, 2])
    assert.equal((await ask(admin, console_.search, { query: { q: 'honey@example.org' } })).items.length, 0)
  })

  test('who is known cannot be told: the same words, the same status, no sooner than a step of time', async () => {
    await ask(admin, console_.addCustomer, { body: { kind: 'person', fields: { name: 'Анна' }, identifiers: [{ kind: 'email', value: 'anna@example.org' }] } })
    const passes = await Promise.all(Array.from({ length: 6 }, () => pass()))
    await pause()
    const seen: { status: number; body: unknown; ms: number }[] = []
    for (const [i, one] of passes.entries()) {
      const began = performance.now()
      const { status, body } = await send({ pass: one, values: { email: i % 2 ? 'anna@example.org' : `nobody${i}@example.org` } })
      seen.push({ status, body, ms: performance.now() - began })
    }
    for (const { status, body, ms } of seen) {
      assert.deepEqual([status, body], [202, seen[0]?.body])
      assert.ok(ms >= stepMs - 20, `answered after ${ms} ms`)
    }
  })

  test('a pass of another form, none, or one that was sent already buys nothing', async () => {
    const [others, own] = [await pass('other'), await pass()]
    await pause()
    assert.equal((await send({ pass: others, values: { email: 'a@example.org' } })).status, 400)
    assert.equal((await send({ pass: '', values: { email: 'a@example.org' } })).status, 400)
    assert.equal((await send({ pass: `${own}A`, values: { email: 'a@example.org' } })).status, 400)
    const { answers } = await figures()
    const many = await Promise.all(Array.from({ length: 5 }, () => send({ pass: own, values: { email: 'replay@example.org' } })))
    assert.ok(
      many.every((m) => m.status === 202),
      JSON.stringify(many.map((m) => m.text)),
    )
    assert.equal((await figures()).answers, answers + 1)
  })

  test('another site may neither send nor read; one that the form names may', async () => {
    const own = await pass()
    await pause()
    const body = { pass: own, values: { email: 'cors@example.org' } }
    for (const origin of ['https://evil.example', 'http://www.shop.example', 'https://www.shop.example.evil.example', 'null']) {
      const refused = await send(body, from({ origin }))
      assert.equal(refused.status, 403, origin)
      assert.equal(refused.headers.get('access-control-allow-origin'), null, origin)
      assert.equal((await product.api('OPTIONS', '/v1/forms/contact/answers', undefined, from({ origin }))).status, 403)
      assert.equal((await product.api('GET', '/v1/forms/contact/open', undefined, from({ origin }))).status, 403)
    }
    const named = from({ origin: 'https://www.shop.example' })
    const asked = await product.api('OPTIONS', '/v1/forms/contact/answers', undefined, named)
    assert.deepEqual([asked.status, asked.headers.get('access-control-allow-origin')], [204, 'https://www.shop.example'])
    const sent = await send(body, named)
    assert.deepEqual([sent.status, sent.headers.get('access-control-allow-origin')], [202, 'https://www.shop.example'])
    assert.equal(sent.headers.get('access-control-allow-credentials'), null)
  })

  test('one network that floods is slowed, the others are not', async () => {
    const own = await pass()
    const flood = { headers: { 'x-forwarded-for': '203.0.113.9' } }
    const began = performance.now()
    const answers = await Promise.all(Array.from({ length: 60 }, () => send({ pass: own, values: { email: 'flood@example.org' } }, flood)))
    const statuses = answers.map((a) => a.status)
    assert.ok(statuses.includes(429), statuses.join(' '))
    assert.ok(Number(answers.find((a) => a.status === 429)?.headers.get('retry-after')) > 0)
    const allowed = 20 + 0.2 * ((performance.now() - began) / 1000) + 1
    assert.ok(statuses.filter((s) => s === 202).length <= allowed, statuses.join(' '))
    assert.equal((await send({ pass: own, values: { email: 'other@example.org' } })).status, 202)
  })

  test('rubbish is refused with a sentence, and nothing of it is kept', async () => {
    const own = await pass()
    const before = await came()
    const values = { email: 'a@example.org' }
    const bodies: object[] = [
      {},
      { pass: own },
      { pass: own, values: { email: ['a@example.org'] } },
      { pass: own, values: { ...values, name: 'a\0b' } },
      { pass: own, values: { ...values, message: 'x'.repeat(6000) } },
      { pass: own, values: { ...values, role: 'customer' } },
      { pass: own, values: { email: `${'a'.repeat(400)}@example.org` } },
      { pass: own, values, consents: [-1] },
      { pass: own, values, language: 'de' },
    ]
    for (const body of bodies) assert.equal((await send(body)).status, 400, JSON.stringify(body).slice(0, 80))
    assert.equal((await product.api('POST', '/v1/forms/contact/answers', { pass: own, values, website: 'x'.repeat(200_000) }, from())).status, 413)
    assert.equal((await send({ pass: own, values }, from(), 'no-such-form')).status, 404)
    assert.equal((await send({ pass: own, values }, from(), '..%2Fcontact')).status, 400)
    assert.equal(await came(), before)
  })

  test('HTML in what is typed and in the address stays text on the page', async () => {
    const bad = '"><script>alert(1)</script>'
    const page = await product.api('GET', `/f/contact?utm_campaign=${encodeURIComponent(bad)}&language=${encodeURIComponent(bad)}`)
    assert.doesNotMatch(page.text, /<script/)
    const back = await fetch(`${product.url}/f/contact`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-forwarded-for': '198.51.100.1' },
      body: new URLSearchParams({ pass: bad, language: 'en', 'v.name': bad, 'v.email': bad, [`along.${bad}`]: bad }),
    })
    assert.equal(back.status, 400)
    assert.doesNotMatch(await back.text(), /<script/)
  })
})
