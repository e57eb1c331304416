import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import * as access from '../../src/keep/access/contract.ts'
import * as agreements from '../../src/keep/agreements/contract.ts'
import * as forms from '../../src/keep/forms/contract.ts'
import * as console_ from '../../src/office/console/contract.ts'
import * as leads from '../../src/office/leads/contract.ts'
import { withClient } from '../../src/platform/launcher/index.ts'
import { type Client, type Product, startProduct } from '../product.ts'
import { mailbox, openOwnPage, readLetter } from '../town/demo/customer.ts'
import { ask } from '../town/demo/visitor.ts'
import { until } from '../until.ts'

// A form of the company: made, changed, paused; shown as a plain page and to a site's own; an answer becomes a lead, its ticked box a
// request and no consent; whoever is known stays as they are.

export const contactForm = {
  title: { en: 'Write to us', ru: 'Напишите нам' },
  languages: ['en' as const, 'ru' as const],
  fields: [
    { field: 'name' as const, required: true },
    { field: 'email' as const, required: false },
    { field: 'phone' as const, required: false },
    { field: 'message' as const, required: false },
  ],
  along: { campaign: 'site' },
  purpose: 'service',
  notice: { en: 'We use this to answer you.', ru: 'Это нужно, чтобы вам ответить.' },
  consents: [{ purpose: 'marketing', channel: 'email', topic: null, text: { en: 'Send me news', ru: 'Присылайте новости' } }],
  thanks: { en: 'Thank you, we will answer.', ru: 'Спасибо, мы ответим.' },
  origins: ['https://www.shop.example'],
}

describe('forms', () => {
  const ends: (() => unknown)[] = []
  let product: Product
  let admin: Client
  let marketer: Client

  before(async () => {
    product = await startProduct({ after: (end: () => unknown) => ends.push(end) } as never)
    admin = await product.setUp()
    marketer = await colleague('marketer')
  })
  test.after(async () => {
    for (const end of ends.reverse()) await end()
  })

  async function colleague(role: 'clerk' | 'marketer' | 'analyst'): Promise<Client> {
    const password = `a long password of ${role}`
    await ask(admin, access.addStaff, { body: { name: role, email: `${role}@shop.example`, password, role } })
    const client = product.client()
    assert.equal((await client.api('POST', '/v1/session', { email: `${role}@shop.example`, password })).status, 200)
    return client
  }
  const save = (spec: object, form = 'contact', who = marketer) => who.api('PUT', `/v1/forms/${form}`, spec)
  const open = (form = 'contact', language: 'en' | 'ru' = 'en') => ask(product.client(), forms.openForm, { params: { form }, query: { language } })
  /** As somebody who takes their time. */
  const ripe = async (form = 'contact', language: 'en' | 'ru' = 'en') => {
    const { pass } = await open(form, language)
    await new Promise((resolve) => setTimeout(resolve, 2_200))
    return pass
  }
  const answer = (body: object, form = 'contact') => product.api('POST', `/v1/forms/${form}/answers`, body)
  const newest = async () => (await ask(admin, leads.listLeads, { query: { source: 'form', view: 'all', limit: 200 } })).items
  const appears = async (email: string) => {
    for (let left = 1200; left > 0; left--) {
      for (const lead of await newest()) {
        const card = await ask(admin, console_.readCard, { params: { customer_id: lead.id }, query: {} })
        if (card.identifiers.some((i) => i.shown === email)) return { lead, card }
      }
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    throw new Error(`${email} did not appear`)
  }

  test('PUT /v1/forms/:form: not by a clerk or a stranger; what is wrong has its place, and nothing is half made', async () => {
    assert.equal((await save(contactForm, 'contact', await colleague('clerk'))).status, 403)
    assert.equal((await save(contactForm, 'contact', product.client())).status, 401)
    const no = async (part: object, place: string) => {
      const refused = await save({ ...contactForm, ...part })
      assert.equal(refused.status, 400, refused.text)
      assert.match(refused.text, new RegExp(place))
    }
    await no({ fields: [{ field: 'name', required: true }] }, 'fields')
    await no({ fields: [...contactForm.fields, { field: 'name' }] }, 'fields')
    await no({ fields: [...contactForm.fields, { field: 'x_nobody_declared' }] }, 'fields')
    await no({ notice: { en: 'Only English' } }, 'notice.ru')
    await no({ purpose: 'nothing' }, 'purpose')
    await no({ consents: [{ ...contactForm.consents[0], purpose: 'service' }] }, 'consents')
    await no({ consents: [contactForm.consents[0], contactForm.consents[0]] }, 'consents')
    await no({ redirect: 'https://elsewhere.example/thanks' }, 'redirect')
    await no({ redirect: 'http://www.shop.example/thanks' }, 'redirect')
    await no({ origins: ['https://www.shop.example/path'] }, 'origins')
    await no({ origins: ['*'] }, 'origins')
    await no({ unit: 'nowhere' }, 'unit')
    assert.equal((await marketer.api('GET', '/v1/forms/contact')).status, 404)
    assert.equal((await save(contactForm, 'Not a code')).status, 400)
  })

  test('GET /v1/forms, GET /v1/forms/:form, GET /v1/forms/:form/versions: a change is a version, the same changes nothing', async () => {
    const made = await save(contactForm)
    assert.equal(made.status, 200, made.text)
    assert.deepEqual((await ask(marketer, forms.saveForm, { params: { form: 'contact' }, body: contactForm })).changed, false)
    const changed = await ask(marketer, forms.saveForm, {
      params: { form: 'contact' },
      body: { ...contactForm, intro: { en: 'We read all.', ru: 'Читаем всё.' } },
    })
    assert.deepEqual([changed.changed, changed.version, changed.state], [true, 2, 'active'])
    assert.deepEqual(
      (await ask(marketer, forms.listFormVersions, { params: { form: 'contact' } })).items.map((v) => v.version),
      [2, 1],
    )
    assert.deepEqual(
      (await ask(marketer, forms.listForms)).items.map((f) => f.form),
      ['contact'],
    )
    assert.equal((await ask(marketer, forms.readForm, { params: { form: 'contact' } })).spec.intro?.en, 'We read all.')
  })

  test('GET /v1/forms/:form/open, POST /v1/forms/:form/answers: an answer is a lead with its words sealed, its box a request', async () => {
    const shown = await open('contact', 'ru')
    assert.deepEqual([shown.title, shown.fields[0]?.label, shown.consents], ['Напишите нам', 'Ваше имя', ['Присылайте новости']])
    const pass = await ripe('contact', 'ru')
    const body = {
      pass,
      language: 'ru',
      values: { name: 'Инна', email: 'Inna@Example.org', message: 'Есть ли <b>атлас</b>?' },
      consents: [0],
      along: { utm_campaign: 'Spring', utm_source: 'vk', utm_content: 'mail me at a@b.example', other: 'x' },
    }
    const sent = await answer(body)
    assert.equal(sent.status, 202, sent.text)
    assert.deepEqual(sent.body, { received: true, thanks: 'Спасибо, мы ответим.', redirect: null })
    const again = await answer(body)
    assert.deepEqual([again.status, again.body], [202, sent.body], 'the same pass is the same answer')
    const { lead, card } = await appears('inna@example.org')
    assert.deepEqual([lead.form, lead.campaign, lead.state, lead.about.name?.full], ['contact', 'spring', 'new', 'Инна'])
    assert.equal((await newest()).filter((l) => l.about.name?.full === 'Инна').length, 1, 'twice is once')
    const timeline = await ask(admin, console_.readTimeline, { params: { customer_id: lead.id }, query: {} })
    const [moment] = timeline.items.filter((m) => m.kind === 'form')
    assert.equal(moment?.subject, 'Напишите нам')
    assert.match(moment?.text ?? '', /Ваше имя: Инна[\s\S]*Есть ли <b>атлас<\/b>\?[\s\S]*☑ Присылайте новости/)
    const email = card.reach.find((r) => r.channel === 'email')
    assert.notEqual(email?.decision, 'allow', 'a ticked box is a request, not a consent')
    assert.equal((await ask(marketer, forms.readForm, { params: { form: 'contact' } })).answers, 1)
  })

  test('GET /y/:token shows what was ticked and spends nothing, POST is the consent, once; a stranger’s tick asks whoever has the address', async () => {
    const known = await ask(admin, console_.addCustomer, {
      body: { kind: 'person', fields: { surname: 'Орлова', name: 'Вера' }, identifiers: [{ kind: 'email', value: 'vera@example.org' }] },
    })
    const ticks = async (email: string) => answer({ pass: await ripe('contact', 'ru'), language: 'ru', values: { name: 'Нина', email }, consents: [0] })
    const linkTo = async (email: string): Promise<string> => {
      let link: string | undefined
      await until(`a letter that asks ${email}`, async () => {
        const found = (await mailbox(admin, { search: email })).filter((l) => l.subject.startsWith('Это были вы') || l.subject.startsWith('Was it you'))
        assert.ok(found.length < 2, 'one letter')
        link = found[0] && /https?:\/\/\S+(\/y\/[\w-]+)/.exec((await readLetter(admin, found[0].id)).text)?.[1]
        return link !== undefined
      })
      return link ?? ''
    }
    const page = (method: 'GET' | 'HEAD' | 'POST', path: string) => product.client().fetch(path, { method })
    const mayWrite = async (customer_id: string) =>
      (await ask(admin, console_.readCard, { params: { customer_id }, query: {} })).reach.find((r) => r.channel === 'email' && r.purpose === 'marketing')
        ?.decision
    const [asNew, asKnown] = [await ticks('nina@example.org'), await ticks('vera@example.org')]
    assert.deepEqual([asNew.status, asNew.body], [asKnown.status, asKnown.body])
    const nina = (await appears('nina@example.org')).lead.id
    const [hers, veras] = [await linkTo('nina@example.org'), await linkTo('vera@example.org')]
    await until('the letter stands in the timeline', async () => {
      const { items } = await ask(admin, console_.readTimeline, { params: { customer_id: nina }, query: {} })
      return items.some((m) => m.kind === 'message')
    })
    // A scanner opens every link, and more than once.
    for (const method of ['GET', 'HEAD', 'GET'] as const) {
      const shown = await page(method, hers)
      assert.equal(shown.status, 200)
      if (method === 'GET') assert.match(await shown.text(), /Присылайте новости[\s\S]*<form method="post">/)
    }
    assert.notEqual(await mayWrite(nina), 'allow')
    const late = (text: string) => /Подтверждать нечего|nothing to confirm/.test(text)
    const none = await page('POST', `/y/${'a'.repeat(43)}`)
    assert.deepEqual([none.status, late(await none.text())], [404, true])
    const both = await Promise.all([page('POST', hers), page('POST', hers)])
    assert.deepEqual(both.map((r) => r.status).sort(), [200, 404], 'two at once are one')
    assert.equal(await mayWrite(nina), 'allow')
    const told = (await ask(admin, console_.listLooks, { params: { customer_id: nina }, query: {} })).items.filter(({ deed }) => deed === 'consent')
    assert.deepEqual(
      told.map(({ actor }) => actor.kind),
      ['customer'],
      'her yes has its receipt, once',
    )
    const again = [await page('POST', hers), await page('GET', hers)]
    assert.deepEqual(
      again.map((r) => r.status),
      [404, 404],
      'used once',
    )
    assert.ok(late(await (again[1]?.text() ?? '')))
    await withClient(product.databaseUrl('owner'), async (client) => {
      const { rows } = await client.query(
        `select method, evidence_kind, notice, notice_version, language, by_kind from keep.consent_event where state = 'ConsentGiven'`,
      )
      assert.deepEqual(rows, [{ method: 'form', evidence_kind: 'confirmed', notice: 'form-contact', notice_version: 2, language: 'ru', by_kind: 'customer' }])
      await client.query('update keep.confirmation set expires_at = made_at where used_at is null')
    })
    assert.equal((await page('POST', veras)).status, 404, 'a week is over')
    assert.notEqual(await mayWrite(known.id), 'allow')
    await withClient(product.databaseUrl('owner'), (client) =>
      client.query(`update keep.confirmation set expires_at = made_at + interval '7 days' where used_at is null`),
    )
    assert.equal((await page('POST', veras)).status, 200)
    assert.equal(await mayWrite(known.id), 'allow', 'whoever has the address has answered')
    // Typed again on the same day it writes no second letter; one that was asked for later is there.
    await ticks('vera@example.org')
    await ticks('olga@example.org')
    assert.ok(await linkTo('olga@example.org'))
    await appears('olga@example.org')
    assert.equal((await newest()).find(({ id }) => id === nina)?.state, 'new', 'a letter that goes out by itself is no answer')
    assert.equal(await linkTo('vera@example.org'), veras)
  })

  test('a mistake has its place and costs nothing: the same pass may be sent again', async () => {
    const pass = await ripe()
    const no = async (values: object, place: string, more: object = {}) => {
      const refused = await answer({ pass, values, ...more })
      assert.equal(refused.status, 400, refused.text)
      assert.match(refused.text, new RegExp(place.replace('.', '\\.')))
    }
    await no({ email: 'x@example.org' }, 'values.name')
    await no({ name: 'A', email: 'no address' }, 'values.email')
    await no({ name: 'A', phone: 'call me' }, 'values.phone')
    await no({ name: 'A' }, 'values.email')
    await no({ name: 'A', email: 'x@example.org', surname: 'B' }, 'values.surname')
    await no({ name: 'A'.repeat(101), email: 'x@example.org' }, 'values.name')
    await no({ name: 'A', email: 'x@example.org' }, 'pass', { pass: 'nonsense' })
    assert.equal((await answer({ pass, values: { name: 'Мария', email: 'right@example.org' } })).status, 202)
    await appears('right@example.org')
  })

  test('a known address answers alike and changes nothing of whoever it belongs to', async () => {
    const known = await ask(admin, console_.addCustomer, {
      body: { kind: 'person', fields: { surname: 'Котова', name: 'Мария' }, identifiers: [{ kind: 'email', value: 'maria@example.org' }] },
    })
    const before = await newest()
    const body = async (email: string) => ({ pass: await ripe(), values: { name: 'Иван', email, message: 'Удалите мой заказ' } })
    const [to, other] = [await answer(await body('maria@example.org')), await answer(await body('nobody-yet@example.org'))]
    assert.deepEqual([to.status, to.body], [other.status, other.body])
    const { lead } = await appears('nobody-yet@example.org')
    assert.equal(lead.about.name?.full, 'Иван')
    for (let left = 600; left > 0 && (await newest()).length < before.length + 2; left--) await new Promise((resolve) => setTimeout(resolve, 100))
    assert.equal((await newest()).length, before.length + 2, 'each is a lead of its own')
    const card = await ask(admin, console_.readCard, { params: { customer_id: known.id }, query: {} })
    assert.equal(card.name?.full, 'Котова Мария')
    assert.deepEqual(
      card.identifiers.filter((i) => i.kind === 'email').map((i) => [i.shown, i.shared]),
      [['maria@example.org', false]],
    )
    const timeline = await ask(admin, console_.readTimeline, { params: { customer_id: known.id }, query: { kinds: 'form' } })
    assert.equal(timeline.items.length, 0)
  })

  test('the plain page: no script, both languages, mistakes beside their fields with what was typed', async () => {
    const page = async (query: string, as: object = {}) => product.api('GET', `/f/contact${query}`, undefined, as)
    const shown = await page('?language=ru&utm_campaign=winter')
    assert.equal(shown.status, 200)
    assert.match(shown.headers.get('content-security-policy') ?? '', /default-src 'none'.*frame-ancestors 'self' https:\/\/www\.shop\.example/)
    assert.doesNotMatch(shown.text, /<script|https?:\/\/(?!www\.shop)/)
    assert.match(shown.text, /<html lang="ru">[\s\S]*Напишите нам[\s\S]*name="along.utm_campaign" value="winter"/)
    assert.doesNotMatch(shown.text, /checked/)
    assert.match((await page('', { headers: { 'accept-language': 'ru,en' } })).text, /lang="ru"/)
    const pass = /name="pass" value="([^"]+)"/.exec(shown.text)?.[1] ?? ''
    const post = (fields: Record<string, string>) =>
      fetch(`${product.url}/f/contact`, {
        method: 'POST',
        redirect: 'manual',
        headers: { 'content-type': 'application/x-www-form-urlencoded', origin: product.url },
        body: new URLSearchParams({ pass, language: 'ru', ...fields }),
      })
    const wrong = await post({ 'v.name': '"><img src=x>', 'v.email': 'no' })
    const text = await wrong.text()
    assert.equal(wrong.status, 400)
    assert.match(text, /aria-invalid="true"[\s\S]*Не похоже на адрес почты/)
    assert.match(text, /value="&quot;&gt;&lt;img src=x&gt;"/)
    await new Promise((resolve) => setTimeout(resolve, 2_200))
    const right = await post({ 'v.name': 'Страница', 'v.email': 'page@example.org', 'along.utm_campaign': 'winter' })
    assert.deepEqual([right.status, right.headers.get('location')], [303, '/f/contact/thanks?language=ru'])
    assert.match((await product.api('GET', '/f/contact/thanks?language=ru')).text, /Спасибо, мы ответим\./)
    assert.equal((await appears('page@example.org')).lead.campaign, 'winter')
  })

  test('an answer with Sec-GPC: 1, exactly: nothing that tracks or shares, for whoever sent it and for nobody known', async () => {
    const known = await ask(admin, console_.addCustomer, {
      body: { kind: 'person', fields: { surname: 'Лисина', name: 'Анна' }, identifiers: [{ kind: 'email', value: 'lisina@example.org' }] },
    })
    const passes = await Promise.all(['yes', 'true', 'known', 'page'].map(async () => (await open()).pass))
    await new Promise((resolve) => setTimeout(resolve, 2_200))
    const sends = async (nth: number, email: string, value: string) => {
      const body = { pass: passes[nth], values: { name: 'Ольга', email } }
      const sent = await product.api('POST', '/v1/forms/contact/answers', body, { headers: { 'sec-gpc': value } })
      assert.equal(sent.status, 202, sent.text)
    }
    await sends(1, 'gpc-true@example.org', 'true')
    await sends(2, 'lisina@example.org', '1')
    await sends(0, 'gpc@example.org', '1')
    const page = await fetch(`${product.url}/f/contact`, {
      method: 'POST',
      redirect: 'manual',
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin: product.url, 'sec-gpc': '1' },
      body: new URLSearchParams({ pass: passes[3] ?? '', language: 'en', 'v.name': 'Olga', 'v.email': 'gpc-page@example.org' }),
    })
    assert.equal(page.status, 303)
    const heardOf = async (email: string) => (await ask(await openOwnPage(product.url, email, admin), agreements.readMyAgreement)).gpc
    assert.equal((await heardOf('gpc-true@example.org')).state, 'none', 'nothing but 1 says anything')
    assert.equal((await heardOf('lisina@example.org')).state, 'none', 'what a stranger’s browser says changes nothing of whoever is known')
    for (const email of ['gpc@example.org', 'gpc-page@example.org']) {
      const { state, method } = await heardOf(email)
      assert.deepEqual([email, state, method], [email, 'obeyed', 'browser'])
    }
    const { lead } = await appears('gpc@example.org')
    const looks = (await ask(admin, console_.listLooks, { params: { customer_id: lead.id }, query: {} })).items
    assert.equal(looks.filter(({ deed }) => deed === 'terms').length, 1, 'with its receipt')
    assert.notEqual(known.id, lead.id)
  })

  test('POST /v1/forms/:form/state: paused it takes nothing, retired it is not there, and it comes back', async () => {
    const state = (to: 'active' | 'paused' | 'retired') => ask(marketer, forms.moveForm, { params: { form: 'contact' }, body: { state: to } })
    const pass = await ripe()
    const body = { pass, values: { name: 'Поздно', email: 'late@example.org' } }
    assert.equal((await state('paused')).state, 'paused')
    assert.equal((await answer(body)).status, 503)
    assert.equal((await product.api('GET', '/f/contact')).status, 503)
    assert.equal((await state('retired')).state, 'retired')
    assert.equal((await answer(body)).status, 404)
    assert.equal((await product.api('GET', '/f/contact')).status, 404)
    assert.equal((await product.api('GET', '/f/none')).status, 404)
    assert.equal((await state('active')).state, 'active')
    assert.equal((await answer(body)).status, 202)
  })
})
