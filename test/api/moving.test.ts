import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as access from '../../src/keep/access/contract.ts'
import { bytesOf } from '../../src/keep/courier/fixtures/desk.ts'
import { zipOf } from '../../src/keep/courier/fixtures/workbook.ts'
import { newBudget, unpack, zipEntries } from '../../src/keep/courier/table/zip.ts'
import * as rights from '../../src/keep/rights/contract.ts'
import { broughtMove, move } from '../../src/keep/rights/moving/contract.ts'
import * as console_ from '../../src/office/console/contract.ts'
import { listMyInteractions, readMyPage } from '../../src/office/portal/contract.ts'
import { listMyUses } from '../../src/office/portal/uses/contract.ts'
import { opaque } from '../../src/platform/ids/index.ts'
import { withClient } from '../../src/platform/launcher/index.ts'
import { secretOf } from '../attack/inside.ts'
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

  const site = there.url
  const copyOf = async (email: string) => {
    const leaving = await openOwnPage(there.url, email, owner)
    await showItIsMe(leaving, email, owner)
    return Buffer.from(await (await leaving.fetch('/v1/my/copy?language=ru', { method: 'POST' })).arrayBuffer())
  }
  const copy = await copyOf(anna.email)
  const files = await unpacked(copy)
  const packed = (changes: { [name: string]: string | undefined }) => repacked(files, changes)
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

  await t.test('POST /v1/rights/moving/:customer_id/look and POST /v1/rights/moving/:customer_id: a copy that was brought to the counter', async (t) => {
    const email = 'vera@x.example'
    await add(owner, { name: 'Вера', surname: 'Иванова', address: 'Тула, Садовая, 3' }, email)
    const [vera, nina] = [await add(boss, { name: 'Вера' }, email), await add(boss, { name: 'Нина' }, 'nina@x.example')]
    const hers = await copyOf(email)
    const own = await openOwnPage(here.url, email, boss)
    const password = 'a long password of a colleague'
    const contactsOnly = { abilities: ['customers.see', 'customers.change'], sees: ['contact'], changes: ['contact'], purposes: ['service'] }
    const role = { title: { en: 'Door', ru: 'Дверь' }, scope: 'all', customers: 'all', from: 0, ...contactsOnly }
    assert.equal((await boss.api('PUT', '/v1/roles/door', role)).status, 200)
    const hired = async (name: string, as: string) => {
      await ask(boss, access.addStaff, { body: { name, email: `${name}@shop.example`, password, role: as } })
      const client = here.client()
      assert.equal((await client.api('POST', '/v1/session', { email: `${name}@shop.example`, password })).status, 200)
      return client
    }
    const [clara, door, mark] = [await hired('clara', 'clerk'), await hired('dora', 'door'), await hired('mark', 'analyst')]
    const look = async (who: Visitor, customer: string, body: Buffer) => {
      const answer = await who.fetch(`/v1/rights/moving/${customer}/look`, { method: 'POST', body: new Uint8Array(body) })
      return { status: answer.status, said: await answer.json() }
    }
    const wish = { take: ['field.surname', 'history'], road: 'counter', evidence: 'Паспорт показан', words: 'Перенесите фамилию' }
    const bringFor = async (who: Visitor, customer: string, body: Buffer, said: object | null = wish) => {
      const form = new FormData()
      if (said) form.set('said', JSON.stringify(said))
      form.set('file', new File([new Uint8Array(body)], 'copy.zip', { type: 'application/zip' }))
      const answer = await who.fetch(`/v1/rights/moving/${customer}`, { method: 'POST', body: form })
      return { status: answer.status, said: await answer.json() }
    }
    const no = async (status: number, sentence: RegExp, answer: ReturnType<typeof look>) => {
      const { status: got, said } = await answer
      assert.deepEqual([got, sentence.test(said.detail)], [status, true], JSON.stringify(said))
    }
    const bothNo = async (status: number, sentence: RegExp, who: Visitor, customer: string, body: Buffer) => {
      await no(status, sentence, look(who, customer, body))
      await no(status, sentence, bringFor(who, customer, body))
    }
    const mandateFor = async (customer_id: string, power: 'access' | 'moving') => {
      const body = {
        holder: 'Адвокат Петров, +7 900 000-00-00',
        powers: [power],
        until: '2028-01-01',
        road: 'counter' as const,
        evidence: 'Доверенность показана',
      }
      return (await ask(clara, rights.enterMandate, { params: { customer_id }, body })).id
    }
    const knownOf = async () => {
      const read = 'select fields from fact.quality where customer_id = $1'
      const { rows } = await withClient(here.databaseUrl('keep'), (client) =>
        client.query<{ fields: string[] }>(read, [opaque(secretOf(here, 'ids')).read('customer', vera)]),
      )
      return rows.flatMap(({ fields }) => fields)
    }
    const stands = async () =>
      JSON.stringify([await ask(own, readMyPage), await ask(own, rights.listMyRights), await ask(own, listMyInteractions, { query: {} })])

    await t.test('is refused where it is not theirs to take, altered, of nobody, not wished for, or rests; and nothing of it is kept', async () => {
      const veras = await unpacked(hers)
      const page = (veras.get('data/page.jsonld') ?? '').toString()
      await bothNo(401, /Sign in/, here.client(), vera, hers)
      await bothNo(403, /Your role does not include this/, mark, vera, hers)
      await bothNo(404, /./, clara, 'c_AAAAAAAAAAAAAAAAAAAAAA', hers)
      await bothNo(
        400,
        /changed after it was given out: data\/page\.jsonld/,
        clara,
        vera,
        repacked(veras, { 'data/page.jsonld': page.replace('Тула', 'Тверь') }),
      )
      const unsigned = repacked(veras, { 'manifest.sig': (veras.get('manifest.sig') ?? '').toString().replace(/\d{4}-/, '2020-') })
      await bothNo(400, /not signed by the site/, clara, vera, unsigned)
      await bothNo(400, /none of the addresses and numbers in it is this customer’s here/, clara, nina, hers)
      await no(400, /\/words|^words/, bringFor(clara, vera, hers, { ...wish, words: '' }))
      await no(400, /evidence/, bringFor(clara, vera, hers, { ...wish, evidence: '' }))
      await no(400, /road/, bringFor(clara, vera, hers, { ...wish, road: 'portal' }))
      await no(400, /take/, bringFor(clara, vera, hers, { ...wish, take: [] }))
      await no(400, /field\.gender is not to be had/, bringFor(clara, vera, hers, { ...wish, take: ['field.gender'] }))
      await no(400, /^said: is missing/, bringFor(clara, vera, hers, null))
      await no(400, /^file: is missing/, bringFor(clara, vera, Buffer.alloc(0)))
      const raw = await clara.fetch(`/v1/rights/moving/${vera}`, { method: 'POST', body: new Uint8Array(hers) })
      assert.equal(raw.status, 400)
      const scan = await clara.fetch(`/v1/rights/proofs/${nina}?name=scan.pdf`, { method: 'POST', body: '%PDF-1.7' })
      const { id: ninas } = rights.keepRightProof.output.parse(await scan.json())
      await no(400, /no such file of this customer/, bringFor(clara, vera, hers, { ...wish, proof_id: ninas }))
      // By a mandate: one that does not give it, one of somebody else, none, and one that is over.
      await no(409, /does not give that right/, bringFor(clara, vera, hers, { ...wish, mandate_id: await mandateFor(vera, 'access') }))
      for (const mandate_id of [await mandateFor(nina, 'moving'), 'md_AAAAAAAAAAAAAAAAAAAAAA'])
        await no(404, /./, bringFor(clara, vera, hers, { ...wish, mandate_id }))
      const ended = await mandateFor(vera, 'moving')
      await ask(own, rights.endMyMandate, { params: { mandate_id: ended }, body: {} })
      await no(409, /mandate is over/, bringFor(clara, vera, hers, { ...wish, mandate_id: ended }))
      const limited = broughtMove.parse((await look(door, vera, hers)).said)
      assert.ok(limited.left_out > 0)
      assert.doesNotMatch(JSON.stringify(limited.items), /history/, 'their role does not see what was said')
      await no(400, /history is not to be had/, bringFor(door, vera, hers))
      await ask(own, rights.askMyRight, { body: { right: 'restrict' } })
      await bothNo(403, /data is restricted/, clara, vera, hers)
      await ask(own, rights.liftMyRight, { body: { purpose: null } })
      assert.doesNotMatch(await stands(), /Иванова|copy_taken|"moving"/)
      assert.ok(!(await knownOf()).includes('surname'))
    })

    await t.test('is taken in once, in their name, by the colleague; and they read it all', async () => {
      const shown = broughtMove.parse((await look(clara, vera, hers)).said)
      assert.deepEqual([shown.issuer.company, shown.issuer.site, shown.taken, shown.case, shown.left_out], ['Лавка', site, null, null, 0])
      assert.ok(shown.items.some(({ item, value, becomes }) => item === 'field.surname' && value === 'Иванова' && becomes === 'new'))
      const sent = await clara.fetch(`/v1/rights/proofs/${vera}?name=wish.pdf`, { method: 'POST', body: '%PDF-1.7 wish' })
      const scan = rights.keepRightProof.output.parse(await sent.json())
      const chosen = shown.items.map(({ item }) => item).filter((item) => wish.take.includes(item))
      const taken = await bringFor(clara, vera, hers, { ...wish, take: chosen, proof_id: scan.id, mandate_id: await mandateFor(vera, 'moving') })
      assert.deepEqual([taken.status, taken.said.taken], [200, chosen.length], JSON.stringify(taken.said))
      const page = await ask(own, readMyPage)
      const surname = page.known.flatMap((group) => group.fields).find(({ field }) => field === 'surname')
      assert.deepEqual([surname?.value, surname?.source], ['Иванова', `copy:${new URL(site).host}`])
      assert.ok((await knownOf()).includes('surname'), 'what is known of her is said anew at once')
      assert.doesNotMatch(JSON.stringify(page), /Садовая/, 'what was not wished for stays there')
      const [mine] = (await ask(own, rights.listMyRights)).items
      assert.deepEqual(
        [mine?.right, mine?.number, mine?.state, mine?.road, mine?.evidence, mine?.words, mine?.entered_by, mine?.proofs[0]?.sha256],
        ['moving', taken.said.case.number, 'answered', 'counter', wish.evidence, wish.words, 'clerk', scan.sha256],
      )
      assert.equal(mine?.by_mandate, true, 'the holder of a mandate brought it')
      const uses = (await ask(own, listMyUses, { query: {} })).items
      assert.ok(
        uses.some(({ deed, actor, fields }) => deed === 'write' && actor.role === 'clerk' && fields.includes('surname')),
        JSON.stringify(uses),
      )
      await no(409, /taken over already/, bringFor(clara, vera, hers, { ...wish, take: ['field.address'] }))
      await no(409, /taken over already/, bringFor(boss, vera, hers, { ...wish, take: ['field.address'] }))
      assert.equal((await ask(own, rights.listMyRights)).items.filter(({ right }) => right === 'moving').length, 1)
      assert.doesNotMatch(await stands(), /Садовая/)
    })
  })
})

async function unpacked(copy: Buffer): Promise<Map<string, Buffer>> {
  const files = new Map<string, Buffer>()
  const desk = { ...bytesOf(copy), give: async () => {} }
  for (const entry of (await zipEntries(desk)).values()) {
    const pieces: Buffer[] = []
    for await (const piece of unpack(desk, entry, newBudget())) pieces.push(piece)
    files.set(entry.name, Buffer.concat(pieces))
  }
  return files
}

const repacked = (files: ReadonlyMap<string, Buffer>, changes: { [name: string]: string | undefined }) =>
  zipOf(
    Object.entries({ ...Object.fromEntries([...files].map(([name, bytes]) => [name, bytes.toString('utf8')])), ...changes }).flatMap(([name, text]) =>
      text === undefined ? [] : [{ name, text }],
    ),
  )
