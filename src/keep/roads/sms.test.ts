import assert from 'node:assert/strict'
import { createHmac, randomUUID } from 'node:crypto'
import { type TestContext, test } from 'node:test'
import { agrees, by } from '../../../test/consenting.ts'
import { startReceiver } from '../../../test/receiver.ts'
import { systemClock } from '../../platform/clock.ts'
import { inTransaction, sql } from '../../platform/db/index.ts'
import { outward } from '../../platform/http/index.ts'
import { idBlocks } from '../../platform/ids/index.ts'
import { listMessages, registerTemplate } from '../channels/index.ts'
import { sendOwnCode } from '../channels/sms/code.ts'
import { ids, log, people, publicUrl, type Shop, shop } from '../channels/testing.ts'
import { identifierPlace } from '../customers/index.ts'
import { seal } from '../keyring/index.ts'
import { roadsRoutes } from './index.ts'

// SMS from the decision to the provider and back, and what a provider calls us with.

const anna = '+79123456789'

async function withSms(t: TestContext) {
  const s = await shop(t)
  await people(s, [1, 2])
  const now = systemClock.now()
  const key = (await s.home.keyring.keysFor([1], 'contact')).get(1)
  assert.ok(key)
  await s.home.db
    .insertInto('keep.identifier')
    .values({
      kind: 'phone',
      digest: s.home.keyring.digest('phone', anna),
      customer_id: 1,
      sealed: seal(key, identifierPlace(1, 'phone'), anna),
      verified_at: null,
      source: 'test',
      first_seen: now,
      last_seen: now,
    })
    .execute()
  await agrees(s.home, 1, now, { channel: 'sms' })
  const words = { ru: { subject: '', text: '{{ company }}: скидка {{ slots.percent | number }} %', html: null } }
  await inTransaction(s.home.db, (tx) =>
    registerTemplate(tx.$pickTables(), { template: 'sale', channel: 'sms', fields: [], slots: { percent: 'number' }, words }, by(now)),
  )
  const { db, keyring, rowIds } = s.home
  const app = roadsRoutes({
    db: db.$pickTables(),
    keyring,
    rowIds,
    taskIds: idBlocks(db, 'office.row_id_seq'),
    clock: systemClock,
    recording: s.channels.deps.recording,
    ids,
    log,
    publicUrl,
    outward: outward('127.0.0.1'),
    country: () => 'RU',
    readMail: s.channels.readMail,
    authenticate: async () => ({ actor: { kind: 'staff', id: 7, role: 'admin' } }),
  })
  const json = async (method: string, path: string, body?: unknown) => {
    const response = await app.request(path, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    return { status: response.status, body: await response.json() }
  }
  return {
    s,
    app,
    json,
    send: (contentKey: string) => s.send({ template: 'sale', channels: ['sms'], slots: { percent: 10 }, contentKey, customers: [{ customer: 1 }] }),
  }
}

const headersFor = (secret: string, body: string, o: { id?: string; at?: number } = {}) => {
  const id = o.id ?? randomUUID()
  const timestamp = String(Math.floor((o.at ?? systemClock.now().getTime()) / 1000))
  const made = createHmac('sha256', Buffer.from(secret.replace('whsec_', ''), 'base64'))
    .update(`${id}.${timestamp}.${body}`)
    .digest('base64')
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${made}`, 'content-type': 'application/json' }
}

const marketing = async (s: Shop, channel: string) =>
  (await s.home.db.selectFrom('keep.consent_state').select('state').where('customer_id', '=', 1).where('channel', '=', channel).execute()).map((r) => r.state)

test('GET /v1/providers-of-messages: without a provider the built-in mailbox catches SMS, also a code to sign in by', async (t) => {
  const { s, json, send } = await withSms(t)
  assert.deepEqual((await json('GET', '/v1/providers-of-messages')).body, { items: [], next_cursor: null, sms_caught: true })
  assert.equal((await send('one'))[0]?.decision, 'allow')
  await s.done()
  assert.deepEqual(await s.states(), ['1 sent accepted'])
  const [caught] = (await s.channels.caught.list({ limit: 5, before: undefined, words: [] })).items
  assert.deepEqual(
    [caught?.envelope.to, caught?.customer, caught?.text.trim().replace(/[0-9A-Z]{4}-[0-9A-Z]{4}$/, '…')],
    [anna, 1, 'Лавка: скидка 10 %\nОтказ: ответьте СТОП\nПроверка: shop.example/w …'],
  )
  await sendOwnCode(s.channels.deps, anna, systemClock.now())
  await sendOwnCode(s.channels.deps, '+79990000000', systemClock.now())
  await s.done()
  const { items } = await s.channels.caught.list({ limit: 5, before: undefined, words: [] })
  assert.equal(items.length, 2, 'a number of nobody gets none')
  const code = /код для входа (\d{6})\./.exec(items[0]?.text ?? '')?.[1] ?? ''
  assert.match(code, /^\d{6}$/)
  assert.equal(items[0]?.text.includes('СТОП'), false, 'what they asked for')
  const rows = await sql<{ all: string }>`select m::text as all from keep.message m`.execute(s.home.db)
  assert.equal(
    rows.rows.some((row) => row.all.includes(code)),
    false,
    'the code stands nowhere in the clear',
  )
  const told = (await listMessages(s.channels.deps, { customers: [1], limit: 5 })).items.map((m) => [m.channel, m.subject])
  assert.deepEqual(
    told,
    [
      ['sms', null],
      ['sms', 'Лавка: скидка 10 %'],
    ],
    'what holds a secret is told without words',
  )
})

test('POST /v1/providers-of-messages and DELETE /v1/providers-of-messages/:provider_id: a provider gets each message once, and what it answers decides', async (t) => {
  const { s, json, send } = await withSms(t)
  const receiver = await startReceiver(t)
  assert.equal((await json('POST', '/v1/providers-of-messages', { channel: 'sms', title: 'X', url: 'http://10.0.0.1/', token: 't', from: 'Shop' })).status, 400)
  const made = (await json('POST', '/v1/providers-of-messages', { channel: 'sms', title: 'Carrier', url: receiver.url, token: 'a token', from: 'LAVKA' })).body
  assert.match(made.secret, /^whsec_/)
  assert.equal(JSON.stringify((await json('GET', '/v1/providers-of-messages')).body).includes(made.secret), false)
  assert.equal((await send('one'))[0]?.decision, 'allow')
  await s.done()
  assert.deepEqual(await s.states(), ['1 sent accepted'])
  const [got] = receiver.got
  assert.equal(got?.headers.authorization, 'Bearer a token')
  const body = JSON.parse(got?.body ?? '{}')
  assert.deepEqual([body.from, body.to, body.text.split('\n')[0]], ['LAVKA', anna, 'Лавка: скидка 10 %'])
  assert.equal((await s.channels.caught.count()).letters, 0)
  receiver.answers(400)
  await send('two')
  await s.done()
  assert.deepEqual((await s.states()).at(-1), '1 failed rejected')
  assert.equal((await json('DELETE', `/v1/providers-of-messages/${made.id}`)).status, 200)
  assert.equal((await json('DELETE', `/v1/providers-of-messages/${made.id}`)).status, 404)
})

test('what a provider calls us with is believed by its signature, for five minutes, once', async (t) => {
  const { s, app, json, send } = await withSms(t)
  const receiver = await startReceiver(t)
  const sms = (await json('POST', '/v1/providers-of-messages', { channel: 'sms', title: 'Carrier', url: receiver.url, token: 't', from: 'LAVKA' })).body
  const mail = (await json('POST', '/v1/providers-of-messages', { channel: 'inbound_mail', title: 'Mail' })).body
  await send('one')
  await s.done()
  const id = JSON.parse(receiver.got[0]?.body ?? '{}').id
  const path = new URL(sms.call_back).pathname
  const call = async (said: unknown, o: { id?: string; at?: number; secret?: string; path?: string; method?: string; body?: string } = {}) => {
    const body = JSON.stringify(said)
    const headers = headersFor(o.secret ?? sms.secret, body, o)
    const response = await app.request(o.path ?? path, { method: o.method ?? 'POST', headers, ...(o.method === undefined && { body: o.body ?? body }) })
    return o.method === undefined ? `${response.status} ${(await response.json()).detail ?? 'done'}` : String(response.status)
  }
  const stop = { type: 'sms.received', data: { id: 'mo-1', from: anna, text: 'СТОП' } }

  await t.test('forged, changed, late, early, another’s, of an account that is none or retired: one answer, and nothing is done', async () => {
    const refused = [
      await call(stop, { secret: mail.secret }),
      await call(stop, { secret: 'whsec_' }),
      await call(stop, { body: JSON.stringify({ ...stop, data: { ...stop.data, from: '+79990000001' } }) }),
      await call(stop, { at: systemClock.now().getTime() - 6 * 60_000 }),
      await call(stop, { at: systemClock.now().getTime() + 6 * 60_000 }),
      await call(stop, { path: '/s/hk_AAAAAAAAAAAAAAAAAAAAAA', secret: 'whsec_' }),
      await call(stop, { path: path.slice(0, -2) }),
    ]
    assert.deepEqual([...new Set(refused)], ['401 This call is not signed by a provider we know, or it is too old.'])
    for (const method of ['GET', 'HEAD', 'PUT']) assert.equal(await call(stop, { method }), '404')
    assert.deepEqual(await marketing(s, 'sms'), ['ConsentGiven'])
  })

  await t.test('delivered; of a message that is none, or another’s, nothing', async () => {
    const status = async () => (await s.home.db.selectFrom('keep.message').select('why').where('channel', '=', 'sms').executeTakeFirstOrThrow()).why
    assert.equal(await call({ type: 'message.delivered', data: { id: 'g_AAAAAAAAAAAAAAAAAAAAAA' } }), '200 done')
    assert.equal(await status(), 'accepted')
    assert.equal(await call({ type: 'message.delivered', data: { id } }), '200 done')
    assert.equal(await status(), 'delivered')
    assert.equal(await call({ type: 'message.failed', data: { id, number_gone: true } }), '200 done')
    assert.equal(await status(), 'delivered', 'what was delivered stays so')
    assert.match(await call({ type: 'message.read', data: { id } }), /^400 /)
    assert.match(await call({ type: 'mail.received', data: { id: 'x', raw: '' } }), /^400 This provider does not tell/)
  })

  await t.test('СТОП by SMS; the same call again is refused, the same message in another call changes nothing', async () => {
    const [first, again] = [await call(stop, { id: 'call-1' }), await call(stop, { id: 'call-1' })]
    assert.deepEqual([first, again], ['200 done', '409 This call was heard already.'])
    assert.deepEqual([await marketing(s, 'sms'), await marketing(s, 'email')], [['ConsentWithdrawn'], ['ConsentGiven']])
    assert.equal((await send('two'))[0]?.reason, 'consent_withdrawn')
    await agrees(s.home, 1, systemClock.now(), { channel: 'sms' })
    assert.equal(await call(stop, { id: 'call-2' }), '200 done')
    assert.deepEqual(await marketing(s, 'sms'), ['ConsentGiven'], 'heard once')
  })

  await t.test('a letter that comes in: what is quoted is not the reply, what answers our letter is known by it', async () => {
    const letter = (words: string, more = '') =>
      Buffer.from(
        `From: Anna <anna@mail.example>\r\nTo: shop@shop.example\r\nSubject: Re: News\r\n${more}Content-Type: text/plain; charset=utf-8\r\n\r\n${words}\r\n`,
      ).toString('base64')
    const at = { secret: mail.secret, path: new URL(mail.call_back).pathname }
    const come = (nth: string, raw: string) => call({ type: 'mail.received', data: { id: nth, raw } }, at)
    assert.equal(await come('1', letter('Спасибо!\r\n\r\n> Чтобы отписаться, ответьте СТОП')), '200 done')
    assert.equal(await come('2', letter('I am away. stop', 'Auto-Submitted: auto-replied\r\n')), '200 done')
    assert.deepEqual(await marketing(s, 'email'), ['ConsentGiven'])
    assert.equal(await come('3', letter('Отпишите меня, пожалуйста')), '200 done')
    assert.deepEqual(await marketing(s, 'email'), ['ConsentWithdrawn'])
    assert.equal(await come('4', Buffer.from('\0\xff no letter').toString('base64')), '200 done')
  })

  await t.test('a number that is gone is not written to again; a provider that is used no more is heard no more', async () => {
    await send('three')
    await s.done()
    const last = JSON.parse(receiver.got.at(-1)?.body ?? '{}').id
    assert.notEqual(last, id)
    assert.equal(await call({ type: 'message.failed', data: { id: last, number_gone: true } }), '200 done')
    assert.equal((await send('four'))[0]?.reason, 'address_suppressed')
    await json('DELETE', `/v1/providers-of-messages/${sms.id}`)
    assert.match(await call({ type: 'message.delivered', data: { id: last } }), /^401 /)
  })
})

test('/w says whether a message came from us, to whoever has its address, its day and its code', async (t) => {
  const { s, app, send } = await withSms(t)
  assert.equal((await send('one'))[0]?.decision, 'allow')
  await s.send({ customers: [{ customer: 1 }] })
  await s.done()
  const { items } = await s.channels.caught.list({ limit: 5, before: undefined, words: [] })
  const foot = (to: string) =>
    items
      .find((m) => m.envelope.to === to)
      ?.text.split('\n')
      .slice(-4)
      .join('\n') ?? ''
  const codeOf = (text: string) => /[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(text)?.[0] ?? ''
  const today = systemClock.now().toISOString().slice(0, 10)
  let network = 0
  const ask = async (address: string, text: string, day = today, from?: string) => {
    network += 1
    const response = await app.request('/w', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-forwarded-for': from ?? `10.${network}.0.1` },
      body: new URLSearchParams({ address, day, text }).toString(),
    })
    const page = await response.text()
    return {
      status: response.status,
      page,
      said: /<b>([^<]*)<\/b>/.exec(page)?.[1] ?? '',
      answer: page.slice(page.indexOf('<div class="answer"'), page.indexOf('<form')),
    }
  }

  await t.test('yes: by the whole foot, by the code alone, however it is typed; for SMS as for letters', async () => {
    assert.match(foot(anna), /Проверка: shop\.example\/w /)
    for (const [address, text] of [
      ['anna@mail.example', foot('anna@mail.example')],
      ['ANNA@mail.example', codeOf(foot('anna@mail.example')).toLowerCase().replace('-', ' ')],
      ['8 912 345-67-89', foot(anna)],
    ] as const)
      assert.equal((await ask(address, text)).said, 'Yes, this came from us', text)
  })

  await t.test('no, in the same words, for a wrong code, another’s address, one that is nobody’s and another day', async () => {
    const code = codeOf(foot('anna@mail.example'))
    const noes = [
      await ask('anna@mail.example', '7F3K-92QD'),
      await ask('ben@mail.example', code),
      await ask('nobody@else.example', code),
      await ask('anna@mail.example', code, '2020-01-01'),
      await ask('anna@mail.example', codeOf(foot(anna))),
    ]
    assert.deepEqual([...new Set(noes.map(({ status, answer }) => `${status} ${answer}`))].length, 1)
    assert.equal(noes[0]?.said, 'No, not as far as we can see')
  })

  await t.test('words that many got prove nothing; what cannot be read is said so, and comes back escaped', async () => {
    const words =
      items
        .find((m) => m.envelope.to === 'anna@mail.example')
        ?.text.split('\n')
        .slice(0, 3)
        .join('\n') ?? ''
    for (const [address, text] of [
      ['anna@mail.example', words],
      ['nobody@else.example', words],
      ['no address', '7F3K-92QD'],
    ] as const)
      assert.equal((await ask(address, text)).said, 'We cannot say')
    assert.equal((await ask('anna@mail.example', '7F3K-92QD', 'yesterday')).said, 'We cannot say')
    const { page } = await ask('"><script>alert(1)</script>', '</textarea><script>alert(2)</script>')
    assert.equal(/<script/.test(page), false)
  })

  await t.test('GET and HEAD look nothing up; another type of body is refused; a network that asks for many waits', async () => {
    const form = await app.request(`/w?address=anna@mail.example&day=${today}&text=${codeOf(foot(anna))}`)
    assert.equal((await form.text()).includes('class="answer"'), false)
    assert.match(form.headers.get('content-security-policy') ?? '', /frame-ancestors 'none'/)
    assert.equal((await app.request('/w', { method: 'HEAD' })).status, 200)
    assert.equal((await app.request('/w', { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } })).status, 400)
    const many = await Promise.all(Array.from({ length: 24 }, () => ask('nobody@else.example', '7F3K-92QD', today, '198.51.100.9')))
    assert.deepEqual([...new Set(many.map(({ status }) => status))].sort(), [200, 429])
  })
})
