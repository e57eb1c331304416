import assert from 'node:assert/strict'
import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import { before, describe, test } from 'node:test'
import * as access from '../../src/keep/access/contract.ts'
import * as agreements from '../../src/keep/agreements/contract.ts'
import { readVerifier, verifyAgreement, verifyBundle, verifyProof } from '../../src/keep/receipts/verify/index.ts'
import { openNote } from '../../src/keep/receipts/verify/note.ts'
import * as rights from '../../src/keep/rights/contract.ts'
import * as terms from '../../src/keep/terms/contract.ts'
import * as register from '../../src/keep/terms/register/contract.ts'
import * as audiences from '../../src/office/audiences/contract.ts'
import * as campaigns from '../../src/office/campaigns/contract.ts'
import * as console_ from '../../src/office/console/contract.ts'
import * as portal from '../../src/office/portal/contract.ts'
import * as work from '../../src/office/work/contract.ts'
import { opaque } from '../../src/platform/ids/index.ts'
import { withClient } from '../../src/platform/launcher/index.ts'
import { secretOf } from '../attack/inside.ts'
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

  test('POST /v1/audiences/sample: names of those whom the purpose opens, each with a receipt', async () => {
    const rule = { all: [{ last_purchase: { within_days: 60 } }] }
    const marketingLooks = async (customer_id: string) =>
      (await ask(admin, console_.listLooks, { params: { customer_id }, query: {} })).items.filter((l) => l.deed === 'list' && l.purpose?.code === 'marketing')
    const nonsense = await admin.api('POST', '/v1/audiences/sample', { rule: { all: [{ event: { kind: 'never_was' } }] } })
    assert.deepEqual([nonsense.status, nonsense.text.includes('rule.all[0].event.kind')], [400, true])
    const { items } = await ask(admin, audiences.sampleRule, { body: { rule } })
    const named = items.filter(({ name }) => name !== null)
    assert.deepEqual([named.map(({ id }) => id).sort(), items.length], [ids.slice(0, 5).sort(), 6], 'those who said yes')
    assert.deepEqual(
      items.filter(({ name }) => name === null).map(({ hidden }) => hidden),
      ['consent_missing'],
    )
    assert.equal((await marketingLooks(ids[0] ?? '')).length, 1)
    assert.equal((await marketingLooks(ids[5] ?? '')).length, 0, 'nothing was opened, so there is nothing to tell')
  })

  test('POST /v1/campaigns, GET /v1/campaigns, GET /v1/campaigns/:campaign_id, POST /v1/campaigns/:campaign_id/preview', async () => {
    await ask(admin, campaigns.computeClasses, { body: {} })
    const rule = { all: [{ last_purchase: { within_days: 60 } }] }
    const audience = await ask(admin, audiences.addAudience, { body: { title: 'Bought of late', rule } })
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
    // Under a purpose that answers people an offer would come to everybody who forbade it.
    for (const purpose of ['own_view', 'service', 'security']) {
      const what = { title: purpose, audience_id: audience.id, purpose, topic: null, channel: 'email', template: 'thank_you', slots: { discount_percent: 10 } }
      const { id } = await ask(admin, campaigns.addCampaign, { body: what })
      await assert.rejects(ask(admin, campaigns.previewCampaign, { params: { campaign_id: id }, body: {} }), /nobody is chosen for it/)
      await assert.rejects(ask(admin, campaigns.runCampaign, { params: { campaign_id: id }, body: {} }), /nobody is chosen for it/)
    }
    assert.equal((await mailbox(admin)).length, 0)
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
    await assert.rejects(ask(forwarded, portal.listMyInteractions, { query: {} }), /403/)
    const shown = await ask(forwarded, portal.listMyUses, { query: {} })
    const [message] = (await ask(forwarded, portal.listMyMessages, { query: {} })).items
    assert.deepEqual([...new Set(shown.items.map((u) => `${u.deed} ${u.message_id}`))], [`send ${message?.id}`], 'of that letter, and of nothing else')
    assert.deepEqual([page.uses_last_30_days, shown.last_visit, shown.next_cursor], [{ allowed: 1, refused: 0 }, null, null])
    const [line] = shown.items
    await assert.rejects(ask(forwarded, portal.readMyProof, { params: { receipt_id: line?.receipt_id ?? '' }, query: { at: line?.at ?? '' } }), /403/)
    await assert.rejects(
      ask(forwarded, portal.setMyTerm, { body: { purpose: 'marketing', channel: 'sms', topic: null, allowed: true } }),
      /only make us quieter/,
    )
    await assert.rejects(ask(forwarded, portal.readMyReceipts), /403/)
    const quieter = await ask(forwarded, portal.setMyTerm, { body: { purpose: 'marketing', channel: 'email', topic: null, allowed: false } })
    assert.equal(quieter.items.find((t) => t.purpose === 'marketing' && t.channel === 'email')?.allowed, false)
    const say = (contacts: number, days: number) => ask(forwarded, portal.sayMyRule, { body: { rule: { kind: 'cap', contacts, days } } })
    const [rule] = (await say(1, 7)).rules
    assert.equal(rule?.how, 'link')
    await assert.rejects(say(2, 7), /only make us quieter/)
    await assert.rejects(say(2, 14), /only make us quieter/, 'as many in the long run, and more at once')
    assert.deepEqual((await say(1, 14)).cap, { contacts: 1, days: 14 })
    await assert.rejects(ask(forwarded, portal.endMyRule, { params: { rule_id: rule?.id ?? '' }, body: {} }), /only make us quieter/)
    await ask(forwarded, portal.setMyTopic, { params: { topic: 'china' }, body: { wanted: false } })
    await assert.rejects(ask(forwarded, portal.setMyTopic, { params: { topic: 'china' }, body: { wanted: true } }), /only make us quieter/)
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

  test('GET /v1/my/uses/:receipt_id/proof: each line proves itself', async () => {
    const { items } = await ask(belova, portal.listMyUses, { query: { zone: 'Europe/Moscow' } })
    const line = items.at(-1) // the newest may wait a minute for their checkpoint
    assert.ok(line)
    assert.equal(
      items.reduce((sum, one) => sum + one.times, 0),
      (await ask(belova, portal.listMyUses, { query: { limit: 200 } })).items.length,
    )
    const of = { params: { receipt_id: line.receipt_id }, query: { at: line.at } }
    await eventually(async () => {
      const { receipt, key, stands } = await ask(belova, portal.readMyProof, of)
      const verifier = readVerifier(key)
      assert.ok(stands && verifier)
      const leaf = createHash('sha256').update(`\0${receipt}`).digest()
      assert.deepEqual(verifyProof(leaf, stands.proof, [verifier]), { holds: true, position: stands.position, size: stands.size, signers: [verifier.name] })
      assert.equal(JSON.parse(receipt).at, line.at)
    }, 1800)
    await assert.rejects(ask(belova, portal.readMyProof, { ...of, query: { at: '2026-01-01T00:00:00.000Z' } }), /404/)
    await assert.rejects(ask(belova, portal.listMyUses, { query: { zone: 'Nowhere/At_All' } }), /400/)
    const refused = await ask(belova, portal.listMyUses, { query: { decision: 'deny' } })
    assert.ok(refused.items.every((u) => u.decision !== 'allow'))
    const marketing = await ask(belova, portal.listMyUses, { query: { deeds: 'messages', purpose: 'marketing', by: 'staff' } })
    assert.ok(marketing.items.length > 0 && marketing.items.every((u) => u.deed === 'send' && u.purpose.code === 'marketing'))
  })

  test('PUT /v1/my/terms, GET /v1/my/consents, POST /v1/my/rules, POST /v1/my/rules/:rule_id/end, POST /v1/my/terms, POST /v1/my/trial, PUT /v1/my/topics/:topic, PUT /v1/my/language, POST /v1/my/stop, POST /v1/my/stop/undo', async () => {
    const off = await ask(belova, portal.setMyTerm, { body: { purpose: 'marketing', channel: 'email', topic: null, allowed: false } })
    assert.equal(off.items.find((t) => t.purpose === 'marketing' && t.channel === 'email')?.allowed, false)
    const yes = { purpose: 'marketing', channel: 'email', topic: null, allowed: true }
    const shown = off.purposes.find((p) => p.code === 'marketing')?.notice
    assert.match(shown?.texts['ru'] ?? '', /согласен/)
    await assert.rejects(ask(belova, portal.setMyTerm, { body: yes }), /say which text was shown/)
    await assert.rejects(ask(belova, portal.setMyTerm, { body: { ...yes, notice: { version: 7, language: 'ru' } } }), /412.*text you agree to has changed/)
    const on = await ask(belova, portal.setMyTerm, { body: { ...yes, notice: { version: shown?.version ?? 0, language: 'ru' } } })
    assert.equal(on.items.find((t) => t.purpose === 'marketing' && t.channel === 'email')?.allowed, true)
    const [mine] = (await ask(belova, portal.listMyConsents, { query: { limit: 1 } })).items
    assert.deepEqual([mine?.state, mine?.shown?.text, mine?.events.at(-1)?.by], ['ConsentGiven', shown?.texts['ru'], 'customer'])
    assert.ok(mine?.events.every((e) => e.holds))
    const fortnight = { kind: 'cap', contacts: 1, days: 14 } as const
    const said = await ask(belova, portal.sayMyRule, { body: { rule: fortnight } })
    assert.deepEqual(
      [said.cap, said.company_cap],
      [
        { contacts: 1, days: 14 },
        { contacts: 2, days: 7 },
      ],
    )
    const weekends = [{ days: [6, 7], from: '10:00', to: '20:00' }]
    const both = await ask(belova, portal.sayMyRule, { body: { rule: { kind: 'hours', open: weekends } } })
    assert.deepEqual(
      both.rules.map((r) => [r.kind, r.how, r.by, r.ended_at]),
      [
        ['hours', 'portal', 'customer', null],
        ['cap', 'portal', 'customer', null],
      ],
    )
    const over = { kind: 'pause', until: '2020-01-01T00:00:00Z' } as const
    await assert.rejects(ask(belova, portal.sayMyRule, { body: { rule: over } }), /A pause ends in the future/)
    await assert.rejects(ask(belova, portal.sayMyRule, { body: { rule: { ...fortnight, topic: 'mars' } } }), /There is no such topic/)
    await assert.rejects(ask(belova, portal.endMyRule, { params: { rule_id: ids[0] ?? '' }, body: {} }), /404/)
    for (const { id } of both.rules) await ask(belova, portal.endMyRule, { params: { rule_id: id }, body: {} })
    const ended = (await ask(belova, portal.readMyPage)).terms
    assert.ok(ended.cap === null && ended.rules.length === 2 && ended.rules.every((r) => r.ended_at !== null), 'they stay as history')
    const without = await ask(belova, portal.setMyTopic, { params: { topic: 'china' }, body: { wanted: false } })
    assert.deepEqual(
      without.topics.map((t) => [t.topic, t.wanted]),
      [['china', false]],
      'a topic nobody spoke of before is offered',
    )
    assert.equal((await ask(belova, portal.setMyTopic, { params: { topic: 'china' }, body: { wanted: true } })).topics[0]?.wanted, true)
    await assert.rejects(ask(belova, portal.setMyTopic, { params: { topic: 'mars' }, body: { wanted: true } }), /404/)
    const none = { rule: { kind: 'cap', contacts: 0, days: 7 } } as const
    const tried = await ask(belova, portal.tryMyTerms, { body: { said: [none] } })
    assert.equal(Date.parse(tried.until) - Date.parse(tried.from), 30 * 86_400_000)
    assert.deepEqual(
      tried.items.map((one) => [one.channel, one.would, one.because]),
      [['email', false, 'cap']],
      'the one letter she had',
    )
    assert.ok((await ask(belova, portal.tryMyTerms, { body: { said: [] } })).items.every((one) => one.would))
    const noMail = { term: { purpose: 'marketing', channel: 'email', topic: null, allowed: false } } as const
    assert.deepEqual(
      (await ask(belova, portal.tryMyTerms, { body: { said: [noMail] } })).items.map((one) => one.because),
      ['channel'],
    )
    const october = await ask(belova, portal.tryMyTerms, { body: { said: [], month: '2019-10' } })
    assert.deepEqual([october.from, october.until, october.items], ['2019-09-30T21:00:00.000Z', '2019-10-31T21:00:00.000Z', []], 'a month by her own clock')
    await assert.rejects(ask(belova, portal.tryMyTerms, { body: { said: [], month: '2019-13' } }), /400.*month/)
    await assert.rejects(ask(belova, portal.sayMyTerms, { body: { said: [none, { topic: { topic: 'mars', wanted: false } }] } }), /404/)
    assert.equal((await ask(belova, portal.readMyPage)).terms.cap, null, 'all of it or nothing')
    const several = [{ rule: { kind: 'cap', contacts: 1, days: 14 } }, { topic: { topic: 'china', wanted: false } }] as const
    const told = await ask(belova, portal.sayMyTerms, { body: { said: [...several] } })
    assert.deepEqual([told.cap, told.topics.map((t) => t.wanted)], [{ contacts: 1, days: 14 }, [false]])
    const back = [...told.rules.flatMap((r) => (r.ended_at === null ? [{ unrule: r.id }] : [])), { topic: { topic: 'china', wanted: true } }]
    assert.deepEqual((await ask(belova, portal.sayMyTerms, { body: { said: back } })).cap, null)
    assert.deepEqual(await ask(belova, portal.setMyLanguage, { body: { language: 'en' } }), { done: true })
    assert.ok((await ask(belova, portal.stopEverything, { body: {} })).stopped_at)
    assert.equal((await ask(belova, portal.undoStop, { body: {} })).stopped_at, null)
    const { items } = await ask(belova, portal.listMyUses, { query: { deeds: 'changes', by: 'customer' } })
    const terms = (count: number) => Array.from({ length: count }, () => 'terms own_view')
    assert.deepEqual(
      items.map((use) => `${use.deed} ${use.purpose.code}`),
      [...terms(2), 'write own_view', ...terms(10), 'consent marketing', 'consent marketing'],
      'what was said leaves receipts',
    )
  })

  test('POST /v1/my/questions/:question_id: whoever wants to be asked is asked, and one yes is one letter', async () => {
    const about = { kind: 'ask', channel: 'email', topic: null } as const
    const [rule] = (await ask(belova, portal.sayMyRule, { body: { rule: about } })).rules
    assert.equal(rule?.kind, 'ask')
    const spent = { spent: { within_days: 60, at_least_minor: 270_000, currency: 'RUB' } }
    const audience = await ask(admin, audiences.addAudience, { body: { title: 'Bought for most', rule: { all: [spent] } } })
    const { id } = await ask(admin, campaigns.addCampaign, {
      body: {
        title: 'Thanks again',
        audience_id: audience.id,
        purpose: 'marketing',
        topic: null,
        channel: 'email',
        template: 'thank_you',
        slots: { discount_percent: 20 },
      },
    })
    const said = await ask(admin, campaigns.previewCampaign, { params: { campaign_id: id }, body: {} })
    assert.deepEqual([said.audience_count, said.left_out], [1, [{ decision: 'ask', reason: 'ask_first', count: 1 }]])
    assert.equal((await ask(admin, campaigns.runCampaign, { params: { campaign_id: id }, body: {} })).handed_over, 0)
    const [question] = (await ask(belova, portal.readMyPage)).terms.questions
    assert.deepEqual([question?.purpose.code, question?.channel], ['marketing', 'email'])
    const answer = { params: { question_id: question?.id ?? '' }, body: { yes: true } }
    assert.equal((await product.api('POST', `/v1/my/questions/${question?.id}`, { yes: true })).status, 401)
    await assert.rejects(ask(belova, portal.answerMyQuestion, { ...answer, params: { question_id: 'qn_nothing' } }), /404/)
    assert.deepEqual((await ask(belova, portal.answerMyQuestion, answer)).questions, [])
    await assert.rejects(ask(belova, portal.answerMyQuestion, answer), /404/, 'once')
    await eventually(async () => assert.equal((await ask(belova, portal.listMyMessages, { query: {} })).items[0]?.state, 'sent'))
    await ask(belova, portal.endMyRule, { params: { rule_id: rule?.id ?? '' }, body: {} })
  })

  test('POST /v1/my/inferred/wrong: what was not derived cannot be called wrong', async () => {
    assert.deepEqual((await ask(belova, portal.readMyPage)).terms.inferred, [])
    await assert.rejects(ask(belova, portal.callInferredWrong, { body: { kind: 'channel', channel: 'email' } }), /404/)
    assert.equal((await product.api('POST', '/v1/my/inferred/wrong', { kind: 'hours', channel: null })).status, 401)
  })

  test('PUT /v1/myterms, GET /v1/myterms, GET /v1/my/agreement, POST /v1/my/agreement, PUT /v1/my/agreement/signature, PUT /v1/my/agreement/gpc, DELETE /v1/my/agreement: what data may be used for', async () => {
    const leftOut = async () => {
      const { left_out } = await ask(admin, campaigns.previewCampaign, { params: { campaign_id: campaign }, body: {} })
      return left_out.find(({ reason }) => reason === 'agreement_unfit')?.count ?? 0
    }
    const needing = async (needs: ('tracking' | 'sharing')[]) => {
      const { versions } = await ask(admin, register.readPurpose, { params: { purpose: 'marketing' }, query: {} })
      const [now] = versions
      assert.ok(now)
      const body = { ...now, dpv: now.dpv.name, legal_basis: now.legal_basis.code, retention: now.retention ?? '', needs }
      const saved = await admin.api('POST', '/v1/purposes', body)
      assert.equal(saved.status, 200, saved.text)
    }
    const mine = () => ask(belova, agreements.readMyAgreement)
    const list = async () => JSON.parse((await product.api('GET', '/.well-known/myterms')).text)

    assert.equal((await product.api('GET', '/v1/my/agreement')).status, 401)
    assert.deepEqual((await list()).accepts, [])
    assert.equal((await admin.api('PUT', '/v1/myterms', { accepts: ['SD-BASE', 'SD-EVERYTHING'] })).status, 400)
    assert.equal((await admin.api('PUT', '/v1/myterms', { accepts: ['SD-BASE', 'SD-BASE'] })).status, 400)
    const start = await mine()
    assert.deepEqual([start.agreement, start.gpc.state, start.choices.filter(({ accepted }) => accepted)], [null, 'none', []])
    const offer = (id: string) => start.choices.filter((one) => one.id === id).map(({ iri, sha256 }) => ({ iri, sha256 }))
    const offering = (...ids: string[]) => ask(belova, agreements.offerMyTerms, { body: { offers: ids.flatMap(offer) } })
    assert.deepEqual([(await offering('SD-BASE')).is, (await mine()).agreement], ['refused', null], 'nothing is published')

    assert.equal((await ask(admin, agreements.saveMyTermsList, { body: { accepts: ['SD-BASE-ATP', 'SD-BASE-A'] } })).version, 1)
    assert.equal((await ask(admin, agreements.saveMyTermsList, { body: { accepts: ['SD-BASE-ATP', 'SD-BASE-A'] } })).version, 1, 'said twice is said once')
    assert.deepEqual((await list()).accepts, [...offer('SD-BASE-ATP'), ...offer('SD-BASE-A')])
    const changed = offer('SD-BASE-A').map(({ iri }) => ({ iri, sha256: '0'.repeat(64) }))
    assert.deepEqual((await ask(belova, agreements.offerMyTerms, { body: { offers: changed } })).why, 'text')
    const counter = await offering('SD-BASE')
    assert.deepEqual([counter.is, counter.agreement, counter.mine.agreement], ['counter', 'SD-BASE-A', null])
    const again = await offering('SD-BASE-DP', 'SD-BASE')
    assert.equal(again.is, 'refused', 'one counter-offer at most')
    assert.deepEqual([again.mine.counter, again.mine.offered?.offers], [counter.mine.counter, ['SD-BASE-DP', 'SD-BASE']], 'what they offered last stays known')

    await needing(['tracking'])
    assert.equal(await leftOut(), 0, 'whoever said nothing narrowed nothing')
    const agreed = await offering('SD-BASE-A', 'SD-BASE-ATP')
    assert.deepEqual([agreed.is, agreed.mine.agreement?.id, agreed.mine.counter, agreed.mine.offered], ['agreed', 'SD-BASE-A', null, null])
    assert.deepEqual(
      agreed.mine.purposes.map(({ code, fits }) => [code, fits]),
      [['marketing', false]],
    )
    assert.equal(await leftOut(), 1, 'at once')
    const { document = '', company_signature = '' } = agreed.mine.agreement ?? {}
    const key = readVerifier((await product.api('GET', '/log/key')).text.trim())
    assert.ok(key && openNote(company_signature, [key])?.text.endsWith(`${createHash('sha256').update(document).digest('hex')}\n`))
    assert.match(document, /SD-BASE-A"/)

    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const said = {
      key: publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
      signature: sign('sha256', Buffer.from(document), { key: privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64'),
    }
    const put = (body: object) =>
      belova
        .fetch('/v1/my/agreement/signature', { method: 'PUT', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } })
        .then(({ status }) => status)
    const hers = (await mailbox(admin)).find((l) => l.to.includes('c0@') && /Спасибо/.test(l.subject))
    const forwarded = visitor(product.url)
    await forwarded.fetch(/\/m\/[\w-]+/.exec((await readLetter(admin, hers?.id ?? '')).text)?.[0] ?? '', { method: 'POST' })
    await assert.rejects(ask(forwarded, agreements.signMyAgreement, { body: said }), /403 By the link of a message you can only ask for less/)
    await assert.rejects(ask(forwarded, agreements.endMyAgreement), /403 By the link of a message/)
    assert.equal((await mine()).agreement?.customer_signature, null, 'nobody signs for her by a letter that was forwarded')
    assert.equal(await put({ ...said, signature: said.key }), 400)
    assert.equal(await put({ ...said, key: said.signature }), 400)
    assert.equal((await ask(belova, agreements.signMyAgreement, { body: said })).agreement?.customer_signature, said.signature)

    const kept = verifyAgreement((await mine()).file, (await product.api('GET', '/log/key')).text.trim())
    assert.deepEqual([kept.parts.filter(({ why }) => why), kept.both, kept.company], [[], true, JSON.parse(document).company], 'a file that anybody checks')

    const wider = await offering('SD-BASE-ATP')
    assert.deepEqual([wider.mine.agreement?.id, wider.mine.past.map(({ id }) => id), await leftOut()], ['SD-BASE-ATP', ['SD-BASE-A'], 0])

    for (const value of ['0', 'true', '1, 1', ' 1x', '11']) await belova.fetch('/v1/session', { headers: { 'sec-gpc': value } })
    assert.equal((await mine()).gpc.state, 'none', 'heard exactly')
    await product.api('GET', '/v1/session', undefined, { headers: { 'sec-gpc': '1' } })
    await belova.fetch('/v1/session', { headers: { 'sec-gpc': '1' } })
    const heard = await mine()
    assert.deepEqual([heard.gpc.state, heard.gpc.method, heard.agreement?.id, await leftOut()], ['obeyed', 'browser', 'SD-BASE-ATP', 1])
    await belova.fetch('/v1/session', { headers: { 'sec-gpc': '0' } })
    assert.equal((await mine()).gpc.state, 'obeyed', 'no header takes it back')
    assert.deepEqual([(await ask(belova, agreements.sayMyGpc, { body: { obey: false } })).gpc.state, await leftOut()], ['taken_back', 0])
    await belova.fetch('/v1/session', { headers: { 'sec-gpc': '1' } })
    assert.equal((await mine()).gpc.state, 'taken_back', 'the next page does not overrule the person')
    assert.deepEqual([(await ask(belova, agreements.sayMyGpc, { body: { obey: true } })).gpc.method, await leftOut()], ['portal', 1])
    await ask(belova, agreements.sayMyGpc, { body: { obey: false } })

    const both = (path: string, method: string, body: object) =>
      belova.fetch(path, { method, body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }).then(({ status }) => status)
    const atOnce = await Promise.all(
      Array.from({ length: 12 }, (_, i) => [
        both('/v1/my/agreement', 'POST', { offers: offer(i % 2 === 0 ? 'SD-BASE-A' : 'SD-BASE-ATP') }),
        both('/v1/my/agreement/gpc', 'PUT', { obey: i % 2 === 0 }),
      ]).flat(),
    )
    assert.deepEqual(new Set(atOnce), new Set([200]), 'said many times at once it is one after the other')
    await ask(belova, agreements.sayMyGpc, { body: { obey: false } })
    assert.equal((await ask(belova, agreements.endMyAgreement)).agreement, null)
    assert.equal((await belova.fetch('/v1/my/agreement', { method: 'DELETE' })).status, 404)
    const changes = (await ask(belova, portal.listMyUses, { query: {} })).items.filter(({ deed }) => deed === 'terms')
    assert.ok(changes.length >= 1, 'what was said leaves receipts')
    await needing([])
  })

  test('POST /v1/my/rights: a guess called wrong decides nothing, also after it is computed again', async () => {
    const [guess] = (await ask(belova, portal.readMyPage)).guesses
    assert.equal(guess?.code, 'value_class')
    const asked = await ask(belova, rights.askMyRight, {
      body: { right: 'review', about: { kind: 'guess', name: 'value_class' }, words: 'Я бываю у вас чаще.' },
    })
    assert.deepEqual([asked.state, asked.words], ['open', 'Я бываю у вас чаще.'])
    const cards = async () => (await ask(admin, console_.readCard, { params: { customer_id: ids[0] ?? '' } })).value
    assert.ok((await ask(belova, portal.readMyPage)).guesses[0]?.contested_at)
    assert.equal(await cards(), null)
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

  test('a waiting question answered at the counter: another’s, one that is answered and one that is over are none; a yes needs their words, a no does not', async () => {
    const password = 'a long password of a colleague'
    const hired = async (role: string) => {
      await ask(admin, access.addStaff, { body: { name: role, email: `${role}@shop.example`, password, role } })
      const client = product.client()
      assert.equal((await client.api('POST', '/v1/session', { email: `${role}@shop.example`, password })).status, 200)
      return client
    }
    const [clerk, analyst] = [await hired('clerk'), await hired('analyst')]
    const { secret } = await ask(admin, access.addKey, { body: { kind: 'secret', title: 'fair', source: 'fair', scopes: ['record'] } })
    const asked = ['Верина', 'Нинина', 'Зоина'].map((surname, i) => ({ surname, email: `asked${i}@example.com` }))
    const orders = asked.map(({ surname, email }) => ({
      id: surname,
      at: new Date(Date.now() - day).toISOString(),
      kind: 'order',
      channel: 'shop',
      customer: { identifiers: [{ kind: 'email', value: email }], fields: { surname }, language: 'ru' },
      amount: { minor: 900_000_00, currency: 'RUB' },
    }))
    assert.equal((await product.api('POST', '/v1/interactions', { interactions: orders }, { key: secret })).status, 200)
    const [vera = '', nina = '', zoya = ''] = await Promise.all(asked.map(({ surname }) => idOf(admin, surname)))
    const say = (of: string, said: object[], more: object = {}, who = clerk) =>
      who.api('POST', `/v1/customers/${of}/terms`, { road: 'in_person', said, ...more })
    const wanted = [{ term: { purpose: 'marketing', channel: 'email', topic: null, allowed: true } }, { rule: { kind: 'ask', channel: 'email', topic: null } }]
    for (const one of [vera, nina, zoya]) assert.equal((await say(one, wanted, { words: 'Можно, но каждый раз спрашивайте.' })).status, 200)
    const rule = { all: [{ spent: { within_days: 60, at_least_minor: 800_000_00, currency: 'RUB' } }] }
    const { id: audience_id } = await ask(admin, audiences.addAudience, { body: { title: 'Came to the fair', rule } })
    const what = { purpose: 'marketing', topic: null, channel: 'email', template: 'thank_you', slots: { discount_percent: 30 } } as const
    const { id } = await ask(admin, campaigns.addCampaign, { body: { title: 'After the fair', audience_id, ...what } })
    assert.equal((await ask(admin, campaigns.runCampaign, { params: { campaign_id: id }, body: {} })).handed_over, 0)

    const waiting = async (of: string) => (await ask(clerk, console_.readTerms, { params: { customer_id: of } })).questions.map((question) => question.id)
    const [veras = '', ninas = '', zoyas = ''] = (await Promise.all([vera, nina, zoya].map(waiting))).flat()
    assert.ok(veras && ninas && zoyas)
    const answer = (question: string, yes: boolean) => [{ answer: { question, yes } }]
    const words = { words: 'Да, пришлите в этот раз.' }
    const status = async (answered: ReturnType<typeof say>) => (await answered).status
    assert.equal(await status(say(vera, answer(veras, true), words, product.client())), 401)
    assert.equal(await status(say(vera, answer(veras, true), words, analyst)), 403)
    for (const yes of [true, false]) {
      assert.equal(await status(say(vera, answer(ninas, yes), words)), 404, 'another’s')
      assert.equal(await status(say(vera, answer('qn_nothing', yes), words)), 404, 'none')
    }
    const bare = await say(vera, answer(veras, true))
    assert.deepEqual([bare.status, /"place":"words"/.test(bare.text)], [400, true], bare.text)
    assert.equal(await status(say(vera, [...answer(veras, true), { topic: { topic: 'mars', wanted: false } }], words)), 404)
    assert.deepEqual(await Promise.all([vera, nina].map(waiting)), [[veras], [ninas]], 'nothing of that was an answer')

    const inside = (text: string, values: unknown[]) => withClient(product.databaseUrl('owner'), (client) => client.query<{ state: string }>(text, values))
    await inside(`update keep.question set asked_at = now() - interval '2 seconds', ends_at = now() - interval '1 second' where customer_id = $1`, [
      opaque(secretOf(product, 'ids')).read('customer', nina),
    ])
    for (const yes of [true, false]) assert.equal(await status(say(nina, answer(ninas, yes), words)), 404, 'its time is over')

    const entered = async () => {
      const { items } = await ask(admin, console_.listLooks, { params: { customer_id: vera }, query: {} })
      return items.filter(({ deed, actor }) => deed === 'terms' && actor.role === 'clerk').length
    }
    const before = await entered()
    assert.equal(await status(say(vera, answer(veras, true), words)), 200)
    assert.deepEqual(await waiting(vera), [])
    for (const yes of [true, false]) assert.equal(await status(say(vera, answer(veras, yes), words)), 404, 'answered already')
    assert.equal(await status(say(zoya, answer(zoyas, false))), 200, 'a no needs nothing')
    assert.equal(await status(say(zoya, answer(zoyas, true), words)), 404, 'nor is a no made a yes')
    const standing = async (question: string) => {
      const found = await inside('select state from keep.message where message_id = $1', [opaque(secretOf(product, 'ids')).read('question', question)])
      return found.rows.map(({ state }) => state)
    }
    await eventually(async () => assert.deepEqual(await standing(veras), ['sent'], 'one yes is one letter'))
    assert.deepEqual(await standing(zoyas), ['dropped'])
    assert.notDeepEqual(await standing(ninas), ['sent'])
    assert.equal(await entered(), before + 1, 'the clerk stands in her journal, once')
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
async function eventually(check: () => Promise<void>, most = 300): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      return await check()
    } catch (error) {
      if (tries > most) throw error
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
}
