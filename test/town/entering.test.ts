import assert from 'node:assert/strict'
import test from 'node:test'
import { startProduct } from '../product.ts'

// What a company brings along when it moves in: its own words, consents on paper, cases that began elsewhere.

test('moving in', async (t) => {
  const product = await startProduct(t)
  const owner = await product.setUp()
  const post = (path: string, body: unknown) => owner.api('POST', path, body)
  const made = await post('/v1/api-keys', { kind: 'secret', title: 'Till', source: 'till' })
  const { secret } = read<{ secret: string }>(made.body)
  const came = (user: string, unit?: string) => ({
    at: '2026-01-10T10:00:00+03:00',
    kind: 'tasting',
    channel: 'shop',
    customer: { identifiers: [{ kind: 'user', value: user }] },
    ...(unit !== undefined && { unit }),
    facts: { cups: 3 },
  })
  const early = await product.api('POST', '/v1/interactions', [came('1', 'bridge')], { key: secret })
  assert.equal(early.status, 400, 'a unit nobody registered is refused')
  const registered = await post('/v1/register', {
    units: [{ code: 'bridge', title: { en: 'Bridge', ru: 'У моста' }, kind: 'shop' }],
    topics: [{ topic: 'tea', title: { en: 'Tea', ru: 'Чай' } }],
    kinds: [{ code: 'tasting', title: { en: 'Tasting', ru: 'Дегустация' }, attributes: { cups: { type: 'number' } }, purposes: ['service', 'analysis'] }],
  })
  assert.deepEqual(registered.body, { units: 1, topics: 1, kinds: 1, products: 0 })
  const recorded = await product.api('POST', '/v1/interactions?ids=true', [came('1', 'bridge'), came('2')], { key: secret })
  const { items } = read<{ items: { customer: string; moved_to_content?: number }[] }>(recorded.body)
  assert.ok(
    items.every((item) => item.moved_to_content === undefined),
    'a declared fact stays a fact',
  )
  const [ben = '', vera = ''] = items.map((item) => item.customer)
  const said = (more: object) => ({
    customer_id: ben,
    purpose: 'marketing',
    channel: 'email',
    topic: null,
    state: 'given',
    method: 'paper',
    evidence: 'a signed form',
    ...more,
  })

  await t.test('POST /v1/register is for those who keep the registers, and refuses what is no code', async () => {
    assert.equal((await product.api('POST', '/v1/register', { units: [] })).status, 401)
    const wrong = await post('/v1/register', { topics: [{ topic: 'Tea!', title: { en: 'Tea', ru: 'Чай' } }] })
    assert.equal(wrong.status, 400)
    assert.match(wrong.text, /code/)
    const half = await post('/v1/register', { topics: [{ topic: 'coffee', title: { en: 'Coffee' } }] })
    assert.equal(half.status, 400, 'a title in one language is half a title')
  })

  await t.test('POST /v1/consents refuses what cannot be true', async () => {
    const stranger = await product.api('POST', '/v1/consents', { consents: [said({})] })
    assert.equal(stranger.status, 401)
    for (const [more, place] of [
      [{ customer_id: 'c_nobody' }, 'consents[0].customer_id'],
      [{ purpose: 'service' }, 'consents[0].purpose'],
      [{ channel: 'web' }, 'consents[0].channel'],
      [{ at: '2066-01-01T00:00:00Z' }, 'consents[0].at'],
    ] as const) {
      const answer = await post('/v1/consents', { consents: [said(more)] })
      assert.equal(answer.status, 400, JSON.stringify(more))
      assert.ok(answer.text.includes(place), answer.text)
    }
    assert.equal((await post('/v1/consents', { consents: [said({ evidence: ' ' })] })).status, 400, 'no evidence, no consent')
  })

  await t.test('POST /v1/consents enters a yes with its day, and a later no ends it', async () => {
    assert.deepEqual((await post('/v1/consents', { consents: [said({ at: '2025-03-20T10:00:00+03:00' })] })).body, { entered: 1 })
    assert.equal(await emailReach(ben), 'no_address', 'allowed, but there is nowhere to write to')
    assert.deepEqual((await post('/v1/consents', { consents: [said({ state: 'withdrawn', at: '2026-03-14T10:00:00+03:00', method: 'phone' })] })).body, {
      entered: 1,
    })
    assert.equal(await emailReach(ben), 'consent_withdrawn')
  })

  await t.test('POST /v1/customers/:customer_id/relations says who belongs to whom, on both cards', async () => {
    const body = { other_id: vera, kind: 'household', title: null }
    assert.match(String(Object((await post(`/v1/customers/${ben}/relations`, body)).body).id), /^rl_/)
    assert.equal((await post(`/v1/customers/${ben}/relations`, { ...body, other_id: ben })).status, 400)
    assert.equal((await post(`/v1/customers/${ben}/relations`, { ...body, kind: 'friend' })).status, 400)
    for (const id of [ben, vera]) assert.equal((await card(id)).relations.length, 1)
  })

  await t.test('a case that began elsewhere keeps its number, its days and its mark; its times must be possible', async () => {
    const open = (before: object) => post('/v1/cases', { kind: 'complaint', subject: 'Остыл чай', customer_id: vera, before })
    const solved = { at: '2026-01-14T12:00:00+03:00', resolution: 'Налили новый', rating: 4 }
    const kept = await open({ number: '41', opened_at: '2026-01-12T12:00:00+03:00', solved })
    assert.equal(kept.status, 200)
    const { number, state, rating, opened_at, closed_at, resolution } = read<Record<string, unknown>>(kept.body)
    assert.deepEqual([number, state, rating, resolution], ['41', 'solved', 4, 'Налили новый'])
    assert.deepEqual([Date.parse(String(opened_at)), Date.parse(String(closed_at))], [Date.parse('2026-01-12T12:00:00+03:00'), Date.parse(solved.at)])
    assert.equal((await open({ number: '42', opened_at: '2066-01-12T12:00:00Z', solved: null })).status, 400)
    assert.equal((await open({ number: '42', opened_at: '2026-01-15T12:00:00+03:00', solved })).status, 400)
  })

  async function card(id: string) {
    return read<{ relations: unknown[]; reach: { channel: string; purpose: string; reason: string | null }[] }>(
      (await owner.api('GET', `/v1/customers/${id}/card`)).body,
    )
  }

  async function emailReach(id: string): Promise<string | null | undefined> {
    return (await card(id)).reach.find((r) => r.channel === 'email' && r.purpose === 'marketing')?.reason
  }
})

function read<T extends object>(body: unknown): T {
  return JSON.parse(JSON.stringify(body))
}
