import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startProduct } from '../product.ts'
import { keyOf, recordPeople } from './people.ts'

// Words that no database holds, and names that JavaScript has already: refused with their place, never "our side".

test('what cannot be kept is the caller’s mistake', async (t) => {
  const product = await startProduct(t)
  const admin = await product.setUp()
  const key = await keyOf(admin, 'secret', 'shop', ['record', 'read'])
  const [ann = ''] = await recordPeople(admin, key, [{ user: 'ann', email: 'ann@words.example', fields: { surname: 'Annova' } }])
  const [nul, half] = ['a\u0000b', 'a\ud83d']

  for (const bad of [nul, half]) {
    const title = { en: bad, ru: bad }
    const asked: [method: string, path: string, body?: unknown][] = [
      ['POST', '/v1/api-keys', { kind: 'secret', title: bad, source: 'shop', scopes: ['read'] }],
      ['POST', '/v1/fields', { code: 'x_bad', title, type: 'text', codes: null, searched: false, purposes: ['service'] }],
      ['POST', '/v1/register', { units: [{ unit: 'bad', title }] }],
      ['POST', `/v1/customers/${ann}/identifiers`, { kind: 'card', value: `12${bad}` }],
      ['POST', `/v1/customers/${ann}/notes`, { text: bad, kind: 'note', direction: 'none' }],
    ]
    for (const [method, path, body] of asked) {
      const answer = await admin.api(method, path, body)
      assert.equal(answer.status, 400, `${method} ${path} ${JSON.stringify(body)}: ${answer.text}`)
      assert.match(answer.text, /"place":"\w/)
    }
  }
  const timeline = `/v1/customers/${ann}/timeline`
  for (const path of ['/v1/kinds/a%00b/retire', '/v1/purposes/a%00b/retire']) assert.equal((await admin.api('POST', path, {})).status, 400, path)
  for (const query of ['channels=a%00b', 'kinds=a%00b']) assert.equal((await admin.api('GET', `${timeline}?${query}`)).status, 400, query)

  for (const name of ['constructor', 'toString', '__proto__', 'x_89161234501', 'some thing', 'Иван', 'x_Иван Иванов', '%']) {
    const path = `/v1/customers/${ann}/fields/${encodeURIComponent(name)}`
    assert.equal((await admin.api('PUT', path, { value: 'X' })).status, 400, name)
    const history = await admin.api('GET', `${path}/history`)
    assert.ok(history.status === 400 || history.status === 404, `${name}: ${history.status} ${history.text}`)
  }
  assert.equal((await admin.api('GET', `/v1/customers/${ann}/fields/%ff/history`)).status, 400)
  for (const name of ['constructor']) {
    const customer = { identifiers: [{ kind: 'user', value: 'ann' }], fields: { [name]: 'Annova' } }
    const event = { id: name, at: '2026-11-01T12:00:00Z', kind: 'order', channel: 'shop', customer }
    const answer = await product.api('POST', '/v1/interactions', { interactions: [event] }, { key })
    assert.match(answer.text, /there is no such field/, name)
  }
  const looks = await admin.api('GET', `/v1/customers/${ann}/looks`)
  assert.ok(!/constructor|Иван/.test(looks.text), 'no receipt names what is no field')
})
