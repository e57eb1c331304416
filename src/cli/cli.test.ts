import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { fileURLToPath } from 'node:url'

const program = fileURLToPath(new URL('../../bin/rapport', import.meta.url))

test('help, version and mistakes are plain', async (t) => {
  const home = temporaryFolder(t)
  const help = await rapport(home, '--help')
  for (const name of ['start', 'demo', 'import', 'verify', 'backup', 'restore', 'keys', 'db', 'doctor', 'bench']) assert.match(help.out, new RegExp(name))
  assert.match((await rapport(home, '--version')).out, /^\d+\.\d+\.\d+\n$/)
  assert.match((await rapport(home, 'backup', '--help')).out, /--to/)
  for (const [line, told] of [
    [['nonsense'], /Unknown command/],
    [['backup'], /There is no installation in/],
    [['restore', '/nowhere'], /has no whole backup of main/],
    [['start', '--port', 'abc'], /"abc" is no port/],
    [['bench', '../x'], /There is no bench/],
    [['bench', 'gate', '--size', 'huge'], /no size/],
  ] as const) {
    const said = await rapport(home, ...line)
    assert.equal(said.code, 1, line.join(' '))
    assert.match(said.err, told)
    assert.doesNotMatch(said.err, /\n {4}at /)
  }
  assert.deepEqual(readdirSync(home), [])
})

test('an installation is made, backed up, and restored beside itself', async (t) => {
  const folder = temporaryFolder(t)
  const [first, second] = [join(folder, 'first'), join(folder, 'second')]
  const made = await rapport(first, 'db', 'migrate')
  assert.match(made.out, /applied main\/001_/, made.err)
  const again = await rapport(first, 'db', 'migrate')
  assert.match(again.out, /up to date/, again.err)
  const copied = await rapport(first, 'backup')
  assert.match(copied.out, /main-\d{8}-\d{6}: \d+ tables/, copied.err)
  const restored = await rapport(second, 'restore', join(first, 'backups'))
  assert.equal(restored.code, 0, restored.err)
  assert.match(restored.out, /Restored \d+ rows/)
  assert.match(restored.out, /put the epoch key file into/)
  assert.match(restored.out, /put the old secrets\/ids into/)
  const doctor = await rapport(first, 'doctor')
  assert.match(doctor.out, /not running/)
  assert.match(doctor.out, /the last is of today/)
  assert.equal(doctor.code, 0)
})

test('doctor finds what is wrong and its exit code says so', async (t) => {
  const home = temporaryFolder(t)
  mkdirSync(join(home, 'secrets'))
  writeFileSync(join(home, 'secrets', 'keep'), 'x', { mode: 0o644 })
  const said = await rapport(home, 'doctor')
  assert.equal(said.code, 1)
  assert.match(said.out, /BAD .* others can read/)
})

function rapport(home: string, ...args: string[]): Promise<{ code: number | null; out: string; err: string }> {
  const env = { PATH: process.env['PATH'] ?? '', RAPPORT_HOME: home, NO_COLOR: '1' }
  const child = spawn(process.execPath, [program, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  const said = { out: '', err: '' }
  child.stdout.on('data', (chunk) => (said.out += chunk))
  child.stderr.on('data', (chunk) => (said.err += chunk))
  return new Promise((done) => child.once('close', (code) => done({ code, ...said })))
}

function temporaryFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'rapport-cli-'))
  chmodSync(folder, 0o711) // as root, PostgreSQL runs as somebody else who has to walk in
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}
