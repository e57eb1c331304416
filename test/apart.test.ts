import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { connect } from 'node:tls'
import { keyOf, recordPeople } from './attack/people.ts'
import { certificates, ended, keepEnv, startPart } from './parts.ts'
import { admin, clientOf, freePort, healthy } from './product.ts'
import { testStore } from './store.ts'

// The keep and the office as an operator starts them on two machines: nothing in common but a database and what
// `rapport certificates` made.

test('a keep and an office on different machines', { timeout: 180_000 }, async (t) => {
  const store = await testStore(t)
  const folder = mkdtempSync(join(tmpdir(), 'rapport-apart-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  const at = (name: string) => join(folder, name)
  certificates(at('home'), at('papers'))
  const door = `127.0.0.1:${await freePort()}`
  const port = await freePort()
  const url = `http://localhost:${port}`
  const wing = { folder, door, url }

  await t.test('say what they lack', async () => {
    const lacking = async (role: string, env: Record<string, string>, args: string[]) => (await ended(startPart(t, { ...wing, role, env, args }))).said
    assert.match(await lacking('kitchen', {}, []), /"kitchen" is no role: keep, office or analyst/)
    assert.match(await lacking('keep', { KEEP_DATABASE_URL: store.url.keep }, []), /The role keep needs KEYS_DATABASE_URL/)
    assert.match(await lacking('office', { OFFICE_DATABASE_URL: store.url.office }, ['--certificates', at('nowhere')]), /nowhere\/office\/ca.crt is missing/)
  })

  const keep = startPart(t, { ...wing, role: 'keep', env: keepEnv(store), args: ['--home', at('keep'), '--certificates', at('papers')] })
  await keep.ready
  const office = startPart(t, {
    ...wing,
    role: 'office',
    env: { OFFICE_DATABASE_URL: store.url.office },
    args: ['--home', at('office'), '--certificates', at('papers'), '--port', String(port)],
  })
  await office.ready
  await healthy(url, 20_000)

  await t.test('serve a customer as one: what is piped and what goes through the door', async () => {
    const code = /asks for this code: (\S+)/.exec(keep.said())?.[1]
    assert.match(keep.said(), /Recovery key, shown this once/)
    const client = clientOf(url)
    const company = { name: 'Лавка', country: 'RU', currency: 'RUB', time_zone: 'Europe/Moscow', mail_from: 'hello@shop.example' }
    const setUp = await client.api('POST', '/v1/session/setup', { code, ...admin, language: 'en', company })
    assert.equal(setUp.status, 200, setUp.text)
    const key = await keyOf(client, 'secret', 'shop', ['record', 'read'])
    const [anna = ''] = await recordPeople(client, key, [{ user: 'u1', email: 'anna@apart.example', fields: { surname: 'Далёкая', name: 'Анна' } }])
    const card = await client.api('GET', `/v1/customers/${anna}/card`)
    assert.equal(card.status, 200, card.text)
    assert.match(card.text, /Далёкая/)
  })

  await t.test('let nobody else to the keep', async () => {
    assert.equal(await reaches(door, {}), false, 'without a certificate')
    certificates(at('other-home'), at('other-papers'))
    assert.equal(await reaches(door, papers(at('other-papers/office'))), false, 'with one of another authority')
    assert.equal(await reaches(door, papers(at('papers/keep'))), false, 'with the keep’s own')
    assert.equal(await reaches(door, papers(at('papers/office'))), true)
  })

  await t.test('the machine of the office holds no key and no way to the store of the keep', { skip: process.platform !== 'linux' }, () => {
    assert.ok(!existsSync(at('office')), 'it makes no folder of an installation')
    const all = processesOf(office.child.pid ?? 0).map((pid) => readFileSync(`/proc/${pid}/environ`, 'utf8'))
    assert.ok(all.length >= 2, 'main and the office were found')
    const epoch = readdirSync(at('keep/keys')).find((name) => name.startsWith('epoch-')) ?? ''
    for (const secret of [readFileSync(join(at('keep/keys'), epoch), 'utf8').trim(), new URL(store.url.keep).password, 'KEYS_DATABASE_URL=', 'RAPPORT_KEYS='])
      for (const environment of all) assert.ok(!environment.includes(secret))
    assert.ok(!(all.at(-1) ?? '').includes('OFFICE_DATABASE_URL='), 'and the office itself is told over IPC')
  })

  await t.test('each comes back by itself, and the other waits for it', async () => {
    assert.equal(await keep.stop(), 0)
    const away = await fetch(`${url}/v1/session/state`)
    assert.equal(away.status, 503)
    await startPart(t, { ...wing, role: 'keep', env: keepEnv(store), args: ['--home', at('keep'), '--certificates', at('papers')] }).ready
    await healthy(url, 20_000)
    assert.equal((await fetch(`${url}/v1/session/state`)).status, 200)
    assert.equal(await office.stop(), 0)
  })
})

const papers = (folder: string) => ({ cert: readFileSync(join(folder, 'own.crt')), key: readFileSync(join(folder, 'own.key')) })

/** Whether the keep answers an HTTP request to somebody with these papers. */
function reaches(door: string, with_: { cert?: Buffer; key?: Buffer }): Promise<boolean> {
  const [host = '', port = ''] = door.split(':')
  return new Promise((resolve) => {
    const socket = connect({ host, port: Number(port), servername: 'keep', rejectUnauthorized: false, ALPNProtocols: ['http/1.1'], ...with_ })
    const end = (yes: boolean) => {
      socket.destroy()
      resolve(yes)
    }
    socket.once('error', () => end(false))
    socket.once('close', () => end(false))
    socket.once('data', () => end(true))
    socket.write('GET /v1/session/state HTTP/1.1\r\nHost: keep\r\n\r\n')
  })
}

/** A process and those below it. */
function processesOf(pid: number): number[] {
  const below = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number)
  return [pid, ...below.flatMap(processesOf)]
}
