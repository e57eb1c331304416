import assert from 'node:assert/strict'
import { request } from 'node:http'
import { before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import * as files from '../../src/keep/files/contract.ts'
import * as console_ from '../../src/office/console/contract.ts'
import * as work from '../../src/office/work/contract.ts'
import { opaque } from '../../src/platform/ids/index.ts'
import { withClient } from '../../src/platform/launcher/index.ts'
import { secretOf } from '../attack/inside.ts'
import { type Client, type Product, startProduct } from '../product.ts'
import { openOwnPage } from '../town/demo/customer.ts'
import { ask, type Visitor } from '../town/demo/visitor.ts'

const megabyte = 1024 * 1024

describe('files about customers', () => {
  const ends: (() => unknown)[] = []
  let product: Product
  let admin: Client
  let anna: string
  let boris: string
  let annaHerself: Visitor
  let borisHimself: Visitor

  before(async () => {
    product = await startProduct({ after: (end: () => unknown) => ends.push(end) } as never, { demo: true })
    admin = await product.setUp()
    const made = async (name: string, email: string) =>
      (
        await ask(admin, console_.addCustomer, {
          body: { kind: 'person', fields: { name, surname: 'Белов' }, identifiers: [{ kind: 'email', value: email }] },
        })
      ).id
    anna = await made('Анна', 'anna@x.example')
    boris = await made('Борис', 'boris@x.example')
    annaHerself = await openOwnPage(product.url, 'anna@x.example', admin)
    borisHimself = await openOwnPage(product.url, 'boris@x.example', admin)
  })
  test.after(async () => {
    for (const end of ends.reverse()) await end()
  })

  const send = (who: { fetch(path: string, init?: RequestInit): Promise<Response> }, customer: string, name: string, body: BodyInit, type = 'text/plain') =>
    who.fetch(`/v1/files/${customer}?name=${encodeURIComponent(name)}`, { method: 'POST', body, headers: { 'content-type': type } })
  const chunks = () =>
    withClient(product.databaseUrl('keep'), async (client) => {
      const { rows } = await client.query('select (select count(*) from keep.file)::int as files, (select count(*) from keep.file_chunk)::int as chunks')
      return rows[0]
    })

  test('POST /v1/files/:customer_id: nobody, a customer, another site, an unknown customer, nothing, too much', async () => {
    assert.equal((await product.api('POST', `/v1/files/${anna}?name=x`, {})).status, 401)
    assert.equal((await send(annaHerself, anna, 'x', 'x')).status, 401)
    const elsewhere = await admin.fetch(`/v1/files/${anna}?name=x`, { method: 'POST', body: 'x', headers: { 'sec-fetch-site': 'cross-site' } })
    assert.equal(elsewhere.status, 403)
    assert.equal((await send(admin, 'c_nonsense', 'x', 'x')).status, 404)
    assert.equal((await send(admin, anna, 'x', '')).status, 400)
    const about = await admin.fetch(`/v1/files/${anna}?name=x&about=t_1`, { method: 'POST', body: 'x' })
    assert.match(await about.text(), /must be an interaction or a case/)
    const opened = await ask(admin, work.openCase, { body: { kind: 'complaint', subject: 'Порвано', customer_id: boris } })
    const noted = await ask(admin, console_.addNote, { params: { customer_id: boris }, body: { text: 'Звонил', kind: 'call', direction: 'in' } })
    const ids = opaque(secretOf(product, 'ids'))
    for (const another of [opened.id, noted.id, ids.show('case', 123_456), ids.show('interaction', 123_456)]) {
      const answer = await admin.fetch(`/v1/files/${anna}?name=x&about=${another}`, { method: 'POST', body: 'x' })
      assert.equal(answer.status, 400)
      assert.match(await answer.text(), /there is no such interaction or case of this customer/)
    }
    for (const own of [opened.id, noted.id]) {
      const answer = await admin.fetch(`/v1/files/${boris}?name=x&about=${own}`, { method: 'POST', body: 'x' })
      const kept = files.uploadFile.output.parse(await answer.json())
      assert.equal(kept.about?.id, own)
      await ask(admin, files.deleteFile, { params: { customer_id: boris, file_id: kept.id } })
    }
    const large = await send(admin, anna, 'large', Buffer.alloc(51 * megabyte))
    assert.equal(large.status, 413)
    assert.match(await large.text(), /larger than 50 MB/)
    assert.deepEqual(await chunks(), { files: 0, chunks: 0 })
  })

  test('51 MB without a length, and an upload that breaks off: nothing is left', async () => {
    assert.match(await endless(`${product.url}/v1/files/${anna}?name=x`, admin.cookie(), 51 * megabyte), /^413/)
    assert.deepEqual(await chunks(), { files: 0, chunks: 0 })
    await brokenOff(`${product.url}/v1/files/${anna}?name=x`, admin.cookie())
    for (let waited = 0; ; waited += 50) {
      const left = await chunks()
      if (left.files === 0 && left.chunks === 0) break
      assert.ok(waited < 30_000, JSON.stringify(left))
      await sleep(50)
    }
  })

  test('GET /v1/files/:customer_id and GET /v1/files/:customer_id/:file_id: byte by byte, an attachment, never a page', async () => {
    const bytes = Buffer.alloc(2 * megabyte + 17, 'Договор № 1; ')
    const kept = await send(admin, anna, '../../Договор\u202e.pdf', bytes, 'application/pdf')
    assert.equal(kept.status, 201, await kept.clone().text())
    const file = files.uploadFile.output.parse(await kept.json())
    assert.equal(file.name, 'Договор.pdf')
    assert.equal(file.size, bytes.length)
    const page = await send(admin, anna, 'page.html', '<script>alert(1)</script>', 'text/html')
    const html = files.uploadFile.output.parse(await page.json())
    const list = await ask(admin, files.listFiles, { params: { customer_id: anna }, query: { limit: 1 } })
    assert.deepEqual(
      list.items.map((f) => f.name),
      ['page.html'],
    )
    const next = await ask(admin, files.listFiles, { params: { customer_id: anna }, query: { limit: 1, cursor: list.next_cursor ?? '' } })
    assert.deepEqual([next.items.map((f) => f.name), next.next_cursor], [['Договор.pdf'], null])
    assert.equal((await admin.fetch(`/v1/files/${anna}?cursor=nonsense`)).status, 400)

    const got = await admin.fetch(`/v1/files/${anna}/${file.id}`)
    assert.equal(Buffer.compare(Buffer.from(await got.arrayBuffer()), bytes), 0)
    assert.match(got.headers.get('content-disposition') ?? '', /^attachment; .*filename\*=UTF-8''%D0%94/)
    const shown = await admin.fetch(`/v1/files/${anna}/${html.id}`)
    assert.equal(await shown.text(), '<script>alert(1)</script>')
    assert.equal(shown.headers.get('content-type'), 'application/octet-stream')
    assert.equal(shown.headers.get('x-content-type-options'), 'nosniff')
    assert.match(shown.headers.get('content-security-policy') ?? '', /^sandbox; default-src 'none'/)
    assert.match(shown.headers.get('content-disposition') ?? '', /^attachment/)
    assert.equal((await admin.fetch(`/v1/files/${boris}/${file.id}`)).status, 404, 'of another customer')
    assert.equal((await product.api('GET', `/v1/files/${anna}/${file.id}`)).status, 401)
    assert.equal((await annaHerself.fetch(`/v1/files/${anna}`)).status, 401)
  })

  test('nothing of a file stands in the clear, and a chunk in another place does not open', async () => {
    const [first] = (await ask(admin, files.listFiles, { params: { customer_id: anna }, query: { limit: 200 } })).items.filter((f) => f.name === 'Договор.pdf')
    assert.ok(first)
    const swapped = await withClient(product.databaseUrl('keep'), async (client) => {
      const { rows } = await client.query(`select sealed_name, (select string_agg(sealed, '') from keep.file_chunk) as all_of_it from keep.file`)
      for (const row of rows) assert.ok(!row.all_of_it.includes('Договор') && !row.sealed_name.includes('Договор'))
      const done = await client.query(
        `update keep.file_chunk c set sealed = o.sealed from keep.file_chunk o where c.customer_id = o.customer_id and c.file_id = o.file_id and c.part = 0 and o.part = 1 returning c.part`,
      )
      return done.rowCount
    })
    assert.equal(swapped, 1)
    const answer = await admin.fetch(`/v1/files/${anna}/${first.id}`)
    assert.equal(answer.status, 503)
    assert.match(await answer.text(), /damaged/)
  })

  test('GET /v1/my/files and GET /v1/my/files/:file_id: my own, with who opened them, and nobody else’s', async () => {
    assert.equal((await product.api('GET', '/v1/my/files')).status, 401)
    const own = await ask(annaHerself, files.listMyFiles, { query: {} })
    const html = own.items.find((f) => f.name === 'page.html')
    assert.ok(html)
    assert.deepEqual(
      html.opened.map((o) => [o.actor, o.role]),
      [['staff', 'admin']],
    )
    const got = await annaHerself.fetch(`/v1/my/files/${html.id}`)
    assert.equal(await got.text(), '<script>alert(1)</script>')
    assert.equal((await borisHimself.fetch(`/v1/my/files/${html.id}`)).status, 404)
    assert.deepEqual((await ask(borisHimself, files.listMyFiles, { query: {} })).items, [])
    const again = await ask(annaHerself, files.listMyFiles, { query: {} })
    assert.equal(again.items.find((f) => f.id === html.id)?.opened[0]?.actor, 'customer')
  })

  test('DELETE /v1/files/:customer_id/:file_id takes the file and its chunks', async () => {
    const [html] = (await ask(admin, files.listFiles, { params: { customer_id: anna }, query: {} })).items
    assert.ok(html)
    assert.equal((await borisHimself.fetch(`/v1/files/${anna}/${html.id}`, { method: 'DELETE' })).status, 401)
    assert.equal((await admin.fetch(`/v1/files/${boris}/${html.id}`, { method: 'DELETE' })).status, 404)
    for (const file of (await ask(admin, files.listFiles, { params: { customer_id: anna }, query: {} })).items)
      await ask(admin, files.deleteFile, { params: { customer_id: anna, file_id: file.id } })
    assert.equal((await admin.fetch(`/v1/files/${anna}/${html.id}`)).status, 404)
    assert.deepEqual(await chunks(), { files: 0, chunks: 0 })
  })

  test('a customer has at most 200', async () => {
    await withClient(product.databaseUrl('owner'), (client) =>
      client.query(
        `insert into keep.file (customer_id, id, sealed_name, media_type, size, at, by_kind, by_id, done_at) select customer_id, 900000 + n, '', 'text/plain', 0, now(), 'staff', 1, now() from generate_series(1, 200) n, (select min(customer_id) as customer_id from keep.customer where status = 'known') c`,
      ),
    )
    assert.equal((await send(admin, anna, 'x', 'x')).status, 409)
  })
})

/** Sends so many bytes in pieces, without saying how many; gives status and text. */
function endless(url: string, cookie: string, size: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', headers: { cookie, 'transfer-encoding': 'chunked' } }, (answer) => {
      let text = ''
      answer.on('data', (part) => {
        text += part
      })
      answer.once('end', () => resolve(`${answer.statusCode} ${text}`))
    })
    let answered = false
    sent.once('response', () => {
      answered = true
    })
    sent.once('error', (error) => (answered ? undefined : reject(error)))
    const piece = Buffer.alloc(megabyte)
    void (async () => {
      for (let n = 0; n < size && !answered; n += piece.length) if (!sent.write(piece)) await new Promise((go) => sent.once('drain', go))
      sent.end()
    })()
  })
}

/** Promises ten megabytes, sends three, and hangs up. */
function brokenOff(url: string, cookie: string): Promise<void> {
  return new Promise((resolve) => {
    const sent = request(url, { method: 'POST', headers: { cookie, 'content-length': 10 * megabyte } })
    sent.once('error', () => resolve())
    sent.write(Buffer.alloc(3 * megabyte), () => setTimeout(() => sent.destroy(new Error('the line is cut')), 300))
  })
}
