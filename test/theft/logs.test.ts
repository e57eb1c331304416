import assert from 'node:assert/strict'
import { cpSync, globSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { keyOf, recordPeople } from '../attack/people.ts'
import { type Client, type Product, startProduct, admin as vera } from '../product.ts'
import { encoded, findAll, formsOfEmail, formsOfName, formsOfPhone } from './needles.ts'

// Names planted in every place where a request can carry one, through everything that works and everything that fails; then
// every line that any process has written is searched for them.

const planted = {
  surname: 'Плантагенетова',
  name: 'Изольда',
  patronymic: 'Ричардовна',
  email: 'isolde.plantagenet@planted.example',
  phone: '+79265550192',
  word: 'plantedword',
}

test('no log of any process holds a name, an address or a number, whatever goes wrong', { timeout: 240_000 }, async (t) => {
  const product = await startProduct(t, { env: { RAPPORT_LOG: 'trace' } })
  const admin = await product.setUp()
  const key = await keyOf(admin, 'secret', 'shop', ['record', 'read'])
  const [id = ''] = await recordPeople(admin, key, [
    {
      user: planted.word,
      email: planted.email,
      phone: planted.phone,
      fields: { surname: planted.surname, name: planted.name, patronymic: planted.patronymic, about: planted.word },
      text: planted.word,
    },
  ])
  assert.match((await admin.api('GET', `/v1/customers/${id}/card`)).text, /Плантагенетова/, 'the name was there to be told')

  for (const [method, path, body, headers] of everything(id)) {
    for (const cookie of [undefined, '', `rapport_session=${planted.word}`]) {
      const send = cookie === undefined ? admin : product
      await send.api(method, path, body, { headers: { ...headers }, ...(cookie === undefined ? {} : { cookie }) })
      await product.api(method, path, body, { headers: { ...headers }, key })
    }
  }
  await raw(product)
  await brokenHalfway(product, admin, id)
  await product.stop()

  const folder = mkdtempSync(join(tmpdir(), 'rapport-logs-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  const logs = product.log()
  writeFileSync(join(folder, 'processes.log'), logs)
  for (const file of globSync(join(product.home, '{log,data/log}/*'))) cpSync(file, join(folder, file.replaceAll('/', '_')))
  assert.ok(logs.includes('"process":"keep"') && logs.includes('"process":"main"'), 'the processes wrote something')
  const needles = [
    planted.word,
    planted.surname,
    planted.name,
    ...formsOfName(planted.surname, planted.name, planted.patronymic),
    ...formsOfPhone(planted.phone),
    ...formsOfEmail(planted.email),
    vera.email,
    vera.password,
    vera.name,
  ].flatMap(encoded)
  assert.deepEqual(findAll(folder, needles), [])
})

type Request = [method: string, path: string, body?: unknown, headers?: Record<string, string>]

/** Every kind of request, right and wrong, with the planted words wherever there is room for them. */
function everything(id: string): Request[] {
  const { surname, name, email, phone, word } = planted
  const person = {
    identifiers: [
      { kind: 'user', value: word },
      { kind: 'email', value: email },
    ],
    fields: { surname, name },
  }
  const event = { id: word, at: '2026-11-01T12:00:00Z', kind: 'order', channel: 'web', customer: person, content: { text: word } }
  const encodedName = encodeURIComponent(`${surname} ${name}`)
  return [
    ['GET', `/v1/search?q=${encodedName}`],
    ['GET', `/v1/search?q=${encodeURIComponent(email)}&limit=${word}`],
    ['GET', `/v1/customers?search=${encodedName}`],
    ['GET', `/v1/customers/${word}/card`],
    ['GET', `/v1/customers/${encodedName}/card`],
    ['GET', `/${encodedName}/${encodeURIComponent(email)}`],
    ['GET', `/v1/${word}`],
    ['GET', `/mailbox/${word}`],
    ['GET', `/v1/mailbox/${word}`],
    ['GET', `/v1/mailbox?search=${word}`],
    ['GET', `/u/${word}`],
    ['POST', `/u/${word}`, `stop=${word}`, { 'content-type': 'application/x-www-form-urlencoded' }],
    ['POST', '/v1/session', { email, password: word }],
    ['POST', '/v1/session', { email: surname, password: word, code: name }],
    ['POST', '/v1/session', `{"email": "${email}", `],
    ['POST', '/v1/session/link', { email }],
    ['POST', '/v1/session/link/redeem', { token: word }],
    [
      'POST',
      '/v1/session/setup',
      { code: word, name: surname, email, password: word, language: 'en', company: { name: surname, country: 'RU', currency: 'RUB', time_zone: surname } },
    ],
    ['POST', '/v1/staff', { name: surname, email, password: `${word}${word}`, role: word }],
    ['POST', '/v1/interactions', [event]],
    [
      'POST',
      '/v1/interactions',
      [
        { ...event, id: `${word}2`, at: surname },
        { ...event, kind: surname },
        { ...event, channel: word },
        { ...event, amount: { minor: word, currency: surname } },
        { ...event, customer: { identifiers: [{ kind: 'phone', value: surname }] } },
        { ...event, facts: { [word]: `${phone} ${email}` } },
      ],
    ],
    ['POST', '/v1/interactions', { interactions: [{ ...event, customer: { ...person, time_zone: surname, language: surname, country: name } }] }],
    ['POST', '/v1/interactions', [event], { 'idempotency-key': `${word} ${email}` }],
    ['POST', '/v1/interactions', [{ ...event, id: `${word}3` }], { 'idempotency-key': `${word} ${email}` }],
    ['POST', '/v1/interactions', `[{"id": "${word}", "customer": ${surname}`],
    ['POST', '/v1/interactions', `{"interactions": "${surname}"}`],
    ['POST', '/v1/interactions', [event], { 'content-encoding': word }],
    ['POST', '/v1/identify', { userId: word, messageId: word, traits: { lastName: surname, firstName: name, email, phone, [word]: surname } }],
    ['POST', '/v1/track', { userId: word, event: surname, messageId: `${word}4`, timestamp: name, properties: { [surname]: email } }],
    ['POST', '/v1/batch', { batch: [{ type: word, userId: surname }] }],
    ['GET', `/v1/projects/${word}/settings`],
    ['POST', `/v1/customers/${id}/notes`, { text: `${surname} ${name}`, kind: 'note', direction: 'none' }],
    ['POST', `/v1/customers/${id}/notes`, { text: `${surname} ${name}`, kind: surname, direction: word }],
    ['PUT', `/v1/customers/${id}/fields/surname`, { value: surname }],
    ['PUT', `/v1/customers/${id}/fields/${word}`, { value: surname }],
    ['PUT', `/v1/customers/${id}/fields/about`, { value: { [surname]: name } }],
    ['GET', `/v1/customers/${id}/fields/${encodedName}/history`],
    ['POST', '/v1/customers', { kind: 'person', fields: { surname, [word]: name }, identifiers: [{ kind: 'email', value: surname }] }],
    ['POST', '/v1/tasks', { what: `${surname} ${name}`, kind: 'task', customer_id: id, due_at: surname }],
    ['POST', '/v1/tasks', { what: `${surname} ${name}`, kind: 'task', customer_id: id, due_at: '2026-12-01T00:00:00Z' }],
    ['POST', '/v1/cases', { kind: 'complaint', subject: `${surname} ${name}`, customer_id: id }],
    ['POST', '/v1/audiences', { title: surname, rule: { all: [{ [word]: surname }] } }],
    ['POST', '/v1/campaigns', { title: surname, audience_id: word, purpose: surname, topic: word, channel: name, template: word, slots: { [word]: surname } }],
    ['POST', '/v1/consents', { consents: [{ customer_id: word, purpose: surname, evidence: email }] }],
    ['POST', '/v1/register', { units: [{ code: surname, title: { en: name } }] }],
    ['POST', '/v1/api-keys', { kind: 'secret', title: surname, source: surname, scopes: [word] }],
    ['DELETE', `/v1/api-keys/${word}`],
    ['POST', `/v1/imports?name=${encodedName}.csv`, `${surname};${name};${email}\n"${surname}`, { 'content-type': 'text/csv' }],
    ['GET', `/v1/imports/${word}`],
    ['GET', `/v1/my/messages/${word}`],
    ['PUT', '/v1/my/language', { language: surname }],
    [word.toUpperCase(), '/v1/customers'],
    [
      'GET',
      '/v1/customers',
      undefined,
      {
        'user-agent': `${word} ${email}`,
        referer: `https://${word}.example/?q=${encodedName}`,
        origin: `https://${word}.example`,
        'x-forwarded-for': word,
        authorization: `Basic ${Buffer.from(email).toString('base64')}`,
      },
    ],
  ]
}

/** What no client library would send. */
async function raw(product: Product): Promise<void> {
  const { hostname, port } = new URL(product.url)
  const bodies = [Buffer.from([0xff, 0xfe]), Buffer.from(`{"a":"${planted.surname}\0"}`), Buffer.from(`${'['.repeat(5000)}"${planted.email}"`)]
  for (const path of ['/v1/interactions', '/v1/session', '/v1/batch', '/v1/tasks']) {
    for (const body of bodies) {
      await new Promise<void>((done) => {
        const sent = request(
          { hostname, port, path: `${path}?${planted.word}`, method: 'POST', headers: { 'content-type': planted.word, 'content-length': body.length + 10 } },
          (answer) => answer.resume().once('close', () => done()),
        )
        sent.once('error', () => done())
        sent.write(body)
        setTimeout(() => sent.destroy(), 50)
        setTimeout(done, 200)
      })
    }
  }
}

/** The keep and the database die while names are under way. */
async function brokenHalfway(product: Product, admin: Client, id: string): Promise<void> {
  const key = await keyOf(admin, 'secret', 'till')
  for (const part of ['keep', 'postgres'] as const) {
    process.kill((await product.pids())[part], 'SIGKILL')
    const under = Array.from({ length: 10 }, (_, n) =>
      product.api(
        'POST',
        '/v1/interactions',
        [
          {
            id: `${planted.word}${part}${n}`,
            at: '2026-11-01T12:00:00Z',
            kind: 'order',
            channel: 'web',
            customer: { identifiers: [{ kind: 'email', value: planted.email }], fields: { surname: planted.surname } },
          },
        ],
        { key },
      ),
    )
    const looks = Array.from({ length: 10 }, () => admin.api('GET', `/v1/customers/${id}/card`))
    await Promise.allSettled([...under, ...looks])
    await product.healthy(20_000)
  }
}
