import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { z } from 'zod'
import * as access from '../../src/keep/access/contract.ts'
import { type Client, type Product, startProduct } from '../product.ts'
import { ask } from '../town/demo/visitor.ts'

// What programs reach by their keys besides customers: files, consents, registers, personal notes and the trash. The no before the yes.

describe('programs', () => {
  const ends: (() => unknown)[] = []
  let product: Product
  let admin: Client
  let anna: string

  before(async () => {
    product = await startProduct({ after: (end: () => unknown) => ends.push(end) })
    admin = await product.setUp()
    const made = await admin.api('POST', '/v1/customers', {
      kind: 'person',
      fields: { name: 'Anna', surname: 'Bell' },
      identifiers: [{ kind: 'email', value: 'anna@bell.example' }],
    })
    anna = z.object({ id: z.string() }).parse(made.body).id
  })
  test.after(async () => {
    for (const end of ends.reverse()) await end()
  })

  type Scope = z.input<NonNullable<typeof access.addKey.body>>['scopes']
  const keyWith = async (scopes: Scope, purposes: string[] = []) =>
    (await ask(admin, access.addKey, { body: { kind: 'secret', title: 'crm', source: 'crm', scopes, purposes } })).secret
  const by = (key: string) => (method: string, path: string, body?: unknown) => product.api(method, path, body, { key })

  test('a key without the scope is told which one it lacks; one that is not known, nothing', async () => {
    const reader = by(await keyWith(['read']))
    const lacking: [method: string, path: string, scope: string, body?: object][] = [
      ['POST', `/v1/files/${anna}?name=a.txt`, 'change', {}],
      ['DELETE', `/v1/files/${anna}/f_none`, 'change'],
      ['POST', '/v1/consents', 'consents', { consents: [] }],
      ['POST', '/v1/register', 'registers', {}],
      ['POST', '/v1/fields', 'registers', {}],
      ['POST', '/v1/kinds/visit/retire', 'registers'],
      ['POST', '/v1/purposes', 'registers', {}],
      ['POST', `/v1/customers/${anna}/personal`, 'change', { kind: 'talk', text: 'x' }],
      ['DELETE', `/v1/customers/${anna}`, 'change'],
      ['POST', `/v1/customers/${anna}/restore`, 'change', {}],
    ]
    for (const [method, path, scope, body] of lacking) {
      const answer = await reader(method, path, body)
      assert.equal(answer.status, 403, `${method} ${path}`)
      assert.match(answer.text, new RegExp(`scope \\\\"${scope}\\\\"`), `${method} ${path}`)
      assert.equal((await by('rsk_nobody_has_this_key')(method, path, body)).status, 401, `${method} ${path} by nobody`)
    }
    for (const path of ['/v1/views', '/v1/notices', '/v1/bulk'])
      assert.match((await reader('GET', path)).text, /This is for people who are signed in: no API key does it\./, path)
    assert.match((await by('rsk_F')('GET', '/v1/tags')).text, /This API key is not known/, 'a key cut short is told so, too')
    const recorder = by(await keyWith(['record']))
    for (const path of ['/v1/fields', '/v1/kinds', '/v1/purposes', `/v1/files/${anna}`]) assert.equal((await recorder('GET', path)).status, 403, path)
  })

  test('registers are read with "read" and kept with "registers", and the log of acts says which key it was', async () => {
    const keeper = by(await keyWith(['read', 'registers']))
    const field = { code: 'x_locker', type: 'number', codes: null, title: { en: 'Locker', ru: 'Шкафчик' }, purposes: ['service'], searched: false }
    const declared = await keeper('POST', '/v1/fields', field)
    assert.equal(declared.status, 200, declared.text)
    for (const path of ['/v1/fields', '/v1/kinds', '/v1/purposes', '/v1/purposes/service', '/v1/forms'])
      assert.equal((await keeper('GET', path)).status, 200, path)
    assert.match((await keeper('GET', '/v1/fields')).text, /x_locker/)
    assert.match((await admin.api('GET', '/v1/audit')).text, /"kind":"api"/)
    assert.equal((await keeper('POST', '/v1/fields/x_locker/retire')).status, 200)
  })

  test('consents are entered with their evidence, by a key with purposes only for these', async () => {
    const said = { customer_id: anna, channel: 'email', topic: null, state: 'given', method: 'paper', evidence: 'form 17' }
    const consents = (purpose: string) => ({ consents: [{ ...said, purpose }] })
    const bound = by(await keyWith(['consents'], ['service']))
    const refused = await bound('POST', '/v1/consents', consents('marketing'))
    assert.equal(refused.status, 403, refused.text)
    assert.match(refused.text, /"place":"consents\[0\]\.purpose"/)
    const entered = await by(await keyWith(['consents'], ['marketing']))('POST', '/v1/consents', consents('marketing'))
    assert.deepEqual([entered.status, entered.text], [200, '{"entered":1}'])
  })

  test('files: sent, listed, read and deleted by a key that may; never by one that was made for marketing', async () => {
    const key = await keyWith(['read', 'change'], ['service'])
    const at = `${product.url}/v1/files/${anna}`
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'text/plain' }
    const sent = await fetch(`${at}?name=offer.txt`, { method: 'POST', headers, body: 'An offer' })
    assert.equal(sent.status, 201, await sent.clone().text())
    const { id } = z.object({ id: z.string() }).parse(await sent.json())
    assert.equal(await (await fetch(`${at}/${id}`, { headers })).text(), 'An offer')
    assert.match((await by(key)('GET', `/v1/files/${anna}`)).text, /offer\.txt/)
    const marketer = by(await keyWith(['read', 'change'], ['marketing']))
    for (const [method, path] of [
      ['GET', `/v1/files/${anna}`],
      ['GET', `/v1/files/${anna}/${id}`],
      ['DELETE', `/v1/files/${anna}/${id}`],
    ] as const)
      assert.equal((await marketer(method, path)).status, 403, `${method} ${path} for marketing`)
    assert.equal((await by(key)('GET', '/v1/files/c_nobody')).status, 404)
    assert.equal((await by(key)('DELETE', `/v1/files/${anna}/${id}`)).status, 200)
    const looks = await admin.api('GET', `/v1/customers/${anna}/looks`)
    assert.match(looks.text, /"kind":"api"/, 'the journal of the customer names the program')
  })

  test('personal notes and the trash, by a key that may change', async () => {
    const writer = by(await keyWith(['read', 'change']))
    const at = `/v1/customers/${anna}`
    const added = await writer('POST', `${at}/personal`, { kind: 'interest', text: 'Old maps' })
    assert.equal(added.status, 200, added.text)
    const { id } = z.object({ id: z.string() }).parse(added.body)
    assert.equal((await writer('PUT', `${at}/personal/${id}`, { kind: 'interest', text: 'Old globes' })).status, 200)
    assert.match((await writer('GET', `${at}/personal`)).text, /Old globes/)
    assert.equal((await writer('DELETE', `${at}/personal/${id}`)).status, 200)
    assert.deepEqual((await writer('DELETE', at)).body, { changed: true })
    assert.equal(
      (await writer('POST', `${at}/notes`, { text: 'x', kind: 'note', direction: 'none' })).status,
      403,
      'nothing is opened of whoever is in the trash',
    )
    assert.deepEqual((await writer('POST', `${at}/restore`, {})).body, { changed: true })
  })
})
