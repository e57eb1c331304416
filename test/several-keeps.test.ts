import assert from 'node:assert/strict'
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { type KeyringTables, openKeyring } from '../src/keep/keyring/index.ts'
import { openDb } from '../src/platform/db/index.ts'
import { opaque } from '../src/platform/ids/index.ts'
import { keyOf, recordPeople } from './attack/people.ts'
import { certificates, keepEnv, startPart } from './parts.ts'
import { admin, type Client, clientOf, freePort, healthy } from './product.ts'
import { testStore } from './store.ts'

// Two keeps of one installation, each with an office before it: what one does, the other knows.

const withinMs = 2_000
/** How long what one keep wrote may take to be found by the other on a machine that has other things to do. */
const patienceMs = 30_000

test('two keeps side by side', { timeout: 180_000 }, async (t) => {
  const store = await testStore(t)
  const folder = mkdtempSync(join(tmpdir(), 'rapport-keeps-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  const at = (name: string) => join(folder, name)
  certificates(at('first-home'), at('papers'))

  const pair = async (home: string) => {
    const door = `127.0.0.1:${await freePort()}`
    const port = await freePort()
    const wing = { folder, door, url: 'http://localhost:1' }
    const keep = startPart(t, { ...wing, role: 'keep', env: keepEnv(store), args: ['--home', home, '--certificates', at('papers')] })
    await keep.ready
    await startPart(t, {
      ...wing,
      role: 'office',
      env: { OFFICE_DATABASE_URL: store.url.office },
      args: ['--certificates', at('papers'), '--port', String(port)],
    }).ready
    const url = `http://localhost:${port}`
    await healthy(url, 20_000)
    return { keep, client: clientOf(url) }
  }
  const one = await pair(at('one'))
  cpSync(at('one/keys'), at('two/keys'), { recursive: true })
  const two = await pair(at('two'))

  const code = readFileSync(at('papers/keep/set-up-code'), 'utf8').trim()
  const company = { name: 'Лавка', country: 'RU', currency: 'RUB', time_zone: 'Europe/Moscow', mail_from: 'hello@shop.example' }
  const setUp = await one.client.api('POST', '/v1/session/setup', { code, ...admin, language: 'en', company })
  assert.equal(setUp.status, 200, setUp.text)
  assert.equal((await two.client.api('POST', '/v1/session', { email: admin.email, password: admin.password })).status, 200, 'a colleague is known to both')
  const key = await keyOf(one.client, 'secret', 'shop', ['record', 'read'])
  const people = [
    { user: 'u1', email: 'nina@keeps.example', fields: { surname: 'Стиранова', name: 'Нина' } },
    { user: 'u2', email: 'vera@keeps.example', fields: { surname: 'Осталова', name: 'Вера' } },
  ]
  const [nina = '', vera = ''] = await recordPeople(one.client, key, people)
  const card = async (client: Client, who: string) => (await client.api('GET', `/v1/customers/${who}/card`)).text
  const found = async (client: Client, words: string) => (await client.api('GET', `/v1/search?q=${encodeURIComponent(words)}`)).text

  await t.test('whoever was recorded by one is found by the other', async () => {
    await within(async () => (await found(two.client, 'Стиранова')).includes('Стиранова'))
  })

  await t.test('a customer whose keys one destroyed is not opened by the other from its memory', async () => {
    for (const { client } of [one, two]) assert.match(await card(client, nina), /Стиранова/)
    const number = opaque(readFileSync(at('papers/keep/ids'), 'utf8').trim()).read('customer', nina) ?? -1
    const keys = openDb<KeyringTables>({ url: store.url.keys, max: 1 })
    const third = (await openKeyring({ db: keys, folder: at('one/keys'), now: new Date() })).keyring
    assert.ok((await third.destroyKeys([number])) > 0, 'there were keys to destroy')
    await keys.destroy()
    await sleep(withinMs)
    for (const { client } of [one, two]) {
      assert.doesNotMatch(await card(client, nina), /Стиранова|Нина|nina@/)
      assert.doesNotMatch(await found(client, 'nina@keeps.example'), /Стиранова|Нина|nina@/)
      assert.match(await card(client, vera), /Осталова/, 'everyone else is')
    }
  })

  await t.test('when one goes the other goes on', async () => {
    assert.equal(await one.keep.stop(), 0)
    const [anna = ''] = await recordPeople(two.client, key, [{ user: 'u3', email: 'anna@keeps.example', fields: { surname: 'Новая' } }])
    assert.match(await card(two.client, anna), /Новая/)
  })
})

async function within(what: () => Promise<boolean>): Promise<void> {
  const until = performance.now() + patienceMs
  while (!(await what())) {
    assert.ok(performance.now() < until, `not within ${patienceMs} ms`)
    await sleep(100)
  }
}
