import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import Papa from 'papaparse'
import * as access from '../../src/keep/access/contract.ts'
import { bytesOf } from '../../src/keep/courier/fixtures/desk.ts'
import { newBudget, unpack, zipEntries } from '../../src/keep/courier/table/zip.ts'
import { verifyBundle, verifyCopy } from '../../src/keep/receipts/verify/index.ts'
import * as console_ from '../../src/office/console/contract.ts'
import { copyParts } from '../../src/office/portal/copy/parts.ts'
import { onDisk } from '../folders.ts'
import { startProduct } from '../product.ts'
import { openOwnPage, showItIsMe } from '../town/demo/customer.ts'
import { ask, type Visitor, visitor } from '../town/demo/visitor.ts'
import { until } from '../until.ts'

// A customer takes everything along: what is in it, whose it is, and that anyone can tell whether it is what was given out.

test('POST /v1/my/copy', async (t) => {
  const product = await startProduct(t, { demo: true, company: 'Лавка' })
  const admin = await product.setUp()
  const made = async (name: string, surname: string, email: string) =>
    (await ask(admin, console_.addCustomer, { body: { kind: 'person', fields: { name, surname }, identifiers: [{ kind: 'email', value: email }] } })).id
  const anna = await made('Анна', 'Белова', 'anna@x.example')
  const boris = await made('Борис', 'Тайный', 'boris@x.example')
  await ask(admin, console_.addRelation, { params: { customer_id: anna }, body: { kind: 'household', other_id: boris } })
  await ask(admin, console_.addNote, { params: { customer_id: anna }, body: { text: '=HYPERLINK("https://evil.example")', kind: 'note', direction: 'none' } })
  const { secret } = await ask(admin, access.addKey, { body: { kind: 'secret', title: 'till', source: 'till', scopes: ['record'] } })
  const batch = Array.from({ length: 250 }, (_, i) => ({
    id: `o${i}`,
    kind: 'order',
    at: '2026-10-01T10:00:00Z',
    channel: 'web',
    customer: { identifiers: [{ kind: 'email', value: 'anna@x.example' }] },
    amount: { minor: 100 + i, currency: 'RUB' },
  }))
  const recorded = await product.api('POST', '/v1/interactions', { interactions: batch }, { key: secret })
  assert.equal(recorded.status, 200, recorded.text)
  const sent = await admin.fetch(`/v1/files/${anna}?name=${encodeURIComponent('../договор.txt')}`, {
    method: 'POST',
    body: 'сам договор',
    headers: { 'content-type': 'text/plain' },
  })
  assert.equal(sent.status, 201)
  const herself = await openOwnPage(product.url, 'anna@x.example', admin)
  const himself = await openOwnPage(product.url, 'boris@x.example', admin)
  await until('receipts under a checkpoint', async () => (await herself.fetch('/v1/my/receipts')).status === 200)

  await t.test('nobody, staff, and whoever holds a letter only get none', async () => {
    assert.equal((await product.api('POST', '/v1/my/copy')).status, 401)
    assert.equal((await admin.fetch('/v1/my/copy', { method: 'POST' })).status, 401)
    const elsewhere = await herself.fetch('/v1/my/copy', { method: 'POST', headers: { 'sec-fetch-site': 'cross-site' } })
    assert.equal(elsewhere.status, 403)
    assert.equal((await herself.fetch('/v1/my/copy')).status, 404, 'a look at an address makes no copy')
    assert.equal((await herself.fetch('/v1/my/copy?language=xx', { method: 'POST' })).status, 400)
  })

  await t.test('whoever has not just shown that it is them gets none, and has spent no copy', async () => {
    for (let i = 0; i < 5; i++) {
      const refused = await herself.fetch('/v1/my/copy', { method: 'POST' })
      assert.equal(refused.status, 403)
      assert.equal(((await refused.json()) as { place?: string }).place, 'confirm')
    }
    const uses = await (await herself.fetch('/v1/my/uses?limit=200')).text()
    assert.doesNotMatch(uses, /"deed":"copy"/)
  })
  await showItIsMe(herself, 'anna@x.example', admin)
  await showItIsMe(himself, 'boris@x.example', admin)

  const files = await taken(herself)
  const text = (name: string) => files.get(name)?.toString('utf8') ?? ''
  const rows = (name: string) => Papa.parse<Record<string, string>>(text(name).replace(/^\ufeff/, ''), { header: true, skipEmptyLines: true }).data

  await t.test('holds every page and list to its last line, as data and as tables', () => {
    for (const { name } of copyParts()) {
      const said = JSON.parse(text(`data/${name}.jsonld`))
      assert.ok('@context' in said && ('items' in said || 'page' in said), name)
    }
    assert.equal(JSON.parse(text('data/interactions.jsonld')).items.filter(({ kind }: { kind: string }) => kind === 'order').length, 250)
    const orders = rows('tables/interactions.csv').filter(({ kind }) => kind === 'order')
    assert.equal(orders.length, 250)
    assert.equal(
      orders.reduce((sum, row) => sum + Number(row['amount.minor']), 0),
      (250 * (100 + 349)) / 2,
    )
    assert.ok(rows('tables/page-known.csv').some(({ field, value, source }) => field === 'surname' && value === 'Белова' && source !== ''))
    assert.ok(rows('tables/page-identifiers.csv').some(({ shown }) => shown === 'anna@x.example'))
    assert.match(text('readme.txt'), /^Ваши данные в «Лавка»/)
    assert.equal(text('files/1/договор.txt'), 'сам договор')
  })

  await t.test('no text of it is a formula to a spreadsheet, and nobody else stands in it', () => {
    assert.match(text('data/interactions.jsonld'), /=HYPERLINK/)
    for (const [name, bytes] of files)
      if (name.endsWith('.csv')) {
        for (const row of Papa.parse<string[]>(bytes.toString('utf8').slice(1)).data) for (const cell of row) assert.doesNotMatch(cell, /^[=+@]/, name)
      }
    for (const [name, bytes] of files) assert.doesNotMatch(bytes.toString('utf8'), /Тайный|Борис|boris@|Glavnaya/, name)
    assert.equal(rows('tables/relations.csv').length, 1)
  })

  const key = (await product.api('GET', '/log/key')).text.trim()
  const signature = () => files.get('manifest.sig')?.toString('utf8') ?? ''
  const manifest = () => files.get('manifest.json') ?? Buffer.alloc(0)

  await t.test('is signed: a file more, less or altered is told, and so is another’s key', async () => {
    const verdict = verifyCopy(manifest(), signature(), key)
    assert.ok(verdict.holds)
    assert.equal(verdict.company, 'Лавка')
    assert.deepEqual(verdict.files.map(({ name }) => name).sort(), [...files.keys()].filter((name) => !name.startsWith('manifest.')).sort())
    assert.deepEqual(verifyCopy(Buffer.from(manifest().toString('utf8').replace('Лавка', 'Давка')), signature(), key), { holds: false, why: 'other_manifest' })
    assert.deepEqual(verifyCopy(manifest(), signature().replace(/\d{4}-/, '2020-'), key), { holds: false, why: 'signature' })
    assert.deepEqual(verifyCopy(manifest(), (await product.api('GET', '/log/checkpoint')).text, key), { holds: false, why: 'signature' })
    assert.ok(verifyBundle(JSON.parse(text('receipts.json')), key).holds)
  })

  await t.test('rapport verify says whether each file is as it was given out', async (t) => {
    const folder = mkdtempSync(join(onDisk(), 'rapport-copy-'))
    t.after(() => rmSync(folder, { recursive: true }))
    for (const [name, bytes] of files) {
      mkdirSync(dirname(join(folder, name)), { recursive: true })
      writeFileSync(join(folder, name), bytes)
    }
    const verify = () =>
      promisify(execFile)(process.execPath, ['bin/rapport', 'verify', '--home', product.home, folder]).then(
        ({ stdout }) => stdout,
        (error: { stdout: string }) => error.stdout,
      )
    assert.match(await verify(), /holds {2}files \(\d+\)[\s\S]*Everything holds/)
    const table = join(folder, 'tables/interactions.csv')
    writeFileSync(table, readFileSync(table, 'utf8').replace('100', '900'))
    assert.match(await verify(), /FAILS {2}files \(\d+\)\n {7}changed tables\/interactions\.csv/)
  })

  await t.test('reading one’s consents and beginning a copy are uses, also where nobody waits for its end', async () => {
    const deeds = async () => {
      const { items } = (await (await himself.fetch('/v1/my/uses?limit=200')).json()) as { items: { deed: string }[] }
      return items.map(({ deed }) => deed)
    }
    assert.ok(!(await deeds()).includes('page'))
    assert.equal((await himself.fetch('/v1/my/consents')).status, 200)
    assert.ok((await deeds()).includes('page'))
    const begun = await himself.fetch('/v1/my/copy', { method: 'POST' })
    await begun.body?.cancel()
    assert.ok((await deeds()).includes('copy'))
  })

  await t.test('another’s copy holds nothing of it, the journal says that it was taken, and a fourth within the hour is refused', async () => {
    const asCalled = visitor(product.url.replace('localhost', '127.0.0.1'))
    assert.notEqual(asCalled.url, product.url)
    for (const [name, value] of himself.cookies) asCalled.cookies.set(name, value)
    const files = await taken(asCalled)
    for (const [name, bytes] of files) assert.doesNotMatch(bytes.toString('utf8'), /Белова|anna@|договор|127\.0\.0\.1/, name)
    assert.ok(files.get('readme.txt')?.toString('utf8').includes(product.url), 'the company’s own address, whatever it was called by')
    const uses = (await (await herself.fetch('/v1/my/uses?limit=200')).json()) as { items: { operation: string; actor: { kind: string } }[] }
    assert.ok(uses.items.some(({ operation, actor }) => operation === 'export' && actor.kind === 'customer'))
    for (const _ of [2, 3]) assert.equal((await herself.fetch('/v1/my/copy', { method: 'POST' })).status, 200)
    assert.equal((await herself.fetch('/v1/my/copy', { method: 'POST' })).status, 429)
  })
})

/** A copy, unpacked. */
async function taken(who: Visitor): Promise<Map<string, Buffer>> {
  const answer = await who.fetch('/v1/my/copy?language=ru', { method: 'POST' })
  assert.equal(answer.status, 200, await (answer.status === 200 ? '' : answer.text()))
  assert.match(answer.headers.get('content-disposition') ?? '', /attachment; filename="rapport-copy-\d{4}-\d\d-\d\d\.zip"/)
  const desk = { ...bytesOf(Buffer.from(await answer.arrayBuffer())), give: async () => {} }
  const files = new Map<string, Buffer>()
  for (const [name, entry] of await zipEntries(desk)) {
    const pieces: Buffer[] = []
    for await (const piece of unpack(desk, entry, newBudget())) pieces.push(piece)
    files.set(name, Buffer.concat(pieces))
  }
  return files
}
