import assert from 'node:assert/strict'
import { test } from 'node:test'
import { by, staff } from '../../../test/consenting.ts'
import { startSink } from '../../../test/mailSink.ts'
import { systemClock } from '../../platform/clock.ts'
import { inTransaction, sql } from '../../platform/db/index.ts'
import { readMail } from '../courier/mail/read.ts'
import { advanceLog, latestCheckpoint, signerOf } from '../receipts/index.ts'
import { channelRoutes, listMessages, openChannels, ownSigningKey, registerAccount, registerTemplate, retireAccount, sendMany, whyMessage } from './index.ts'
import { oneClickOf } from './mailbox/show.ts'
import { everyone, log, people, publicUrl, shop, thanks } from './testing.ts'

const page = (response: Response) => response.text()

test('a thank-you from the decision to the mailbox and back', async (t) => {
  const s = await shop(t)
  await people(s, [1, 2])
  const app = channelRoutes({ channels: s.channels, log, secure: true })
  const links = { stop: '', why: '' }

  await t.test('each gets a decision; nobody learns an address', async () => {
    const results = await s.send({ customers: everyone })
    assert.deepEqual(
      results.map((r) => [r.customer, r.decision, r.reason]),
      [
        [1, 'allow', null],
        [2, 'allow', null],
        [3, 'deny', 'consent_missing'],
      ],
    )
    assert.equal(JSON.stringify(results).includes('@'), false)
    await s.done()
    assert.deepEqual(await s.states(), ['1 sent accepted', '2 sent accepted'])
  })

  await t.test('the mailbox holds both, each in its own language, and knows whom each was written to', async () => {
    const { items, next } = await s.channels.caught.list({ limit: 10, before: undefined, words: [] })
    assert.equal(next, null)
    assert.deepEqual(items.map(({ customer, subject }) => `${customer} ${subject}`).sort(), [
      '1 Спасибо, что вы с нами: скидка постоянного покупателя 10 %',
      '2 Thank you — and 10 % for our regulars',
    ])
    const mail = items.find((m) => m.customer === 1)
    assert.ok(mail)
    assert.deepEqual(mail.envelope, { from: 'shop@shop.example', to: 'anna@mail.example' })
    assert.match(mail.text, /^Уважаемая Анна Сергеевна!/)
    const header = (name: string) => mail.headers.find(([each]) => each.toLowerCase() === name)?.[1] ?? ''
    assert.equal(header('list-unsubscribe-post'), 'List-Unsubscribe=One-Click')
    assert.match(header('dkim-signature').replace(/\s/g, ''), /list-unsubscribe:list-unsubscribe-post/)
    assert.match(header('message-id'), /^<g_[\w-]{22}@shop\.example>$/)
    links.stop = oneClickOf(mail.headers, publicUrl) ?? ''
    links.why = /https:\/\/shop\.example(\/m\/[\w-]{43})/.exec(mail.text)?.[1] ?? ''
    assert.match(links.stop, /^\/u\/[\w-]{43}$/)
    assert.ok(links.why)
    const there = [...new Set(mail.links.map(({ href }) => href.replace(/[\w-]{43}$/, '…')))].sort()
    assert.deepEqual(there, [`${publicUrl}/m/…`, `${publicUrl}/u/…`, `${publicUrl}/w`, 'mailto:shop@shop.example'])
  })

  await t.test('what was caught is sealed', async () => {
    const rows = await s.home.db.selectFrom('keep.mailbox_message').selectAll().execute()
    assert.equal(
      rows.some((r) => r.sealed.includes('anna')),
      false,
    )
    const messages = await sql<{ all: string }>`select m::text as all from keep.message m`.execute(s.home.db)
    assert.equal(
      messages.rows.some((r) => /anna|Анна|Белова/i.test(r.all)),
      false,
    )
  })

  await t.test('it stands in her timeline, told once', async () => {
    await s.done()
    const rows = await sql<{
      customer_id: number
      direction: string
      outcome: string
    }>`select customer_id, direction, outcome from fact.interaction where kind = 'message' order by 1`.execute(s.home.db)
    assert.deepEqual(rows.rows, [
      { customer_id: 1, direction: 'out', outcome: 'sent' },
      { customer_id: 2, direction: 'out', outcome: 'sent' },
    ])
  })

  await t.test('why: a look at the link opens nothing; the button opens this one message', async () => {
    const look = await app.request(links.why, { headers: { 'accept-language': 'ru-RU,ru;q=0.9' } })
    assert.match(await page(look), /<form method="post">/)
    assert.equal(look.headers.get('set-cookie'), null)
    assert.equal((await app.request(links.why, { method: 'HEAD' })).status, 200)
    assert.equal((await s.home.db.selectFrom('keep.session').selectAll().execute()).length, 0)
    const opened = await app.request(links.why, { method: 'POST' })
    assert.equal(opened.status, 303)
    assert.match(opened.headers.get('location') ?? '', /^\/my\/messages\/g_/)
    assert.match(opened.headers.get('set-cookie') ?? '', /^rapport_customer=.*HttpOnly; SameSite=Lax.*Secure/)
    const [session] = await s.home.db.selectFrom('keep.session').select(['customer_id', 'message_id']).execute()
    const [message] = (await listMessages(s.channels.deps, { customers: [1], limit: 10 })).items
    assert.deepEqual([session?.customer_id, session?.message_id], [1, message?.message])
    assert.equal(message?.subject, 'Спасибо, что вы с нами: скидка постоянного покупателя 10 %')
    const why = await whyMessage(s.channels.deps, { customers: [1], message: message?.message ?? 0 }, systemClock.now())
    assert.deepEqual(
      { basis: why?.basis.code, how: why?.basis.how, cap: why?.cap, still: why?.stillAllowed, because: why?.because[0]?.value },
      { basis: 'consent', how: 'form', cap: { contacts: 2, days: 7, used: 1 }, still: true, because: 'first' },
    )
    assert.equal(
      await whyMessage(s.channels.deps, { customers: [2], message: message?.message ?? 0 }, systemClock.now()),
      undefined,
      'another’s message is nobody’s',
    )
  })

  await t.test('a link of one kind is nothing as the other', async () => {
    assert.equal((await app.request(links.stop.replace('/u/', '/m/'), { method: 'POST' })).status, 404)
    await app.request(links.why.replace('/m/', '/u/'), {
      method: 'POST',
      body: 'List-Unsubscribe=One-Click',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    })
    assert.equal((await s.send({ contentKey: 'still-allowed' }))[0]?.decision, 'allow')
    await s.done()
  })

  await t.test('GET and HEAD of the stop link do nothing; POST acts at once, without cookies; an unknown one answers the same', async () => {
    const known = await app.request(links.stop)
    const unknown = await app.request(`/u/${'x'.repeat(43)}`)
    assert.deepEqual([known.status, await page(known)], [unknown.status, await page(unknown)])
    await app.request(links.stop, { method: 'HEAD' })
    const consent = async () => (await s.home.db.selectFrom('keep.consent_state').select('state').where('customer_id', '=', 1).execute()).map((r) => r.state)
    assert.deepEqual(await consent(), ['ConsentGiven'])
    const oneClick = { method: 'POST', body: 'List-Unsubscribe=One-Click', headers: { 'content-type': 'application/x-www-form-urlencoded' } }
    const done = await app.request(links.stop, oneClick)
    const nobody = await app.request(`/u/${'x'.repeat(43)}`, oneClick)
    assert.deepEqual([done.status, await page(done)], [nobody.status, await page(nobody)])
    assert.deepEqual(await consent(), ['ConsentWithdrawn'])
  })

  await t.test('the next run leaves her out and says so', async () => {
    const results = await s.send({ contentKey: 'next', customers: everyone })
    assert.deepEqual(
      results.map((r) => r.reason),
      ['consent_withdrawn', null, 'consent_missing'],
    )
    await s.done()
  })

  await t.test('the receipts of both say what was decided, and lead to the message', async () => {
    const rows = await sql<{ customer_id: number; decision: string; activity: string; activity_id: number; reasons: string[]; consent: string | null }>`
      select r.customer_id, c.decision, c.activity, r.activity_id, c.reasons, r.consent from keep.receipt r join keep.receipt_codes c using (codes_id) where c.operation = 'send' and r.customer_id = 1 order by seq`.execute(
      s.home.db,
    )
    const [first] = (await listMessages(s.channels.deps, { customers: [1], limit: 10 })).items.slice(-1)
    assert.deepEqual(
      [rows.rows[0]?.decision, rows.rows[0]?.activity, rows.rows[0]?.activity_id, rows.rows[0]?.consent],
      ['allow', 'message', first?.message, 'marketing.contact.email.*.2'],
    )
    assert.deepEqual(rows.rows.at(-1)?.reasons, ['consent_withdrawn'])
  })
})

test('the foot of a letter has the newest checkpoint of the log, short, in its text and its HTML; before the first there is none', async (t) => {
  const s = await shop(t)
  await people(s, [1])
  const newest = async (contentKey: string) => {
    await s.send({ contentKey, customers: [{ customer: 1 }] })
    await s.done()
    const [mail] = (await s.channels.caught.list({ limit: 1, before: undefined, words: [] })).items
    assert.ok(mail?.html)
    return [mail.text, mail.html]
  }
  const receipts = s.home.db.$pickTables()
  const shown = /\b\d+\/[\w+/]{12}(?![\w+/])/
  for (const part of await newest('before')) assert.doesNotMatch(part, shown)
  await advanceLog(receipts, { signers: [signerOf('shop.example/receipts', Buffer.alloc(32, 9))], now: systemClock.now() })
  const checkpoint = await latestCheckpoint(receipts)
  assert.ok(checkpoint)
  for (const part of await newest('after')) assert.equal(shown.exec(part.replaceAll('&#x2F;', '/'))?.[0], `${checkpoint.size}/${checkpoint.root.slice(0, 12)}`)
})

test('bad orders are told with their place', async (t) => {
  const s = await shop(t)
  await people(s, [1])
  await assert.rejects(s.send({ template: 'none' }), { code: 'not_found', place: 'template' })
  await assert.rejects(s.send({ purpose: 'none' }), { code: 'not_found', place: 'purpose' })
  await assert.rejects(s.send({ channels: ['sms'] }), { code: 'bad_input', place: 'channels' })
  await assert.rejects(s.send({ slots: {} }), { code: 'bad_input', place: 'slots.discount_percent' })
  await assert.rejects(s.send({ slots: { discount_percent: 'ten' } }), { code: 'bad_input', place: 'slots.discount_percent' })
  await assert.rejects(s.send({ slots: { discount_percent: 10, text: 'hello' } }), { code: 'bad_input', place: 'slots.text' })
  await assert.rejects(s.send({ contentKey: 'two words' }), { code: 'bad_input' })
  const register = (words: string, fields: string[] = ['name']) =>
    inTransaction(s.home.db, (tx) =>
      registerTemplate(
        tx.$pickTables(),
        { template: 'x', channel: 'email', fields, slots: { n: 'number' }, words: { en: { subject: 'x', text: words, html: null } } },
        by(systemClock.now()),
      ),
    )
  assert.equal(await register('{{ person.name }} {{ slots.n }}'), 1)
  assert.equal(await register('{{ person.name }} {{ slots.n }}'), 1)
  assert.equal(await register('{{ person.name }}: {{ slots.n }}'), 2)
  await assert.rejects(register('{{ person.birth_date }}'), { code: 'bad_input', place: 'words.en' })
  await assert.rejects(register('{{ slots.m }}'), { code: 'bad_input' })
  await assert.rejects(register('{% include "x" %}'), { code: 'bad_input' })
  await assert.rejects(register('{{ person.name | frobnicate }}'), { code: 'bad_input' })
  await assert.rejects(register('x', ['secret_field']), { code: 'bad_input', place: 'fields' })
})

test('a link to one’s own page, for known and unknown alike', async (t) => {
  const s = await shop(t, { sink: {} })
  await people(s, [])
  await sql`update keep.customer set time_zone = 'Asia/Tokyo' where customer_id = 2`.execute(s.home.db)
  await s.channels.sendOwnLink('Ben@mail.example', systemClock.now())
  await s.channels.sendOwnLink('nobody@mail.example', systemClock.now())
  for (let i = 0; i < 100 && s.sink?.caught.length === 0; i++) await new Promise((r) => setTimeout(r, 50))
  await s.done()
  assert.deepEqual(s.sink?.to, ['ben@mail.example'])
  assert.match(s.sink?.caught[0]?.toString().replace(/=\r\n/g, '') ?? '', /https:\/\/shop\.example\/my\/open#[\w-]{43}/)
  const mail = await readMail(s.sink?.caught[0] ?? Buffer.alloc(0))
  assert.equal(mail.from, 'Лавка <shop@shop.example>')
  assert.match(mail.text, /This is Лавка\..*until \d{1,2} \w+ at \d\d:\d\d GMT\+9:/s, 'by the clock of whoever is written to')
  assert.match(mail.text, /-- \nЛавка\nWrite to us: shop@shop\.example\n/)
  const [row] = (await sql<{ all: string }>`select m::text as all from keep.message m`.execute(s.home.db)).rows
  assert.equal(row?.all.includes('/my/open'), false, 'the secret link stands nowhere in the clear')
})

test('several at one mailbox get no link, and are told how each comes to their own page', async (t) => {
  const s = await shop(t, { sink: {} })
  await people(s, [])
  await sql`update keep.identifier set shared = true where customer_id = 1 and kind = 'email'`.execute(s.home.db)
  await s.channels.sendOwnLink('anna@mail.example', systemClock.now())
  for (let i = 0; i < 100 && s.sink?.caught.length === 0; i++) await new Promise((r) => setTimeout(r, 50))
  await s.done()
  assert.deepEqual(s.sink?.to, ['anna@mail.example'])
  const { text } = await readMail(s.sink?.caught[0] ?? Buffer.alloc(0))
  assert.match(text, /несколько наших клиентов/)
  assert.match(text, /https:\/\/shop\.example\/my\/sign-in\b/)
  assert.doesNotMatch(text, /Анна|Белова|\/my\/open/, 'neither whose it is nor a way in')
  assert.equal((await sql`select from keep.magic_link`.execute(s.home.db)).rows.length, 0)
})

test('a registered account takes over from the mailbox, and gives back when it is retired', async (t) => {
  const s = await shop(t)
  await people(s, [1, 2])
  const sink = await startSink()
  const now = systemClock.now()
  assert.equal(await s.channels.caught.inUse(), true)
  const key = await ownSigningKey(s.home, s.channels.deps.db, by(now))
  assert.deepEqual(await ownSigningKey(s.home, s.channels.deps.db, by(now)), key)
  const smtp = {
    host: '127.0.0.1',
    port: sink.port,
    secure: false,
    require_tls: false,
    dkim: { domain: 'shop.example', selector: 'rapport', private_key: key.privateKey },
  }
  const account = await inTransaction(s.home.db, (tx) => registerAccount(s.home, tx.$pickTables(), { title: 'relay', smtp }, by(now)))
  const other = await openChannels({ ...s.channels.deps, smtpUrl: undefined })
  assert.equal(await other.caught.inUse(), false)
  await sendMany(other.deps, { ...thanks, customers: [{ customer: 2 }] }, { actor: staff('marketer'), now })
  await other.handOverDue(now)
  assert.deepEqual(sink.to, ['ben@mail.example'])
  const stored = await s.home.db.selectFrom('keep.channel_account').select('sealed').execute()
  assert.equal(
    stored.some((r) => r.sealed.includes('PRIVATE KEY') || r.sealed.includes('127.0.0.1')),
    false,
  )
  await other.close()
  await sink.close()
  await inTransaction(s.home.db, (tx) => retireAccount(tx.$pickTables(), account, now))
  const back = await openChannels({ ...s.channels.deps, smtpUrl: undefined })
  assert.equal(await back.caught.inUse(), true)
  await back.close()
})
