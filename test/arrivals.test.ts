import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as access from '../src/keep/access/contract.ts'
import { saveCap } from '../src/keep/gate/contract.ts'
import * as terms from '../src/keep/terms/contract.ts'
import { listConcerned, listGoods, prepareLetter, readGood, readPrice } from '../src/office/arrivals/contract.ts'
import { addAudience } from '../src/office/audiences/contract.ts'
import { addCampaign, previewCampaign, runCampaign } from '../src/office/campaigns/contract.ts'
import * as console_ from '../src/office/console/contract.ts'
import { openShop } from './journeys/shop.ts'
import { lettersArrived, mailbox, openWhy, readLetter } from './town/demo/customer.ts'
import { ask, visitor } from './town/demo/visitor.ts'
import { town } from './town/index.ts'

// Scene 5, the bookshop: the owner adds a book, and the page says at once whom it concerns, by the town's own data.

test('a new book: close to 23, 14 will hear of it, 9 left out, each figure with its people, and to each the letter says why and for how much', async (t) => {
  const shop = await openShop(t, 'bookshop')
  const world = town({ company: 'bookshop', today: new Date().toISOString().slice(0, 10) })
  const [owner, clerk, marketer] = await Promise.all(['owner', 'clerk1', 'marketer'].map((who) => shop.as(who)))
  assert.ok(owner && clerk && marketer)
  const song = world.products.find(({ upcoming }) => upcoming)
  assert.ok(song)
  const params = { sku: song.sku }
  const customerOf = async (key: string) => {
    const who = world.people.find((p) => p.key === key)
    return (await ask(owner, console_.search, { query: { q: `${who?.surname} ${who?.name}` } })).items[0]?.id ?? ''
  }
  const gromova = await customerOf('gromova')

  await t.test('POST /v1/register puts it on the shelf; GET /v1/goods has it first', async () => {
    const { sku, category, price_minor } = song
    await assert.rejects(ask(clerk, terms.register, { body: { products: [{ sku, title: 'Чужая', category, price_minor }] } }), /403/)
    await assert.rejects(ask(owner, terms.register, { body: { products: [{ sku, title: song.title.ru, category, price_minor: 0 }] } }), /400/)
    await ask(owner, terms.register, { body: { products: [{ sku, title: song.title.ru, category, price_minor }] } })
    const [first] = (await ask(marketer, listGoods, { query: { limit: 1 } })).items
    assert.deepEqual([first?.sku, first?.title, first?.topic?.['ru'], first?.price?.minor], [sku, 'Живопись эпохи Сун', 'Искусство Китая', 240_000])
    await assert.rejects(ask(clerk, readGood, { params }), /403/)
    await assert.rejects(ask(marketer, readGood, { params: { sku: 'nothing' } }), /404/)
  })

  await t.test('three have had their letter of the week', async () => {
    await ask(owner, saveCap, { params: { cap: 'week' }, body: { scope: 'all', key: null, contacts: 1, days: 7 } })
    const invited = { event: { kind: 'message', where: [{ attribute: 'topic', one_of: ['events'] }], within_days: 5 } }
    const audience = await ask(marketer, addAudience, {
      body: { title: 'Звали в четверг', rule: { all: [invited, { bought: { category: ['chinese_art'], at_least: 2 } }] } },
    })
    const evening = { purpose: 'marketing', topic: 'events', channel: 'email', template: 'thank_you', slots: { discount_percent: 10 } }
    const { id } = await ask(marketer, addCampaign, { body: { title: 'Восточный четверг', audience_id: audience.id, ...evening } })
    assert.equal((await ask(marketer, runCampaign, { params: { campaign_id: id }, body: {} })).handed_over, 3)
  })

  const people = async (query: { part: 'close' | 'hear' | 'left_out'; reason?: string }) =>
    (await ask(owner, listConcerned, { params, query: { ...query, limit: 200 } })).items

  await t.test('GET /v1/goods/:sku, GET /v1/goods/:sku/people: 23, 14 and 9, with the reasons, and the people behind each', async () => {
    const { concerns } = await ask(marketer, readGood, { params })
    assert.deepEqual([concerns?.close, concerns?.hear], [23, 14])
    assert.deepEqual(
      concerns?.left_out.map(({ reason, decision, count }) => [reason, decision, count]),
      [
        ['consent_refused', 'deny', 4],
        ['cap_all', 'later', 3],
        ['has_it', 'deny', 2],
      ],
    )
    const [close, hear, left] = await Promise.all([people({ part: 'close' }), people({ part: 'hear' }), people({ part: 'left_out' })])
    assert.deepEqual([close.length, hear.length, left.length], [23, 14, 9])
    assert.ok(hear.some(({ id, name }) => id === gromova && name?.full === 'Громова Татьяна Львовна'))
    assert.equal((await people({ part: 'left_out', reason: 'consent_refused' })).filter(({ name }) => name !== null).length, 4)
    const { items } = await ask(owner, console_.listLooks, { params: { customer_id: gromova }, query: {} })
    assert.ok(items.some(({ deed, purpose }) => deed === 'list' && purpose.code === 'marketing'))
  })

  await t.test('GET /v1/goods/:sku/price: the discount of a regular is a fact of theirs, for the letter and for the site', async () => {
    const title = { en: 'Discount of a regular, per cent', ru: 'Скидка постоянного покупателя, процентов' }
    await ask(owner, terms.registerField, { body: { code: 'x_regular_discount', type: 'number', title, purposes: ['service', 'marketing'] } })
    await ask(owner, console_.writeField, { params: { customer_id: gromova, field: 'x_regular_discount' }, body: { value: '10' } })
    const { secret } = await ask(owner, access.addKey, { body: { kind: 'secret', title: 'Site', source: 'shop', scopes: ['read'], purposes: ['service'] } })
    const site = { ...visitor(shop.site), fetch: (path: string) => fetch(new URL(path, shop.site), { headers: { authorization: `Bearer ${secret}` } }) }
    const hers = await ask(site, readPrice, { params, query: { customer_id: gromova } })
    assert.deepEqual([hers.price.minor, hers.own_price?.minor, hers.discount_percent, hers.hidden], [240_000, 216_000, 10, null])
    const others = await ask(site, readPrice, { params, query: { customer_id: await customerOf('lebedev') } })
    assert.deepEqual([others.own_price?.minor, others.discount_percent], [240_000, 0])
    const beyond = await ask(site, readPrice, { params, query: { customer_id: gromova, purpose: 'marketing' } })
    assert.deepEqual([beyond.own_price, beyond.hidden], [null, 'key_not_covered'])
  })

  await t.test('who takes a narrower term is not among them any more, at once: 13', async () => {
    const narrower = (await people({ part: 'hear' })).find(({ id }) => id !== gromova)
    const no = { term: { purpose: 'marketing', channel: 'email', topic: null, allowed: false } }
    await ask(owner, console_.sayForCustomer, { params: { customer_id: narrower?.id ?? '' }, body: { road: 'phone', said: [no] } })
    assert.equal((await ask(marketer, readGood, { params })).concerns?.hear, 13)
  })

  await t.test('POST /v1/goods/:sku/letter: a campaign to just those, with words for each, and roads that work', async () => {
    const { campaign_id } = await ask(marketer, prepareLetter, { params, body: {} })
    const foreseen = await ask(marketer, previewCampaign, { params: { campaign_id }, body: {} })
    assert.deepEqual([foreseen.audience_count, foreseen.allowed], [21, 13])
    assert.equal((await ask(marketer, runCampaign, { params: { campaign_id }, body: {} })).handed_over, 13)
    await lettersArrived(owner, 3 + 13, () => {})
    const [found] = await mailbox(owner, { search: 't.gromova@pochta.example' })
    const letter = await readLetter(owner, found?.id ?? '')
    assert.equal(letter.subject, 'Новинка: Живопись эпохи Сун')
    assert.match(letter.text, /вы уже покупали на эту тему: 3 раза/)
    assert.match(letter.text.replaceAll(/\s/g, ' '), /2 400 ₽ → 2 160 ₽, скидка постоянного покупателя 10 %/)
    const why = await openWhy(letter)
    assert.ok(why.stillAllowed && why.because.includes('bought'))
    assert.match(letter.text, /\/u\//)
  })
})
