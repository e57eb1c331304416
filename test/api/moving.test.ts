import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as access from '../../src/keep/access/contract.ts'
import { bytesOf } from '../../src/keep/courier/fixtures/desk.ts'
import { zipOf } from '../../src/keep/courier/fixtures/workbook.ts'
import { newBudget, unpack, zipEntries } from '../../src/keep/courier/table/zip.ts'
import { move } from '../../src/keep/rights/moving/contract.ts'
import * as console_ from '../../src/office/console/contract.ts'
import { listMyInteractions, readMyPage } from '../../src/office/portal/contract.ts'
import { startProduct } from '../product.ts'
import { openOwnPage, showItIsMe } from '../town/demo/customer.ts'
import { ask, type Visitor } from '../town/demo/visitor.ts'

// From one company to another: two installations, one customer, her copy. What is no copy, altered, foreign, somebody else's or brought twice is told in one sentence.

const anna = { email: 'anna@x.example', surname: 'Белова' }

test('POST /v1/my/moving/look and POST /v1/my/moving: a copy goes from one company to another', async (t) => {
  const env = { OUTWARD_NETWORKS: '127.0.0.1' }
  // By its number: without TLS only addresses that the operator opened are asked for their key.
  const [there, here] = await Promise.all([startProduct(t, { company: 'Лавка', byNumber: true }), startProduct(t, { company: 'Салон', env })])
  const [owner, boss] = await Promise.all([there.setUp(), here.setUp()])
  const add = async (who: Visitor, fields: { [field: string]: string }, email: string) =>
    (await ask(who, console_.addCustomer, { body: { kind: 'person', fields, identifiers: [{ kind: 'email', value: email }] } })).id
  const left = await add(owner, { name: 'Анна', surname: anna.surname, address: 'Казань, Баумана, 7' }, anna.email)
  const yes = { term: { purpose: 'marketing', channel: 'email', topic: null, allowed: true } }
  await ask(owner, console_.sayForCustomer, { params: { customer_id: left }, body: { road: 'phone', words: 'Присылайте.', said: [yes] } })
  const { secret } = await ask(owner, access.addKey, { body: { kind: 'secret', title: 'till', source: 'till', scopes: ['record'] } })
  const customer = { identifiers: [{ kind: 'email', value: anna.email }] }
  const order = { id: 'o1', kind: 'order', at: '2026-10-01T10:00:00Z', channel: 'web', customer, amount: { minor: 240_000, currency: 'RUB' } }
  assert.equal((await there.api('POST', '/v1/interactions', { interactions: [order] }, { key: secret })).status, 200)
  const joined = await add(boss, { name: 'Аня' }, anna.email)
  await add(boss, { name: 'Борис' }, 'boris@x.example')

  const leaving = await openOwnPage(there.url, anna.email, owner)
  await showItIsMe(leaving, anna.email, owner)
  const site = there.url
  const made = await leaving.fetch('/v1/my/copy?language=ru', { method: 'POST' })
  const copy = Buffer.from(await made.arrayBuffer())
  const files = new Map<string, Buffer>()
  const desk = { ...bytesOf(copy), give: async () => {} }
  for (const entry of (await zipEntries(desk)).values()) {
    const pieces: Buffer[] = []
    for await (const piece of unpack(desk, entry, newBudget())) pieces.push(piece)
    files.set(entry.name, Buffer.concat(pieces))
  }
  const packed = (changes: { [name: string]: string | undefined }) =>
    zipOf(
      Object.entries({ ...Object.fromEntries([...files].map(([name, bytes]) => [name, bytes.toString('utf8')])), ...changes }).flatMap(([name, text]) =>
        text === undefined ? [] : [{ name, text }],
      ),
    )
  const text = (name: string) => files.get(name)?.toString('utf8') ?? ''

  const herself = await openOwnPage(here.url, anna.email, boss)
  const himself = await openOwnPage(here.url, 'boris@x.example', boss)
  const bring = async (who: Visitor, body: Buffer, path = '/look') => {
    const answer = await who.fetch(`/v1/my/moving${path}`, { method: 'POST', body: new Uint8Array(body), headers: { 'content-type': 'application/zip' } })
    return { status: answer.status, said: await answer.json() }
  }
  const refused = async (what: string, body: Buffer, sentence: RegExp, who = himself) => {
    const { status, said } = await bring(who, body)
    assert.deepEqual([status, said.place, sentence.test(said.detail)], [400, 'file', true], `${what}: ${status} ${said.detail}`)
  }

  await t.test('what is none, was altered, is somebody else’s or of this company is refused in one sentence, and nothing of it is kept', async () => {
    assert.equal((await here.api('POST', '/v1/my/moving/look')).status, 401)
    assert.equal((await boss.fetch('/v1/my/moving/look', { method: 'POST', body: 'x' })).status, 401)
    await refused('a text', Buffer.from('Дорогая Анна!'), /^This is not a whole copy/)
    await refused('half of it', copy.subarray(0, copy.length / 2), /^This is not a whole copy/)
    await refused('a bomb', zipOf([{ name: 'data/page.jsonld', text: '0'.repeat(60_000_000) }]), /unpacks to far more/)
    await refused('another ZIP', zipOf([{ name: 'a.txt', text: 'a' }]), /^This is no copy of a company/)
    await refused(
      'an altered page',
      packed({ 'data/page.jsonld': text('data/page.jsonld').replace(anna.surname, 'Борисова') }),
      /changed after it was given out: data\/page\.jsonld/,
    )
    await refused('a file more', packed({ 'files/9/more.txt': 'x' }), /files\/9\/more\.txt was added/)
    await refused('another list', packed({ 'manifest.json': text('manifest.json').replace('Лавка', 'Давка') }), /its list of files is another/)
    await refused('no signature of theirs', packed({ 'manifest.sig': text('manifest.sig').replace(/\d{4}-/, '2020-') }), /not signed by the site/)
    const moved = packed({ 'data/page.jsonld': text('data/page.jsonld').replaceAll(site, here.url.replace('localhost', '127.0.0.1')) })
    await refused('of this company', moved, /given out here/)
    await refused('of somebody else', copy, /about somebody else/)
    const large = await himself.fetch('/v1/my/moving/look', { method: 'POST', body: new Uint8Array(50_000_001) })
    assert.equal(large.status, 413)
    const uses = await (await himself.fetch('/v1/my/interactions')).text()
    assert.doesNotMatch(uses, /Белова|Лавка/)
  })

  await t.test('it says who signed it and what would become of each thing; what is taken has its source, and a yes is a question', async () => {
    const looked = move.parse((await bring(herself, copy)).said)
    assert.deepEqual([looked.issuer.company, looked.issuer.site, looked.taken], ['Лавка', site, null])
    assert.deepEqual(
      looked.items.map(({ item, becomes, value, here }) => [item, becomes, value, here]),
      [
        ['field.surname', 'new', anna.surname, null],
        ['field.name', 'other', 'Анна', 'Аня'],
        ['field.address', 'new', 'Казань, Баумана, 7', null],
        ['yes.marketing.email', 'request', null, null],
        ['history', 'told', null, null],
      ].toSorted((a, b) => looked.items.findIndex(({ item }) => item === a[0]) - looked.items.findIndex(({ item }) => item === b[0])),
    )
    assert.doesNotMatch(JSON.stringify(await ask(herself, readMyPage)), /Белова/, 'a look keeps nothing')
    assert.equal((await bring(herself, copy, '?take=field.gender')).status, 400)
    assert.equal((await bring(herself, copy, '?take=')).status, 400)
    const taken = await bring(herself, copy, '?take=field.surname,yes.marketing.email,history')
    assert.deepEqual([taken.status, taken.said.taken], [200, 3], JSON.stringify(taken.said))
    const page = await ask(herself, readMyPage)
    const fields = page.known.flatMap((group) => group.fields).map(({ field, value, source }) => [field, value, source])
    assert.deepEqual(
      fields.filter(([field]) => field !== 'name').sort(),
      [['surname', anna.surname, `copy:${new URL(site).host}`]],
      'what was not chosen stays there',
    )
    const term = page.terms.items.find((i) => i.purpose === 'marketing' && i.channel === 'email' && i.topic === null)
    assert.deepEqual([term?.allowed, term?.state], [false, 'asked'])
    const { items } = await ask(herself, listMyInteractions, { query: {} })
    const elsewhere = items.filter(({ kind }) => kind === 'elsewhere')
    assert.ok(
      elsewhere.some(({ text, amount }) => text?.includes('2400.00 RUB') && amount === null),
      'told, and in no figure',
    )
    assert.match(items.find(({ kind }) => kind === 'copy_taken')?.text ?? '', /Лавка, http.*SHA-256 [0-9a-f]{64}/)
    const card = await ask(boss, console_.readCard, { params: { customer_id: joined }, query: {} })
    assert.match(JSON.stringify(card), /Белова/)
  })

  await t.test('a copy is taken once', async () => {
    const again = await bring(herself, copy, '?take=field.address')
    assert.deepEqual([again.status, again.said.detail], [409, 'This copy was taken over already.'])
    assert.doesNotMatch(JSON.stringify(await ask(herself, readMyPage)), /Баумана/)
  })
})
