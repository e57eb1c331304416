import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'

// The first start of an installation, by hand (src/main.ts): the one moment at which the recovery key can be seen.

const program = join(import.meta.dirname, '..', 'bin', 'rapport')
const shown = /Recovery key, shown this once\. Write it down and keep it away from this machine:\n\n {2}([0-9A-Z-]{60,})\n/

test('a start whose port is taken makes nothing, and the one that makes the keys shows the recovery key', { timeout: 240_000 }, async (t) => {
  const home = join(temporaryFolder(t), 'home')
  const port = await takenPort(t)
  const refused = await rapport(['start', '--home', home, '--port', String(port.number)])
  assert.equal(refused.code, 1)
  assert.match(refused.said, /is in use by another program/)
  assert.doesNotMatch(refused.said, shown)
  assert.ok(!existsSync(home))
  await nothingIn(home)
  assert.ok(!existsSync(home))

  await port.free()
  for (const [name, value, told] of [
    ['TRUSTED_PROXIES', 'nginx', /^TRUSTED_PROXIES names "nginx", which is/],
    ['METRICS_TOKEN', 'short', /^METRICS_TOKEN has 5 characters/],
  ] as const) {
    const answer = await rapport(['start', '--home', home, '--port', String(port.number)], { [name]: value })
    assert.equal(answer.code, 1)
    assert.match(answer.said, told)
    assert.ok(!existsSync(home))
  }
  const first = start(t, home, port.number)
  // Said although the public address leads nowhere yet: the proxy comes later.
  await first.until(/Rapport is ready: https:\/\/crm\.example\.invalid\nSet it up in the browser with this code: \S{12}\n/)
  assert.match(first.said(), shown)
  await nothingElse(home, port.number)
  assert.equal(await first.stop(), 0)

  const second = start(t, home, port.number)
  await second.until(/Rapport is ready/)
  assert.doesNotMatch(second.said(), /Recovery key/)
  const verified = await rapport(['verify', '--home', home])
  assert.match(verified.said, /Everything holds/)
  assert.equal(verified.code, 0)
  await second.stop()
})

test('a folder whose databases were made but no keys has nothing to verify, and nothing is made by asking', { timeout: 240_000 }, async (t) => {
  const home = join(temporaryFolder(t), 'home')
  assert.equal((await rapport(['db', 'migrate', '--home', home])).code, 0)
  const verified = await rapport(['verify', '--home', home])
  assert.equal(verified.code, 1)
  assert.match(verified.said, /^This installation has no keys yet/m)
  assert.doesNotMatch(verified.said, /holds|Recovery key/)
  assert.deepEqual(readdirSync(join(home, 'keys')), [])

  const file = join(home, 'contacts.csv')
  writeFileSync(file, 'email,name\nanna@example.com,Anna\n')
  const imported = await rapport(['import', file, '--yes', '--home', home])
  assert.match(imported.said, shown, 'whichever command makes the keys says so in the same words')
  assert.ok(existsSync(join(home, 'keys', 'epoch-1.key')))
})

test('a folder with only something else in it is no installation, and a demo inside it is named', async (t) => {
  const home = temporaryFolder(t)
  mkdirSync(join(home, 'demo-hotel', 'data'), { recursive: true })
  const verified = await rapport(['verify', '--home', home])
  assert.equal(verified.code, 1)
  assert.equal(verified.said, `There is no installation in ${home}: name its folder with --home or RAPPORT_HOME (--home ${join(home, 'demo-hotel')}, say).\n`)
  assert.deepEqual(readdirSync(home), ['demo-hotel'])
})

async function nothingIn(home: string): Promise<void> {
  for (const command of [['verify'], ['backup'], ['keys', 'roll'], ['keys', 'recover'], ['db', 'distribute']]) {
    const answer = await rapport([...command, '--home', home])
    assert.equal(answer.code, 1, command.join(' '))
    assert.match(answer.said, /^There is no installation in /)
  }
}

/** While it runs, another start is refused by name of the first, whatever its port. */
async function nothingElse(home: string, port: number): Promise<void> {
  const again = await rapport(['start', '--home', home, '--port', String(port)])
  assert.equal(again.code, 1)
  assert.match(again.said, /This installation is already running/)
}

function spawned(args: string[], set: Record<string, string> = {}) {
  const env = { ...set, PATH: process.env['PATH'] ?? '', NO_COLOR: '1', RAPPORT_LOG: 'error' }
  const child = spawn(process.execPath, [program, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes) => (said += bytes))
  const code = new Promise<number | null>((ended) => child.once('close', ended))
  return { child, code, said: () => said }
}

async function rapport(args: string[], set: Record<string, string> = {}): Promise<{ code: number | null; said: string }> {
  const { code, said } = spawned(args, set)
  return { code: await code, said: said() }
}

function start(t: TestContext, home: string, port: number) {
  const { child, code, said } = spawned(['start', '--home', home, '--port', String(port), '--public-url', 'https://crm.example.invalid'])
  const stop = () => {
    child.kill('SIGTERM')
    return code
  }
  t.after(stop)
  const until = async (words: RegExp) => {
    const ended = code.then((status) => assert.fail(`it ended with ${status}: ${said()}`))
    const heard = new Promise<void>((resolve) => {
      child.stdout.on('data', () => words.test(said()) && resolve())
    })
    await Promise.race([heard, ended])
  }
  return { said, stop, until }
}

async function takenPort(t: TestContext): Promise<{ number: number; free(): Promise<void> }> {
  const server = createServer()
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const free = () => new Promise<void>((closed) => server.close(() => closed()))
  t.after(() => (server.listening ? free() : undefined))
  const at = server.address()
  assert.ok(at !== null && typeof at === 'object')
  return { number: at.port, free }
}

function temporaryFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'rapport-first-'))
  chmodSync(folder, 0o711) // as root, PostgreSQL runs as somebody else who has to walk in
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}
