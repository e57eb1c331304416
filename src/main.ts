import { existsSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { analystEnv, keepEnv, officeEnv, readMainConfig } from './platform/config.ts'
import { trustedProxies, untilPortIsFree } from './platform/http/index.ts'
import {
  claimInstallation,
  type Databases,
  type Home,
  homeAt,
  isInstalled,
  makeHome,
  migrate,
  openDatabases,
  secretOf,
  watchDatabase,
  whyUnreachable,
} from './platform/launcher/index.ts'
import { type Logger, logger } from './platform/log.ts'
import { recoveryWords } from './platform/recovery-words.ts'
import { freshRunFolder } from './platform/run-folder.ts'
import { type Child, type ChildState, type Settings, supervise } from './platform/supervise.ts'
import { ensureWeb } from './platform/web-build.ts'

// Main builds nothing but processes: it starts, watches and stops them.

const here = fileURLToPath(new URL('.', import.meta.url))
const root = join(here, '..')

export type StartOptions = {
  home?: string
  host?: string
  port?: number
  publicUrl?: string
  demo?: boolean
  /** false for tests only: a power cut may then lose everything, a kill of PostgreSQL the last moments. */
  fsync?: boolean
  /** Remarks for the operator, one line each. */
  say?(line: string): void
}

export type Running = {
  url: string
  home: string
  /** Typed by the first administrator at set-up, so that nobody else can be the first. */
  setUpCode: string
  /** Made just now, by the first start: to be printed once and kept on paper. */
  recoveryKey: string | undefined
  children(): ChildState[]
  stop(): Promise<void>
}

/** Starts an installation and gives it when all its parts are ready. A second start on the same folder is refused in one sentence. */
export async function start(o: StartOptions = {}): Promise<Running> {
  const set = readMainConfig(process.env)
  const port = o.port ?? set.port
  const host = o.host ?? set.host
  trustedProxies(set.trustedProxies) // a list that is none is told before anything is made
  // Before anything is made. Where something is, the claim below has the better sentence.
  const place = homeAt(o.home ?? set.home)
  if (!isInstalled(place.root) && !existsSync(place.secrets)) await untilPortIsFree({ host, port })
  const home = makeHome(place.root)
  const say = o.say ?? ((line: string) => process.stderr.write(`${line}\n`))
  const log = logger('main')
  const publicUrl = o.publicUrl ?? set.publicUrl ?? `http://localhost:${port}`
  let recoveryKey: string | undefined
  const heard = (message: object) => {
    if (!('recovery' in message) || typeof message.recovery !== 'string') return
    recoveryKey = message.recovery
    say(recoveryWords(message.recovery)) // at once: the keep waits for it before it makes the keys
  }
  const { promise: stands, resolve: standsNow } = Promise.withResolvers<Ground>()
  // They load their code, which takes longest, while PostgreSQL comes up and is migrated.
  const children = startChildren({ heard, stands, home, set, host, port, log })
  const stops: (() => Promise<void>)[] = children.map((child) => child.stop)
  const stop = async () => {
    for (const end of stops) await end()
  }
  try {
    const server = { home: home.root, say, fsync: o.fsync ?? true }
    const pages = ensureWeb(root, say)
    pages.catch(() => {})
    const database = await openDatabases({ ...server, own: set })
    const claim = await claimInstallation(database.ownerUrl)
    stops.push(watchDatabase(database, claim, server, log).stop)
    await untilPortIsFree({ host, port })
    await migrate(database)
    await pages
    const setUpCode = secretOf(home, 'set-up-code').slice(0, 12)
    standsNow({
      urls: database.url,
      setUpCode,
      common: { runFolder: freshRunFolder(home.run), doorSecret: secretOf(home, 'door'), idsSecret: secretOf(home, 'ids'), publicUrl, demo: o.demo ?? false },
    })
    await Promise.all(children.map((c) => c.ready))
    return { url: publicUrl, home: home.root, setUpCode, recoveryKey, children: () => children.map((c) => c.state()), stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** What the parts can only be told when the database is ours and migrated. */
type Ground = {
  urls: Databases['url']
  setUpCode: string
  common: { runFolder: string; doorSecret: string; idsSecret: string; publicUrl: string; demo: boolean }
}

type ChildrenPlan = {
  stands: Promise<Ground>
  home: Home
  set: Pick<ReturnType<typeof readMainConfig>, 'smtpUrl' | 'trustedProxies' | 'metricsToken'>
  host: string
  port: number
  heard(message: object): void
  log: Logger
}

/** The parts, in the order in which they are stopped. */
function startChildren(p: ChildrenPlan): Child[] {
  const base = {
    TZ: 'UTC',
    ...(process.env['RAPPORT_LOG'] ? { RAPPORT_LOG: process.env['RAPPORT_LOG'] } : {}),
  }
  const cache = { NODE_COMPILE_CACHE: join(root, 'node_modules/.cache/rapport') }
  const when = (url: (ground: Ground) => string, settings: (ground: Ground) => Settings) => async () => {
    const ground = await p.stands
    return (await answers(url(ground))) ? settings(ground) : undefined
  }
  const keep = supervise({
    name: 'keep',
    argv: ['--max-old-space-size=640', join(here, 'keep/process.ts')],
    env: { ...base, ...cache },
    log: p.log,
    tell: when(
      ({ urls }) => urls.keep,
      ({ urls, common, setUpCode }) =>
        keepEnv({
          ...common,
          databaseUrl: urls.keep,
          keysDatabaseUrl: urls.keys,
          keysFolder: p.home.keys,
          home: p.home.root,
          smtpUrl: p.set.smtpUrl,
          setUpCode,
        }),
    ),
    heard: p.heard,
  })
  const office = supervise({
    name: 'office',
    // No child processes, no addons, no writing, and of the folders only the code and the built pages: the key folder cannot
    // be read. SQLite is switched off because Node's permissions do not hold for the files it opens (measured).
    argv: [
      '--permission',
      '--no-experimental-sqlite',
      ...readable(['src', 'node_modules', 'web', 'package.json']),
      '--max-old-space-size=448',
      join(here, 'office/process.ts'),
    ],
    env: base,
    log: p.log,
    tell: when(
      ({ urls }) => urls.office,
      ({ urls, common }) =>
        officeEnv({
          ...common,
          databaseUrl: urls.office,
          host: p.host,
          port: p.port,
          trustedProxies: p.set.trustedProxies,
          metricsToken: p.set.metricsToken,
        }),
    ),
  })
  const analyst = supervise({
    name: 'analyst',
    argv: ['--max-old-space-size=256', join(here, 'office/insight/analyst.ts')],
    env: { ...base, ...cache },
    log: p.log,
    tell: when(
      ({ urls }) => urls.analyst,
      ({ urls }) => analystEnv({ databaseUrl: urls.analyst }),
    ),
  })
  return [analyst, office, keep]
}

/** What the office may read, by its path and, where that is a link, by where it leads. */
const readable = (parts: readonly string[]) =>
  [...new Set(parts.flatMap((part) => [join(root, part), realpathSync(join(root, part))]))].map((path) => `--allow-fs-read=${path}`)

const answers = async (url: string) => (await whyUnreachable(url)) === undefined
