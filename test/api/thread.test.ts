import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import * as access from '../../src/keep/access/contract.ts'
import { verifyBundle } from '../../src/keep/receipts/verify/index.ts'
import * as terms from '../../src/keep/terms/contract.ts'
import * as campaigns from '../../src/office/campaigns/contract.ts'
import * as console_ from '../../src/office/console/contract.ts'
import * as portal from '../../src/office/portal/contract.ts'
import * as work from '../../src/office/work/contract.ts'
import { type Client, type Product, startProduct } from '../product.ts'
import { lettersArrived, mailbox, openOwnPage, openWhy, readLetter, unsubscribe } from '../town/demo/customer.ts'
import { ask, type Visitor, visitor } from '../town/demo/visitor.ts'

// The main job from end to end, as its users do it: orders, classes, an audience, a thank-you, the gate with its reasons,
// letters, the customer's own page, the way out, and a next run that leaves out who left and says so.

const day = 86_400_000
const names = ['Белова', 'Громова', 'Жукова', 'Зимина', 'Котова', 'Лосева']
const address = (i: number) => `c${i}@example.com`

describe('the thread', () => {
  const ends: (() => unknown)[] = []
  let product: Product
  let admin: Client
  let ids: string[]
  let campaign: string
  let belova: Visitor

  before(async () => {
    product = await startProduct({ after: (end: () => unknown) => ends.push(end) } as never, { demo: true })
    admin = await product.setUp()
    const { secret } = await ask(admin, access.addKey, { body: { kind: 'secret', title: 'shop', source: 'shop', scopes: ['record'] } })
    const now = new Date().getTime()
    const interactions = names.flatMap((surname, i) =>
      [40, 30, 20, 10].slice(0, 4 - (i % 3)).map((ago) => ({
        id: `${i}-${ago}`,
        at: new Date(now - ago * day).toISOString(),
        kind: 'order',
        channel: 'shop',
        customer: {
          identifiers: [{ kind: 'email', value: address(i) }],
          fields: { surname, name: 'Анна', patronymic: 'Сергеевна' },
          language: i === 1 ? 'en' : 'ru',
        },
        amount: { minor: (7 - i) * 100_00, currency: 'RUB' },
      })),
    )
    const answer = await product.api('POST', '/v1/interactions', { interactions }, { key: secret })
    assert.equal(answer.status, 200, answer.text)
    ids = []
    for (const surname of names) ids.push(await idOf(admin, surname))
  })
  test.after(async () => {
    for (const end of ends.reverse()) await end()
  })

  test('POST /v1/register and POST /v1/consents: who said yes, with what proves it', async () => {
    const registered = await ask(admin, terms.register, { body: { topics: [{ topic: 'china', title: { en: 'China', ru: 'Китай' } }] } })
    assert.equal(registered.topics, 1)
    const unproven = { customer_id: ids[0] ?? '', purpose: 'marketing', channel: 'email', topic: null, state: 'given' as const, method: 'paper', evidence: '' }
    assert.equal((await admin.api('POST', '/v1/consents', { consents: [unproven] })).status, 400)
    const consents = ids.slice(0, 5).map((customer_id) => ({
      customer_id,
      purpose: 'marketing',
      channel: 'email',
      topic: null,
      state: 'given' as const,
      method: 'paper',
      evidence: 'Анкета',
    }))
    assert.deepEqual(await ask(admin, terms.enterConsents, { body: { consents } }), { entered: 5 })
  })

  test('POST /v1/campaigns, GET /v1/campaigns, GET /v1/campaigns/:campaign_id, POST /v1/campaigns/:campaign_id/preview', async () => {
    await ask(admin, campaigns.computeClasses, { body: {} })
    const rule = { all: [{ last_purchase: { within_days: 60 } }] }
    const audience = await ask(admin, campaigns.addAudience, { body: { title: 'Bought of late', rule } })
    await ask(admin, work.openCase, { body: { kind: 'complaint', subject: 'Книга порвана', customer_id: ids[4] ?? '' } })
    const made = await ask(admin, campaigns.addCampaign, {
      body: {
        title: 'Thank you',
        audience_id: audience.id,
        purpose: 'marketing',
        topic: null,
        channel: 'email',
        template: 'thank_you',
        slots: { discount_percent: 10 },
      },
    })
    campaign = made.id
    assert.equal((await ask(admin, campaigns.listCampaigns)).items.length, 1)
    assert.equal((await ask(admin, campaigns.readCampaign, { params: { campaign_id: campaign } })).title, 'Thank you')
    const said = await ask(admin, campaigns.previewCampaign, { params: { campaign_id: campaign }, body: {} })
    assert.deepEqual([said.audience_count, said.allowed], [6, 4])
    assert.deepEqual(new Set(said.left_out.map((r) => `${r.reason} ${r.count}`)), new Set(['open_complaint 1', 'consent_missing 1']))
  })

  test('POST /v1/campaigns/:campaign_id/run, GET /v1/campaigns/:campaign_id/runs: in each one’s language, nobody twice', async () => {
    const run = await ask(admin, campaigns.runCampaign, { params: { campaign_id: campaign }, body: {} })
    assert.equal(run.handed_over, 4)
    await lettersArrived(admin, 4, () => {})
    const letters = await mailbox(admin)
    assert.deepEqual(
      letters.map((l) => l.to.includes('c4@') || l.to.includes('c5@')),
      [false, false, false, false],
    )
    const english = letters.find((l) => l.to.includes('c1@'))
    assert.match(english?.subject ?? '', /Thank you/)
    assert.match(letters.find((l) => l.to.includes('c0@'))?.subject ?? '', /Спасибо/)
    const again = await ask(admin, campaigns.runCampaign, { params: { campaign_id: campaign }, body: {} })
    assert.equal(again.handed_over, 0)
    assert.equal((await ask(admin, campaigns.listRuns, { params: { campaign_id: campaign } })).items.length, 2)
  })

  test('GET /v1/my/page, GET /v1/my/uses, GET /v1/my/interactions: what we know, who used it', async () => {
    assert.equal((await product.api('GET', '/v1/my/page')).status, 401)
    belova = await openOwnPage(product.url, address(0), admin)
    const page = await ask(belova, portal.readMyPage)
    assert.equal(page.name?.full, 'Белова Анна Сергеевна')
    assert.ok(page.identifiers.some((i) => i.shown === address(0)))
    const uses = await ask(belova, portal.listMyUses, { query: {} })
    assert.ok(uses.items.some((u) => u.purpose.code === 'marketing' && u.decision === 'allow'))
    assert.ok(uses.items.every((u) => !JSON.stringify(u).includes('Vera')))
    assert.equal((await ask(belova, portal.listMyInteractions, { query: {} })).items.filter((m) => m.kind === 'order').length, 4)
    const refused = await belova.fetch(`/v1/customers/${ids[1]}/card`)
    assert.equal(refused.status, 401)
  })

  test('GET /v1/my/messages, GET /v1/my/messages/:message_id: why this letter', async () => {
    const messages = await ask(belova, portal.listMyMessages, { query: {} })
    const thanks = messages.items.find((m) => m.purpose.code === 'marketing')
    const why = await ask(belova, portal.readMyMessage, { params: { message_id: thanks?.id ?? '' } })
    assert.equal(why.campaign, 'Thank you')
    assert.deepEqual(
      why.because.map((b) => b.code),
      ['last_purchase'],
    )
    assert.equal(why.basis.how, 'paper')
    assert.equal(why.still_allowed, true)
    const letters = await mailbox(admin)
    const another = letters.find((l) => l.to.includes('c1@'))
    const opened = await openWhy(await readLetter(admin, another?.id ?? ''))
    assert.notEqual(opened.location.split('/').at(-1), thanks?.id)
    assert.equal((await belova.fetch(`/v1/my/messages/${opened.location.split('/').at(-1)}`)).status, 404)
  })

  test('a letter’s own link shows that letter, values masked, and can only make us quieter', async () => {
    const letters = await mailbox(admin)
    const link = /\/m\/[\w-]+/.exec((await readLetter(admin, letters.find((l) => l.to.includes('c1@'))?.id ?? '')).text)?.[0] ?? ''
    const forwarded = visitor(product.url)
    await forwarded.fetch(link, { method: 'POST' })
    const page = await ask(forwarded, portal.readMyPage)
    assert.ok(!JSON.stringify(page).includes(address(1)) && !JSON.stringify(page).includes('Громова'))
    const orders = await ask(forwarded, portal.listMyInteractions, { query: {} })
    assert.ok(orders.items.every((m) => m.text === null))
    await assert.rejects(
      ask(forwarded, portal.setMyTerm, { body: { purpose: 'marketing', channel: 'sms', topic: null, allowed: true } }),
      /only make us quieter/,
    )
    await assert.rejects(ask(forwarded, portal.readMyReceipts), /403/)
    const quieter = await ask(forwarded, portal.setMyTerm, { body: { purpose: 'marketing', channel: 'email', topic: null, allowed: false } })
    assert.equal(quieter.items.find((t) => t.purpose === 'marketing' && t.channel === 'email')?.allowed, false)
  })

  test('GET /v1/my/receipts verifies in the customer’s own hands', async () => {
    await eventually(async () => {
      const { file } = await ask(belova, portal.readMyReceipts)
      const verdict = verifyBundle(JSON.parse(file ?? 'null'))
      assert.equal(verdict.holds, true)
      const changed = JSON.parse(file ?? 'null')
      changed.chains[0].receipts[0].codes.purpose = 'service2'
      assert.equal(verifyBundle(changed).holds, false)
    })
  })

  test('PUT /v1/my/terms, PUT /v1/my/cap, PUT /v1/my/language, POST /v1/my/stop, POST /v1/my/stop/undo', async () => {
    const off = await ask(belova, portal.setMyTerm, { body: { purpose: 'marketing', channel: 'email', topic: null, allowed: false } })
    assert.equal(off.items.find((t) => t.purpose === 'marketing' && t.channel === 'email')?.allowed, false)
    const on = await ask(belova, portal.setMyTerm, { body: { purpose: 'marketing', channel: 'email', topic: null, allowed: true } })
    assert.equal(on.items.find((t) => t.purpose === 'marketing' && t.channel === 'email')?.allowed, true)
    assert.deepEqual((await ask(belova, portal.setMyCap, { body: { cap: { contacts: 1, days: 14 } } })).cap, { contacts: 1, days: 14 })
    assert.equal((await ask(belova, portal.setMyCap, { body: { cap: null } })).cap, null)
    assert.deepEqual(await ask(belova, portal.setMyLanguage, { body: { language: 'en' } }), { done: true })
    assert.ok((await ask(belova, portal.stopEverything, { body: {} })).stopped_at)
    assert.equal((await ask(belova, portal.undoStop, { body: {} })).stopped_at, null)
  })

  test('POST /v1/my/guesses/:guess_id/contest: a contested guess decides nothing', async () => {
    const [guess] = (await ask(belova, portal.readMyPage)).guesses
    assert.equal(guess?.code, 'value_class')
    const contested = await ask(belova, portal.contestGuess, { params: { guess_id: guess?.id ?? '' }, body: {} })
    assert.ok(contested.contested_at)
    const card = await ask(admin, console_.readCard, { params: { customer_id: ids[0] ?? '' } })
    assert.equal(card.value, null)
  })

  test('one click unsubscribes; the next run leaves her out and says so; POST /v1/campaigns/:campaign_id/stop', async () => {
    const letters = await mailbox(admin)
    await unsubscribe(await readLetter(admin, letters.find((l) => l.to.includes('c2@'))?.id ?? ''))
    const run = await ask(admin, campaigns.runCampaign, { params: { campaign_id: campaign }, body: {} })
    assert.ok(run.left_out.some((r) => r.reason === 'consent_withdrawn' && r.count === 2))
    await ask(admin, campaigns.stopCampaign, { params: { campaign_id: campaign }, body: {} })
    assert.equal((await admin.api('POST', `/v1/campaigns/${campaign}/run`, {})).status, 409)
  })

  test('POST /v1/customers/:customer_id/relations', async () => {
    const [one = '', two = ''] = ids
    assert.equal((await admin.api('POST', `/v1/customers/${one}/relations`, { other_id: one, kind: 'household' })).status, 400)
    assert.equal((await admin.api('POST', `/v1/customers/${one}/relations`, { other_id: two, kind: 'household' })).status, 200)
    const card = await ask(admin, console_.readCard, { params: { customer_id: two } })
    assert.deepEqual(
      card.relations.map((r) => [r.kind, r.direction, r.other.id]),
      [['household', 'from', one]],
    )
  })
})

async function idOf(admin: Client, surname: string): Promise<string> {
  let id = ''
  await eventually(async () => {
    const [found] = (await ask(admin, console_.search, { query: { q: surname } })).items
    assert.ok(found)
    id = found.id
  })
  return id
}

/** What follows by itself (the search index, the log's checkpoint) is there within a moment. */
async function eventually(check: () => Promise<void>): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      return await check()
    } catch (error) {
      if (tries > 300) throw error
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
}
