import pg from 'pg'
import { AppError } from '../errors.ts'

/** Where a PostgreSQL answers: `host` is a host name or the folder of its Unix socket. */
export type Address = { host: string; port: number }

/** A connection string that pg, kysely and graphile-worker all read, for sockets too. */
export function urlFor(at: Address, role: string, password: string, database: string): string {
  const socket = at.host.startsWith('/')
  const url = new URL(`postgresql://${socket ? 'localhost' : at.host}:${at.port}/${encodeURIComponent(database)}`)
  url.username = encodeURIComponent(role)
  url.password = encodeURIComponent(password)
  if (socket) url.searchParams.set('host', at.host)
  return url.href
}

export function withDatabase(url: string, database: string): string {
  const changed = new URL(url)
  changed.pathname = `/${encodeURIComponent(database)}`
  return changed.href
}

export function withLogin(url: string, role: string, password: string): string {
  const changed = new URL(url)
  changed.username = encodeURIComponent(role)
  changed.password = encodeURIComponent(password)
  return changed.href
}

export function databaseOf(url: string): string {
  return decodeURIComponent(new URL(url).pathname.slice(1))
}

export function roleOf(url: string): string {
  return decodeURIComponent(new URL(url).username)
}

/** Opens one connection, does the work, closes it. For the few things done outside a pool: set-up, checks, backups. */
export async function withClient<R>(url: string, work: (client: pg.Client) => Promise<R>): Promise<R> {
  const client = new pg.Client({ connectionString: url, application_name: `rapport ${process.pid}` })
  client.on('error', () => undefined) // the query under way rejects with the same error; without a listener it would end the process
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** One try at connecting: undefined when it answers, else the server's own words and code. */
export async function whyUnreachable(url: string): Promise<{ code: string; message: string } | undefined> {
  try {
    await withClient(url, (client) => client.query('select 1'))
    return undefined
  } catch (error) {
    return { code: codeOf(error), message: error instanceof Error ? error.message : String(error) }
  }
}

/** SQLSTATE or errno of whatever was thrown; '' when it has none. */
export function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : ''
}

/** For what stops an installation from starting: the sentence says what to do. */
export function cannot(sentence: string): AppError {
  return new AppError('unavailable', sentence)
}
