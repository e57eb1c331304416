// `bin/test [--at-once N] [--but FOLDER]… [FILES or FOLDERS…]`: one PostgreSQL and one migrated template for the whole run, node:test on the
// files, and a last line `N passed, N failed`. RAPPORT_TEST_PG=15 uses Debian's binaries of that version instead of the bundled ones.
import { spawn } from 'node:child_process'
import { existsSync, globSync, readFileSync, rmSync } from 'node:fs'
import { join, relative, resolve, sep } from 'node:path'
import { run } from 'node:test'
import { spec } from 'node:test/reporters'
import { parseArgs } from 'node:util'
import { prepareParts } from '../src/children.ts'
import { ensurePostgres, migrate, type RunningPostgres, roles, withClient } from '../src/platform/launcher/index.ts'
import { ensureWeb } from '../src/platform/web-build.ts'
import { provideBrowser } from './browser.ts'
import { makeRunFolder } from './folders.ts'
import { prepareHome } from './prepared-home.ts'
import { templates, testServerVariable } from './store.ts'

const root = join(import.meta.dirname, '..')
// Two hundred processes load the same modules: read once, they need not be compiled again.
process.env['NODE_COMPILE_CACHE'] ??= join(root, 'node_modules/.cache/rapport-tests')
const folders = ['src', 'test', 'web', 'bench']
/** More than two cores: whoever waits for what comes a second later leaves a core to another. Those that keep both busy by themselves ask for fewer. */
const usuallyAtOnce = 3
const fileTimeoutMs = 10 * 60_000
/** What takes longest begins first: begun last, it would run alone while the other place stands empty. The last line but one of a run says what these are. */
const longestFirst = [
  'test/journeys/looks.test.ts',
  'test/theft/frequency.test.ts',
  'test/town/demo.test.ts',
  'test/api/paging.test.ts',
  'test/api/forms.test.ts',
  'test/api/exports.test.ts',
  'test/api/bulk.test.ts',
  'test/theft/theft.test.ts',
  'test/crash/crash.test.ts',
  'test/journeys/thread.test.ts',
  'test/journeys/registers.test.ts',
  'test/theft/erased.test.ts',
  'test/crash/stopping.test.ts',
]

const { values: asked, positionals } = parseArgs({
  options: { but: { type: 'string', multiple: true }, 'at-once': { type: 'string' } },
  allowPositionals: true,
})
const files = longestBegin(filesToRun(positionals, asked.but))
if (files.length === 0) {
  console.log('There are no tests to run.')
  console.log('0 passed, 0 failed')
  process.exit(1)
}

const startProducts = await prepareWhatTheyNeed(files).catch(giveUp)

const folder = makeRunFolder()
const postgres = await ensurePostgres({ home: folder, fsync: false, ...binaries() })
const watchdog = endWithUs(postgres.pid, folder)
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(1)) // the watchdog cleans up

await Promise.all([makeTemplate(postgres), startProducts ? prepareHome(folder) : undefined]).catch(giveUp)
const { passed, failed } = await runFiles(files)
await postgres.stop()
rmSync(folder, { recursive: true, force: true })
watchdog.kill()
console.log(`${passed} passed, ${failed} failed`)
process.exit(failed > 0 || passed === 0 ? 1 : 0)

function giveUp(error: unknown): never {
  console.log(error instanceof Error ? error.message : error)
  console.log('0 passed, 0 failed')
  process.exit(1)
}

/** What is named; else everything `but` what lies in these folders. */
function filesToRun(named: readonly string[], but: readonly string[] = []): string[] {
  if (named.length > 0) {
    const missing = named.find((file) => !existsSync(file))
    if (missing) {
      console.log(`There is no test file ${missing}.`)
      return []
    }
    return named.flatMap((name) => (name.endsWith('.ts') ? [resolve(name)] : testsUnder(resolve(name))))
  }
  const all = folders.flatMap((name) => testsUnder(join(root, name)))
  for (const name of longestFirst) if (!all.includes(join(root, name))) console.log(`test/run.ts begins with ${name}, which is not there.`)
  return all.filter((file) => !but.some((folder) => file.startsWith(join(root, folder, sep))))
}

function longestBegin(chosen: readonly string[]): string[] {
  const first = longestFirst.map((name) => join(root, name)).filter((name) => chosen.includes(name))
  return [...first, ...chosen.filter((name) => !first.includes(name))]
}

/**
 * A browser, the built pages and the bundled code, once and before: two files that start the product side by side would both build them. Gives
 * whether any of them may start it.
 */
async function prepareWhatTheyNeed(chosen: readonly string[]): Promise<boolean> {
  const texts = chosen.map((file) => readFileSync(file, 'utf8'))
  const any = (mention: RegExp) => texts.some((text) => mention.test(text))
  if (any(/playwright|browser\.ts/)) provideBrowser((line) => console.log(line))
  const product = any(/product\.ts|shop\.ts|main\.ts|journeys|browser\.ts/)
  if (product) await Promise.all([ensureWeb(root, (line) => console.log(line)), prepareParts((line) => console.log(line))])
  return product
}

function testsUnder(path: string): string[] {
  return globSync('**/*.test.{ts,tsx}', { cwd: path })
    .map((file) => join(path, file))
    .sort()
}

function binaries(): { binaries?: string } {
  const version = process.env['RAPPORT_TEST_PG']
  if (!version) return {}
  const place = `/usr/lib/postgresql/${version}`
  if (!existsSync(join(place, 'bin', 'postgres'))) {
    console.log(`PostgreSQL ${version} is not installed at ${place}: apt-get install postgresql-${version}.`)
    process.exit(1)
  }
  return { binaries: place }
}

// Even if this process is killed with -9 its end of the pipe closes, and the server and its folder go; last, because the
// products that the tests had started are ended by what still stands in it.
function endWithUs(pid: number, data: string) {
  const script = 'cat >/dev/null; kill -QUIT "$1" 2>/dev/null; sleep 6; rm -rf "$2"'
  const child = spawn('/bin/sh', ['-c', script, 'sh', String(pid), data], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  })
  child.unref()
  return child
}

async function makeTemplate(server: RunningPostgres): Promise<void> {
  const url = (name: string) => server.url('owner', name)
  await makeDatabases(server)
  await migrate({ ownerUrl: url(templates.main), keysOwnerUrl: url(templates.keys) })
  process.env[testServerVariable] = JSON.stringify({
    admin: server.adminUrl,
    owner: url(templates.main),
    keep: server.url('keep', templates.main),
    office: server.url('office', templates.main),
    analyst: server.url('analyst', templates.main),
  })
}

async function makeDatabases(server: RunningPostgres): Promise<void> {
  await withClient(server.adminUrl, async (admin) => {
    for (const name of Object.values(templates)) await admin.query(`create database ${name} owner rapport_owner`)
    // Many tests share these roles, each with pools of its own.
    for (const role of Object.values(roles)) await admin.query(`alter role ${role} connection limit -1`)
    // Databases made and dropped leave much behind in the log, and it may lie in memory.
    await admin.query(`alter system set max_wal_size = '512MB'`)
    await admin.query('select pg_reload_conf()')
  })
}

async function runFiles(chosen: string[]): Promise<{ passed: number; failed: number }> {
  const stream = run({ files: chosen, concurrency: Number(asked['at-once'] ?? usuallyAtOnce), timeout: fileTimeoutMs })
  const total = { passed: 0, failed: 0 }
  const empty: string[] = []
  const took: { file: string; seconds: number }[] = []
  stream.on('test:summary', ({ file, counts, duration_ms }) => {
    if (file !== undefined) return void took.push({ file: relative(root, file), seconds: duration_ms / 1000 })
    total.passed = counts.passed
    total.failed = counts.tests - counts.passed - counts.skipped - counts.todo
  })
  // A file without a test counts as one that passed, under its own name; it is a mistake.
  stream.on('test:pass', ({ name }) => {
    if (chosen.includes(name)) empty.push(name)
  })
  const report = stream.compose(spec)
  report.pipe(process.stdout)
  await new Promise((done) => report.once('end', done))
  const longest = took.toSorted((a, b) => b.seconds - a.seconds).slice(0, 12)
  console.log(`Longest: ${longest.map(({ file, seconds }) => `${file} ${seconds.toFixed(0)} s`).join(', ')}`)
  for (const name of empty) console.log(`There is no test in ${relative(root, name)}.`)
  return { passed: total.passed - empty.length, failed: total.failed + empty.length }
}
