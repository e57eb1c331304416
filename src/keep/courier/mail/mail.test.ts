import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { type TestContext, test } from 'node:test'
import { authenticate } from 'mailauth'
import { type Sink, startSink } from '../../../../test/mailSink.ts'
import { systemClock } from '../../../platform/clock.ts'
import { type MailCourier, startMailCourier } from './child.ts'
import type { Account, MailOrder, Template } from './order.ts'
import { readMail } from './read.ts'
import { render, variablesOf } from './render.ts'

const keys = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'der' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
})

const template: Template = {
  en: {
    subject: 'Thank you, {{ person.address_as }}',
    text: '{{ person.greeting }}\n\nYou get {{ slots.percent }} % off, up to {{ slots.most | money }}, until {{ slots.until | day }}.',
    html: null,
  },
  ru: {
    subject: 'Спасибо, {{ person.address_as }}',
    text: '{{ person.greeting }}\n\nВаша скидка — {{ slots.percent }} %, до {{ slots.most | money }}, по {{ slots.until | day }}, записано {{ slots.at | moment }}. Мы рады {{ person.name | in_case: "dative" }} {{ person.patronymic | in_case: "dative", "patronymic" }}.',
    html: '<p>{{ person.greeting }}</p><p>«{{ slots.book.title }}»</p>',
  },
}

const account = (sink: Sink, over: Partial<Account> = {}): Account => ({
  host: '127.0.0.1',
  port: sink.port,
  secure: false,
  requireTls: false,
  user: null,
  password: null,
  domain: 'shop.example',
  from: { name: 'Книжная лавка', address: 'shop@shop.example' },
  dkim: { domain: 'shop.example', selector: 'rapport', privateKey: keys.privateKey },
  connections: 2,
  ...over,
})

const order = (over: Partial<MailOrder> = {}): Omit<MailOrder, 'leaveBefore'> => ({
  account: 'a',
  template: 't',
  language: 'ru',
  timeZone: 'Asia/Yekaterinburg',
  person: { address_as: 'Анна Сергеевна', greeting: 'Уважаемая Анна Сергеевна!', name: 'Анна', patronymic: 'Сергеевна', gender: 'f' },
  slots: {
    percent: { number: 10 },
    most: { money: { minor: 216_000, currency: 'RUB' } },
    until: { date: '2026-11-30' },
    at: { moment: '2026-11-30T20:30:00Z' },
    book: { product: { sku: 'b1', title: 'Живопись <эпохи> Сун' } },
  },
  foot: {
    company: 'Книжная лавка',
    address: null,
    reach: 'shop@shop.example',
    sentence: 'Вы согласились получать новости.',
    why: 'https://shop.example/m/abc',
    stop: 'https://shop.example/u/abc',
    checkpoint: null,
  },
  to: { name: 'Белова А. С.', address: 'anna@mail.example' },
  messageId: '<g_1@shop.example>',
  date: '2026-11-21T12:00:00.000Z',
  listUnsubscribe: 'https://shop.example/u/abc',
  ...over,
})

const outcome = async (sent: ReturnType<MailCourier['send']>) => {
  const { subject: _, ...rest } = await sent
  return rest
}

async function set(t: TestContext, options: Parameters<typeof startSink>[0] = {}, over: Partial<Account> = {}): Promise<{ sink: Sink; courier: MailCourier }> {
  const sink = await startSink(options)
  const courier = startMailCourier(systemClock)
  t.after(async () => {
    courier.close()
    await sink.close()
  })
  courier.account('a', account(sink, over))
  courier.template('t', template)
  return { sink, courier }
}
const soon = (ms = 30_000) => systemClock.monotonic() + ms

test('a Russian letter: rendered, declined, signed, and the one-click headers are under the signature', async (t) => {
  const { sink, courier } = await set(t)
  assert.deepEqual(await outcome(courier.send(order(), soon())), { left: 'yes', why: 'accepted', status: null })
  const [raw] = sink.caught
  assert.ok(raw)
  const resolver = async (name: string, type: string) => {
    if (name === 'rapport._domainkey.shop.example' && type === 'TXT') return [[`v=DKIM1; k=rsa; p=${keys.publicKey.toString('base64')}`]]
    throw Object.assign(new Error('no record'), { code: 'ENOTFOUND' })
  }
  const { dkim } = await authenticate(raw, { ip: '127.0.0.1', helo: 'shop.example', sender: 'shop@shop.example', resolver })
  const [signature] = dkim.results
  assert.equal(signature?.status.result, 'pass')
  const signed = signature?.signingHeaders?.keys?.toLowerCase() ?? ''
  for (const header of ['list-unsubscribe', 'list-unsubscribe-post', 'from', 'to', 'subject', 'message-id'])
    assert.ok(signed.split(': ').includes(header), `${header} is not signed: ${signed}`)

  const mail = await readMail(raw)
  assert.equal(mail.subject, 'Спасибо, Анна Сергеевна')
  assert.match(mail.text, /Ваша скидка — 10 %, до 2\u00a0160\u00a0₽, по 30\.11\.2026, записано 1\s?декабря в 01:30 GMT\+5\. Мы рады Анне Сергеевне\./)
  assert.equal(mail.from, 'Книжная лавка <shop@shop.example>')
  for (const part of [mail.text, mail.html ?? '']) assert.match(part, /Написать нам: (<a href="mailto:shop@shop\.example"[^>]*>)?shop@shop\.example/)
  assert.match(mail.html ?? '', /«Живопись &lt;эпохи&gt; Сун»/)
  assert.doesNotMatch(mail.html ?? '', /<img|<script|src=/)
  assert.equal(mail.headers.find(([name]) => name === 'List-Unsubscribe-Post')?.[1], 'List-Unsubscribe=One-Click')
  assert.equal(mail.headers.find(([name]) => name === 'Message-ID')?.[1], '<g_1@shop.example>')
})

test('the last byte leaves before the lease ends, or not at all', async (t) => {
  const { sink, courier } = await set(t, { onMail: () => new Promise((r) => setTimeout(r, 400)) })
  assert.equal((await courier.send(order(), soon(-1))).why, 'lapsed')
  const slow = await outcome(courier.send(order({ messageId: '<g_2@shop.example>' }), soon(250)))
  assert.deepEqual(slow, { left: 'no', why: 'lapsed', status: null })
  await new Promise((r) => setTimeout(r, 500))
  assert.equal(sink.caught.length, 0)
  assert.equal((await courier.send(order({ messageId: '<g_3@shop.example>' }), soon())).left, 'yes', 'the way is still open')
})

test('what a server answers, as a code and never in its words', async (t) => {
  const refusing = await set(t, {
    onRcpt: (address) =>
      address.startsWith('gone')
        ? { code: 550, text: '5.1.1 no such user gone@mail.example' }
        : address.startsWith('busy')
          ? { code: 451, text: '4.3.2 later' }
          : undefined,
  })
  const to = (address: string) => order({ to: { name: '', address }, messageId: `<${address}>` })
  assert.deepEqual(await outcome(refusing.courier.send(to('gone@mail.example'), soon())), { left: 'no', why: 'rejected', status: '5.1.1' })
  assert.deepEqual(await outcome(refusing.courier.send(to('busy@mail.example'), soon())), { left: 'no', why: 'deferred', status: '4.3.2' })
  assert.equal((await refusing.courier.send(to('fine@mail.example'), soon())).left, 'yes')
  refusing.courier.account('a', account(refusing.sink, { port: 1 }))
  assert.deepEqual(await outcome(refusing.courier.send(to('x@mail.example'), soon())), { left: 'no', why: 'unreachable', status: null })

  const silent = await set(t, { onData: () => 'hang up' })
  assert.deepEqual(await outcome(silent.courier.send(order(), soon())), { left: 'unknown', why: 'no_answer', status: null })
  assert.equal((await silent.courier.send(order({ template: 'none' }), soon())).why, 'render')
})

test('a courier that dies mid-way leaves it unknown; the next message finds a new one', async (t) => {
  let letGo = () => {}
  const answered = new Promise<void>((resolve) => {
    letGo = resolve
  })
  let arrived = () => {}
  const underWay = new Promise<void>((resolve) => {
    arrived = resolve
  })
  const { sink, courier } = await set(t, { onData: (n) => (n === 1 ? (arrived(), answered) : undefined) })
  const first = courier.send(order(), soon())
  await underWay
  courier.kill()
  assert.deepEqual(await outcome(first), { left: 'unknown', why: 'courier', status: null })
  assert.equal((await courier.send(order({ messageId: '<g_9@shop.example>' }), soon())).left, 'yes')
  assert.equal(sink.caught.length, 1)
  letGo()
})

test('templates can do what messages need and nothing else', () => {
  const rendered = (text: string, html: string | null = null) => render({ en: { subject: 'x', text, html } }, { ...order(), language: 'en' })
  assert.throws(() => rendered('{% include "package.json" %}'))
  assert.throws(() => rendered('{% render "package.json" %}'))
  assert.throws(() => rendered('{{ person.name | upcase_all }}'))
  assert.throws(() => rendered('{{ person.inn }}'), 'an undeclared field')
  assert.throws(() => rendered('{% for i in (1..100000000) %}x{% endfor %}'))
  assert.throws(() => variablesOf({ subject: '', text: '{% include "x" %}', html: null }))
  assert.deepEqual(variablesOf({ subject: '{{ person.name }}', text: '{% if slots.n > 1 %}{{ slots.n | money }}{% endif %}', html: null }), [
    'person.name',
    'slots.n',
  ])
  const evil = { ...order(), person: { name: '<script>alert(1)</script>' }, language: 'en' }
  assert.match(render({ en: { subject: 'x', text: 'x', html: '<p>{{ person.name | raw }}</p>' } }, evil).html, /&lt;script&gt;/)
  assert.equal(
    render({ en: { subject: 'Hi {{ person.name }}', text: 'x', html: null } }, { ...evil, person: { name: 'A\r\nBcc: x@y.example' } }).subject,
    'Hi A Bcc: x@y.example',
  )
  assert.equal(render(template, { ...order(), language: 'de' }).language, 'en')
  assert.equal(render({ ru: { subject: '{{ slots.percent | plural: "письмо", "письма", "писем" }}', text: 'x', html: null } }, order()).subject, 'писем')
})
