import assert from 'node:assert/strict'
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { connect } from 'node:tls'
import { z } from 'zod'
import { keyOf, recordPeople } from './attack/people.ts'
import { admin, clientOf, freePort, healthy } from './product.ts'
import { type TestStore, testStore } from './store.ts'

// The keep and the office as an operator starts them on two machines: nothing in common but a database and what
// `rapport certificates` made.

const rapport = join(import.meta.dirname, '../bin/rapport')
const readyLine = /^Rapport is ready: (.+)$/m

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

const keepEnv = (store: TestStore) => ({ KEEP_DATABASE_URL: store.url.keep, KEYS_DATABASE_URL: store.url.keys })

function certificates(home: string, to: string): void {
  const made = spawnSync(rapport, ['certificates', '--home', home, '--to', to], { encoding: 'utf8', env: cleanEnv() })
  assert.equal(made.status, 0, made.stderr)
  assert.match(made.stdout, /office: copy it to each machine of that part, good until \d{4}/)
}

type Part = { child: ChildProcess; ready: Promise<void>; said(): string; stop(): Promise<number | null> }

function startPart(t: TestContext, o: { folder: string; door: string; url: string; role: string; env: Record<string, string>; args: string[] }): Part {
  const args = ['start', '--role', o.role, '--door', o.door, '--public-url', o.url, ...o.args]
  const child = spawn(rapport, args, { cwd: o.folder, env: { ...cleanEnv(), ...o.env }, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  const exit = new Promise<number | null>((resolve) => child.once('exit', resolve))
  const ready = new Promise<void>((resolve, reject) => {
    const hear = (bytes: Buffer) => {
      said += bytes.toString('utf8')
      if (readyLine.test(said)) resolve()
    }
    child.stdout?.on('data', hear)
    child.stderr?.on('data', hear)
    void exit.then(() => reject(new Error(`${o.role} ended:\n${said}`)))
  })
  ready.catch(() => {})
  const stop = () => {
    child.kill('SIGTERM')
    return exit
  }
  t.after(stop)
  return { child, ready, said: () => said, stop }
}

async function ended(part: Part): Promise<{ said: string }> {
  await new Promise((resolve) => part.child.once('close', resolve))
  assert.equal(part.child.exitCode, 1)
  return { said: part.said() }
}

const cleanEnv = (): Record<string, string> => {
  const { PATH = '', HOME = '' } = z.object({ PATH: z.string(), HOME: z.string() }).partial().parse(process.env)
  return { PATH, HOME }
}

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
