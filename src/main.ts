import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { officeAccount, prepareParts, startAnalyst, startKeep, startOffice, whenAnswers } from './children.ts'
import { analystEnv, keepEnv, officeEnv, readMainConfig } from './platform/config.ts'
import { networks, trustedProxies, untilPortIsFree } from './platform/http/index.ts'
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
} from './platform/launcher/index.ts'
import { logger } from './platform/log.ts'
import { recoveryWords } from './platform/recovery-words.ts'
import { freshRunFolder } from './platform/run-folder.ts'
import type { ChildState } from './platform/supervise.ts'
import { ensureWeb } from './platform/web-build.ts'
import { openWiping } from './wiping.ts'

// Main builds nothing but processes: it starts, watches and stops them.

const root = fileURLToPath(new URL('..', import.meta.url))

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
  /** The same from this machine, where the public address may lead nowhere yet. */
  localUrl: string
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
  // A list that is none is told before anything is made.
  trustedProxies(set.trustedProxies)
  networks(set.outwardNetworks, 'OUTWARD_NETWORKS')
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
  const wiping = openWiping({ demo: o.demo ?? false, children: () => children, log })
  const { promise: stands, resolve: standsNow } = Promise.withResolvers<Ground>()
  const code = await prepareParts(say)
  // They load their code, which takes longest, while PostgreSQL comes up and is migrated.
  const account = officeAccount({ folders: [home.run], port, say })
  const { keep, office, analyst } = grounded(() => wiping.done().then(() => stands), home, { ...set, host, port })
  const children = [
    startAnalyst({ code, tell: analyst, log }),
    startOffice({ code, tell: office, log, account, heard: wiping.heard }),
    startKeep({ code, tell: keep, log, heard }),
  ]
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
    await wiping.begin({ home, database })
    await pages
    const setUpCode = secretOf(home, 'set-up-code').slice(0, 12)
    standsNow({
      urls: database.url,
      setUpCode,
      analystSecret: secretOf(home, 'analyst'),
      common: {
        between: { runFolder: freshRunFolder(home.run, account?.gid) },
        doorSecret: secretOf(home, 'door'),
        idsSecret: secretOf(home, 'ids'),
        publicUrl,
        lookLimitMs: set.lookLimitMs,
        demo: o.demo ?? false,
      },
    })
    await Promise.all(children.map((c) => c.ready))
    return { url: publicUrl, localUrl: localUrlOf(host, port), home: home.root, setUpCode, recoveryKey, children: () => children.map((c) => c.state()), stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** What the parts can only be told when the database is ours and migrated. */
type Ground = {
  urls: Databases['url']
  setUpCode: string
  analystSecret: string
  common: { between: { runFolder: string }; doorSecret: string; idsSecret: string; publicUrl: string; lookLimitMs: number; demo: boolean }
}

/** What each part is told, once all stands. */
function grounded(stands: () => Promise<Ground>, home: Home, set: ReturnType<typeof readMainConfig>) {
  return {
    keep: async () => {
      const { urls, common, setUpCode } = await stands()
      const folders = { keysFolder: home.keys, home: home.root }
      return whenAnswers(
        urls.keep,
        keepEnv({
          ...common,
          ...folders,
          databaseUrl: urls.keep,
          keysDatabaseUrl: urls.keys,
          smtpUrl: set.smtpUrl,
          sendingPaused: set.sendingPaused,
          setUpCode,
          outwardNetworks: set.outwardNetworks,
        }),
      )
    },
    office: async () => {
      const { urls, common, analystSecret } = await stands()
      const { host, port, trustedProxies, metricsToken, outwardNetworks } = set
      return whenAnswers(
        urls.office,
        officeEnv({ ...common, analystSecret, host, port, trustedProxies, metricsToken, outwardNetworks, databaseUrl: urls.office }),
      )
    },
    analyst: async () => {
      const { urls, common, analystSecret } = await stands()
      return whenAnswers(urls.analyst, analystEnv({ databaseUrl: urls.analyst, home: home.root, runFolder: common.between.runFolder, secret: analystSecret }))
    },
  }
}

function localUrlOf(host: string, port: number): string {
  const near = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host
  return `http://${near.includes(':') ? `[${near}]` : near}:${port}`
}
