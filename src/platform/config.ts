import type { Papers, Place } from './apart/index.ts'
import { assert, badInput } from './errors.ts'

// The one file that reads the environment. Main gives each child exactly what it needs and nothing else.

/** Where the wings meet: sockets in a folder of this machine, or ports on others. The keep listens on the first place, the office tries all. */
export type Between = { runFolder: string } | { doors: readonly Place[]; papers: Papers }

/** What the keep gets: it alone has the way to the keys. */
export type KeepConfig = {
  databaseUrl: string
  keysDatabaseUrl: string
  keysFolder: string
  /** The installation's folder: where the sealed search index stands, and whose disk is watched. */
  home: string
  between: Between
  doorSecret: string
  idsSecret: string
  publicUrl: string
  lookLimitMs: number
  smtpUrl: string | undefined
  /** No message leaves: this is a copy that is only looked at. */
  sendingPaused: boolean
  setUpCode: string | undefined
  /** Private addresses and networks where providers to sign in by may be asked. */
  outwardNetworks: string
}

/** What the office gets: no key, no folder of keys, no role that may read the keep. */
export type OfficeConfig = {
  databaseUrl: string
  between: Between
  doorSecret: string
  /** What the analyst is asked with; undefined: it is not on this machine. */
  analystSecret: string | undefined
  idsSecret: string
  publicUrl: string
  /** How long one statement of a look may take, in milliseconds; what is read for several at once, a fifth of it. */
  lookLimitMs: number
  host: string
  port: number
  demo: boolean
  /** Addresses and networks whose X-Forwarded-For is believed. */
  trustedProxies: string
  /** What /metrics is asked with; undefined: it answers nobody. */
  metricsToken: string | undefined
  /** Private addresses and networks that webhooks may be sent to. */
  outwardNetworks: string
}

export type AnalystConfig = {
  databaseUrl: string
  /** The installation's folder: its copy of the facts lies there. */
  home: string
  /** Where it listens. */
  runFolder: string
  secret: string
}

type Env = { [name: string]: string | undefined }

export const keepEnv = (c: KeepConfig): Record<string, string> => ({
  KEEP_DATABASE_URL: c.databaseUrl,
  KEYS_DATABASE_URL: c.keysDatabaseUrl,
  RAPPORT_KEYS: c.keysFolder,
  RAPPORT_HOME: c.home,
  ...betweenEnv(c.between),
  RAPPORT_DOOR_SECRET: c.doorSecret,
  RAPPORT_IDS_SECRET: c.idsSecret,
  RAPPORT_PUBLIC_URL: c.publicUrl,
  LOOK_LIMIT_MS: String(c.lookLimitMs),
  ...(c.smtpUrl ? { SMTP_URL: c.smtpUrl } : {}),
  ...(c.sendingPaused ? { SENDING: 'off' } : {}),
  ...(c.setUpCode ? { RAPPORT_SET_UP_CODE: c.setUpCode } : {}),
  ...(c.outwardNetworks ? { OUTWARD_NETWORKS: c.outwardNetworks } : {}),
})

export const readKeepConfig = (env: Env): KeepConfig => ({
  databaseUrl: need(env, 'KEEP_DATABASE_URL'),
  keysDatabaseUrl: need(env, 'KEYS_DATABASE_URL'),
  keysFolder: need(env, 'RAPPORT_KEYS'),
  home: need(env, 'RAPPORT_HOME'),
  between: readBetween(env),
  doorSecret: need(env, 'RAPPORT_DOOR_SECRET'),
  idsSecret: need(env, 'RAPPORT_IDS_SECRET'),
  publicUrl: need(env, 'RAPPORT_PUBLIC_URL'),
  lookLimitMs: lookLimitMs(env),
  smtpUrl: env['SMTP_URL'],
  sendingPaused: sendingPaused(env),
  setUpCode: env['RAPPORT_SET_UP_CODE'],
  outwardNetworks: env['OUTWARD_NETWORKS'] ?? '',
})

export const officeEnv = (c: OfficeConfig): Record<string, string> => ({
  OFFICE_DATABASE_URL: c.databaseUrl,
  ...betweenEnv(c.between),
  RAPPORT_DOOR_SECRET: c.doorSecret,
  ...(c.analystSecret ? { RAPPORT_ANALYST_SECRET: c.analystSecret } : {}),
  RAPPORT_IDS_SECRET: c.idsSecret,
  RAPPORT_PUBLIC_URL: c.publicUrl,
  LOOK_LIMIT_MS: String(c.lookLimitMs),
  RAPPORT_HOST: c.host,
  RAPPORT_PORT: String(c.port),
  ...(c.demo ? { RAPPORT_DEMO: '1' } : {}),
  ...(c.trustedProxies ? { TRUSTED_PROXIES: c.trustedProxies } : {}),
  ...(c.metricsToken ? { METRICS_TOKEN: c.metricsToken } : {}),
  ...(c.outwardNetworks ? { OUTWARD_NETWORKS: c.outwardNetworks } : {}),
})

export const readOfficeConfig = (env: Env): OfficeConfig => ({
  databaseUrl: need(env, 'OFFICE_DATABASE_URL'),
  between: readBetween(env),
  doorSecret: need(env, 'RAPPORT_DOOR_SECRET'),
  analystSecret: env['RAPPORT_ANALYST_SECRET'],
  idsSecret: need(env, 'RAPPORT_IDS_SECRET'),
  publicUrl: need(env, 'RAPPORT_PUBLIC_URL'),
  lookLimitMs: lookLimitMs(env),
  host: need(env, 'RAPPORT_HOST'),
  port: Number(need(env, 'RAPPORT_PORT')),
  demo: env['RAPPORT_DEMO'] === '1',
  trustedProxies: env['TRUSTED_PROXIES'] ?? '',
  metricsToken: env['METRICS_TOKEN'],
  outwardNetworks: env['OUTWARD_NETWORKS'] ?? '',
})

export const analystEnv = (c: AnalystConfig): Record<string, string> => ({
  ANALYST_DATABASE_URL: c.databaseUrl,
  RAPPORT_HOME: c.home,
  RAPPORT_RUN: c.runFolder,
  RAPPORT_ANALYST_SECRET: c.secret,
})

export const readAnalystConfig = (env: Env): AnalystConfig => ({
  databaseUrl: need(env, 'ANALYST_DATABASE_URL'),
  home: need(env, 'RAPPORT_HOME'),
  runFolder: need(env, 'RAPPORT_RUN'),
  secret: need(env, 'RAPPORT_ANALYST_SECRET'),
})

/** What an operator may set for main. */
export const readMainConfig = (env: Env) => ({
  home: env['RAPPORT_HOME'] ?? '.rapport',
  host: env['HOST'] ?? '127.0.0.1',
  port: Number(env['PORT'] ?? 4000),
  publicUrl: env['PUBLIC_URL'],
  lookLimitMs: lookLimitMs(env),
  databaseUrl: env['DATABASE_URL'],
  keepDatabaseUrl: env['KEEP_DATABASE_URL'],
  officeDatabaseUrl: env['OFFICE_DATABASE_URL'],
  analystDatabaseUrl: env['ANALYST_DATABASE_URL'],
  keysDatabaseUrl: env['KEYS_DATABASE_URL'],
  smtpUrl: env['SMTP_URL'],
  sendingPaused: sendingPaused(env),
  trustedProxies: env['TRUSTED_PROXIES'] ?? '',
  metricsToken: metricsToken(env),
  outwardNetworks: env['OUTWARD_NETWORKS'] ?? '',
  role: env['RAPPORT_ROLE'],
  door: env['RAPPORT_DOOR'],
  certificates: env['RAPPORT_CERTIFICATES'],
})

// A misspelt "off" must not send.
function sendingPaused(env: Env): boolean {
  const said = env['SENDING'] ?? 'on'
  if (said !== 'on' && said !== 'off') throw badInput(`SENDING is "${said}"; it is on or off.`)
  return said === 'off'
}

export const usualLookLimitMs = 5000

function lookLimitMs(env: Env): number {
  const said = env['LOOK_LIMIT_MS'] ?? String(usualLookLimitMs)
  const limit = Number(said)
  if (!Number.isInteger(limit) || limit < 100 || limit > 60_000)
    throw badInput(`LOOK_LIMIT_MS is "${said}"; it is a whole number of milliseconds from 100 to 60000.`)
  return limit
}

const leastTokenLength = 16

function metricsToken(env: Env): string | undefined {
  const token = env['METRICS_TOKEN']
  if (token && token.length < leastTokenLength) throw badInput(`METRICS_TOKEN has ${token.length} characters; it needs ${leastTokenLength} or more.`)
  return token || undefined
}

const betweenEnv = (between: Between): Record<string, string> =>
  'runFolder' in between
    ? { RAPPORT_RUN: between.runFolder }
    : {
        RAPPORT_DOOR: between.doors.map(({ host, port }) => `${host.includes(':') ? `[${host}]` : host}:${port}`).join(','),
        RAPPORT_TLS_CA: between.papers.ca,
        RAPPORT_TLS_CERT: between.papers.cert,
        RAPPORT_TLS_KEY: between.papers.key,
      }

const readBetween = (env: Env): Between =>
  env['RAPPORT_DOOR'] === undefined
    ? { runFolder: need(env, 'RAPPORT_RUN') }
    : {
        doors: doorsOf(env['RAPPORT_DOOR']),
        papers: { ca: need(env, 'RAPPORT_TLS_CA'), cert: need(env, 'RAPPORT_TLS_CERT'), key: need(env, 'RAPPORT_TLS_KEY') },
      }

/** Addresses as an operator writes them: `keep-1.internal:4443,10.0.0.6:4443`, `[::1]:4443`. */
export function doorsOf(text: string): Place[] {
  return text.split(',').map((one) => {
    const [, bracketed, plain, port] = /^\s*(?:\[([^\]]+)\]|([^:\s]+)):(\d{1,5})\s*$/.exec(one) ?? []
    const host = bracketed ?? plain
    if (host === undefined || Number(port) > 65_535) throw badInput(`"${one}" is no address like keep.internal:4443.`, '--door')
    return { host, port: Number(port) }
  })
}

function need(env: Env, name: string): string {
  const value = env[name]
  assert(value, `${name} is not set`)
  return value
}
