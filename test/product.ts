import { type ChildProcess, spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { homeAt, isAlive, keysDatabase, lookForPostgres, mainDatabase, type RoleName, roles, withDatabase, withLogin } from '../src/platform/launcher/index.ts'
import { onDisk } from './folders.ts'
import { freshHome } from './prepared-home.ts'
import { type Visitor, visitor } from './town/demo/visitor.ts'

// The whole product, as an operator starts it: main in a process of its own, in a fresh folder, on a free port.

export type Part = 'main' | 'keep' | 'office' | 'analyst' | 'postgres'

export type Answer = { status: number; headers: Headers; text: string; body: unknown }

/** Whose request it is: a cookie header as it stands, or the secret of an API key. */
export type As = { cookie?: string | undefined; key?: string | undefined; headers?: Record<string, string> }

export type Client = Visitor & {
  api(method: string, path: string, body?: unknown, as?: As): Promise<Answer>
  /** The cookie header of this client as it is now. */
  cookie(): string
}

export type Product = {
  url: string
  home: string
  /** Typed at set-up by the first administrator. */
  setUpCode: string
  /** Shown by the very first start only. */
  recoveryKey: string | undefined
  /** Process ids of the parts that run now; asks main, so main must live. */
  pids(): Promise<Record<Part, number>>
  /** Process id of the database, also when main is dead. */
  postgres(): number | undefined
  /** A connection string of one role, to the main database or that of keys: to look under the floor. */
  databaseUrl(role: RoleName, which?: 'main' | 'keys'): string
  api(method: string, path: string, body?: unknown, as?: As): Promise<Answer>
  /** A client with a cookie jar of its own, signed in nowhere. */
  client(): Client
  /** Makes the company and its first administrator; gives them signed in. */
  setUp(): Promise<Client>
  /** Settles when /health answers 200; fails after so many milliseconds. */
  healthy(withinMs?: number): Promise<void>
  /** kill -9 of main alone; settles when it is dead. What else runs is as a crash would leave it. */
  killMain(): Promise<void>
  /** Starts main again on the same folder and port, as a service manager would; throws main's own sentence when it does not start. */
  startAgain(): Promise<void>
  /** SIGTERM to main, and its exit code when everything has ended. */
  stop(): Promise<number | null>
  /** Everything that all processes have written to stdout and stderr. */
  log(): string
}

export type ProductOptions = {
  /** What the company is called; country, currency and zone as in the town. */
  company?: string
  /** As `rapport demo` starts it. */
  demo?: boolean
  /** true: PostgreSQL waits for the disk, as in life, and lies on one. Without it a kill of PostgreSQL may lose what was acknowledged. */
  fsync?: boolean
  /** true: not even its database is there yet. */
  fromNothing?: boolean
  /** Where the installation is; default: a fresh folder. Whoever names one removes it. */
  home?: string
  /** Its public address is 127.0.0.1 and not localhost. */
  byNumber?: boolean
  /** More environment for main. */
  env?: Record<string, string>
}

export const admin = { name: 'Vera Glavnaya', email: 'vera@shop.example', password: 'correct horse battery' }

const startedShape = z.object({ url: z.string(), setUpCode: z.string(), recoveryKey: z.string().optional() })
const saidShape = z.union([z.object({ ready: startedShape }), z.object({ failed: z.string() })])
const childrenShape = z.object({ children: z.array(z.object({ name: z.enum(['keep', 'office', 'analyst']), pid: z.number().optional() })) })
const patienceMs = 60_000

/** Starts the product and gives it when it is ready; when the test ends all its processes are ended and its folder goes. */
export async function startProduct(t: Pick<TestContext, 'after'> & { readonly passed?: boolean }, o: ProductOptions = {}): Promise<Product> {
  const home = o.home ?? freshHome(o.fsync ? onDisk() : tmpdir(), { prepared: !o.fsync && !o.fromNothing })
  const port = await freePort()
  const plan = {
    home,
    port,
    wishes: JSON.stringify({ demo: o.demo ?? false, fsync: o.fsync ?? false }),
    env: { ...(o.byNumber && { PUBLIC_URL: `http://127.0.0.1:${port}` }), ...o.env },
  }
  const written: Buffer[] = []
  const known = new Set<number>()
  const watchdog = endWithUs(home, o.home === undefined)
  let main: ChildProcess | undefined
  let pids: Partial<Record<Part, number>> = {}

  const postgres = () => lookForPostgres(homeAt(home))?.pid || undefined
  const launch = async () => {
    const made = await startMain(plan, written)
    main = made.child
    await readPids()
    return made.started
  }
  const readPids = async (): Promise<Record<Part, number>> => {
    const { children } = await childrenOf(main)
    const of = (name: Part) => children.find((c) => c.name === name)?.pid ?? 0
    const now = { main: main?.pid ?? 0, keep: of('keep'), office: of('office'), analyst: of('analyst'), postgres: postgres() ?? 0 }
    for (const pid of Object.values(now)) if (pid > 0) known.add(pid)
    pids = now
    return now
  }

  t.after(async () => {
    if (t.passed === false) console.log(`What the product had said:\n${troubles(written)}`)
    if (main?.connected) main.disconnect()
    for (const pid of known) if (pid !== pids.postgres) end(pid, 'SIGKILL')
    const server = postgres()
    if (server) end(server, 'SIGQUIT') // at once, but it gives its shared memory back
    for (const pid of [...known, ...(server ? [server] : [])]) await gone(pid)
    // What was just ended may still be writing.
    if (o.home === undefined) rmSync(home, { recursive: true, force: true, maxRetries: 50, retryDelay: 100 })
    watchdog.kill()
  })
  const { url, setUpCode, recoveryKey } = await launch()

  const client = () => clientOf(url)
  const product: Product = {
    url,
    home,
    setUpCode,
    recoveryKey,
    pids: readPids,
    postgres,
    databaseUrl: (role, which = 'main') => {
      const owner = lookForPostgres(homeAt(home))?.ownerUrl
      if (!owner) throw new Error('The database is not running.')
      const password = readFileSync(join(home, 'secrets', role), 'utf8').trim()
      return withDatabase(withLogin(owner, roles[role], password), which === 'main' ? mainDatabase : keysDatabase)
    },
    client,
    api: (method, path, body, as) => client().api(method, path, body, as),
    setUp: async () => {
      const first = client()
      const company = { name: o.company ?? 'Книжная лавка', country: 'RU', currency: 'RUB', time_zone: 'Europe/Moscow', mail_from: 'hello@shop.example' }
      const answer = await first.api('POST', '/v1/session/setup', { code: setUpCode, ...admin, language: 'en', company })
      if (answer.status !== 200) throw new Error(`Set-up was answered ${answer.status}: ${answer.text}`)
      return first
    },
    healthy: (withinMs = 30_000) => healthy(url, withinMs),
    killMain: async () => {
      const pid = main?.pid
      if (pid === undefined) return
      end(pid, 'SIGKILL')
      await gone(pid)
    },
    startAgain: async () => {
      await launch()
    },
    stop: async () => {
      const running = main
      if (!running?.pid) return null
      if (running.exitCode !== null || running.signalCode !== null) return running.exitCode
      const ended = new Promise<number | null>((resolve) => running.once('exit', (code) => resolve(code)))
      end(running.pid, 'SIGTERM')
      return ended
    },
    log: () => Buffer.concat(written).toString('utf8'),
  }
  return product
}

/** The last warnings and errors of its log (pino's levels from 40 on), for whoever reads why a test failed. */
const troubles = (written: readonly Buffer[]) =>
  Buffer.concat(written)
    .toString('utf8')
    .split('\n')
    .filter((line) => !/^\{"level":[123]0/.test(line))
    .slice(-40)
    .join('\n')

type Plan = { home: string; port: number; wishes: string; env: Record<string, string> }

async function startMain(plan: Plan, written: Buffer[]): Promise<{ child: ChildProcess; started: z.infer<typeof startedShape> }> {
  const script = join(import.meta.dirname, 'product-process.ts')
  const child = spawn(process.execPath, ['--disable-sigusr1', script, plan.home, String(plan.port), plan.wishes], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: { ...withoutOurs(), ...plan.env },
  })
  child.stdout?.on('data', (bytes: Buffer) => written.push(bytes))
  child.stderr?.on('data', (bytes: Buffer) => written.push(bytes))
  const started = await new Promise<z.infer<typeof startedShape>>((resolve, reject) => {
    const words = () => Buffer.concat(written).toString('utf8').slice(-2000)
    const late = setTimeout(() => reject(new Error(`The product is not ready after ${patienceMs / 1000} s:\n${words()}`)), patienceMs)
    child.once('exit', (code) => reject(new Error(`The product ended with ${code} before it was ready:\n${words()}`)))
    child.on('message', (message) => {
      const said = saidShape.safeParse(message)
      if (!said.success) return
      clearTimeout(late)
      child.removeAllListeners('exit')
      if ('ready' in said.data) resolve(said.data.ready)
      else reject(new Error(said.data.failed))
    })
  }).catch((error: unknown) => {
    if (child.pid) end(child.pid, 'SIGKILL')
    throw error
  })
  return { child, started }
}

// Nothing of the test run's own set-up reaches the product: no database of somebody else's, no preset port.
function withoutOurs(): Record<string, string> {
  const ours = /^(NODE_OPTIONS|NODE_TEST|RAPPORT_|PORT$|HOST$|PUBLIC_URL$|SMTP_URL$|.*DATABASE_URL$)/
  return Object.fromEntries(Object.entries(process.env).flatMap(([name, value]) => (ours.test(name) || value === undefined ? [] : [[name, value]])))
}

function childrenOf(main: ChildProcess | undefined): Promise<z.infer<typeof childrenShape>> {
  return new Promise((resolve, reject) => {
    if (!main?.connected) return reject(new Error('Main is not running.'))
    const listen = (message: unknown) => {
      const said = childrenShape.safeParse(message)
      if (!said.success) return
      main.off('message', listen)
      resolve(said.data)
    }
    main.on('message', listen)
    main.send('children')
  })
}

export function clientOf(url: string): Client {
  const who = visitor(url)
  const cookie = () => [...who.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  return {
    ...who,
    cookie,
    api: async (method, path, body, as = {}) => {
      const headers: Record<string, string> = { ...as.headers }
      if (as.cookie !== undefined) headers['cookie'] = as.cookie
      if (as.key !== undefined) headers['authorization'] = `Bearer ${as.key}`
      if (body !== undefined) headers['content-type'] ??= 'application/json'
      const sent = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }
      const response = await who.fetch(path, { method, headers, ...sent })
      const text = await response.text()
      return { status: response.status, headers: response.headers, text, body: parsed(text) }
    },
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

export async function healthy(url: string, withinMs: number): Promise<void> {
  const deadline = performance.now() + withinMs
  let last = 'nothing'
  while (performance.now() < deadline) {
    const answer = await fetch(`${url}/health`).catch(() => undefined)
    last = answer ? `${answer.status} ${await answer.text().catch(() => '')}` : 'nothing'
    if (answer?.status === 200) return
    await sleep(50)
  }
  throw new Error(`The product is not healthy after ${withinMs} ms; /health said: ${last}`)
}

// Even if this process is killed its end of the pipe closes: main and its children notice by themselves, the database by this.
function endWithUs(home: string, ours: boolean): ChildProcess {
  const script = 'cat >/dev/null; sleep 2; kill -QUIT $(head -n 1 "$1/data/postmaster.pid") 2>/dev/null; sleep 1; [ "$2" = ours ] && rm -rf "$1"'
  const child = spawn('/bin/sh', ['-c', script, 'sh', home, ours ? 'ours' : 'theirs'], { stdio: ['pipe', 'ignore', 'ignore'], detached: true })
  child.unref()
  return child
}

function end(pid: number, signal: 'SIGKILL' | 'SIGTERM' | 'SIGQUIT'): void {
  try {
    process.kill(pid, signal)
  } catch {
    // gone meanwhile
  }
}

async function gone(pid: number): Promise<void> {
  for (let waited = 0; waited < 15_000 && isAlive(pid); waited += 10) await sleep(10)
}

/**
 * A port nobody listens on at this moment. Below those that systems give to connections that go out: whoever starts takes seconds to listen, and
 * by then one of those may have another's connection on it.
 */
export async function freePort(): Promise<number> {
  const port = randomInt(10_000, 30_000)
  const probe = createServer()
  const free = await new Promise<boolean>((told) => {
    probe.once('error', () => told(false))
    probe.listen(port, '127.0.0.1', () => told(true))
  })
  if (!free) return freePort()
  await new Promise((done) => probe.close(done))
  return port
}
