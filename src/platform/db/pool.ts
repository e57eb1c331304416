import { createHash } from 'node:crypto'
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
  type TransactionSettings,
} from 'kysely'
import pg from 'pg'
import { assert } from '../errors.ts'

// A Kysely driver of our own for two things the stock one lacks: every statement is prepared under a name made from its
// text (planning costs more than a look-up by key), and a transaction can reach its client for COPY.

const preparedPerConnection = 400

export class Connection implements DatabaseConnection {
  readonly client: pg.PoolClient
  readonly #names = new Map<string, string>()

  constructor(client: pg.PoolClient) {
    this.client = client
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const result = await this.client.query<pg.QueryResultRow>({
      ...this.#named(query.sql),
      text: query.sql,
      values: [...query.parameters],
    })
    const changed = result.command === 'SELECT' ? undefined : BigInt(result.rowCount ?? 0)
    // The row type is the caller's claim about its own SQL; nothing here can check it.
    const rows: QueryResult<R>['rows'] = JSON_free(result.rows)
    return changed === undefined ? { rows } : { rows, numAffectedRows: changed }
  }

  // biome-ignore lint/correctness/useYield: the interface asks for it; long reads use COPY or cursors in SQL
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    assert(false, 'streamQuery is not used')
  }

  #named(text: string): { name?: string } {
    const known = this.#names.get(text)
    if (known) return { name: known }
    if (this.#names.size >= preparedPerConnection) return {}
    const name = createHash('sha1').update(text).digest('base64url')
    this.#names.set(text, name)
    return { name }
  }
}

// biome-ignore lint/suspicious/noExplicitAny: rows leave the driver untyped; the query that asked for them names their type
const JSON_free = (rows: unknown[]): any => rows

const connections = new WeakMap<pg.PoolClient, Connection>()

class PoolDriver implements Driver {
  readonly #pool: pg.Pool

  constructor(pool: pg.Pool) {
    this.#pool = pool
  }
  async init() {}
  async acquireConnection(): Promise<Connection> {
    const client = await this.#pool.connect()
    const known = connections.get(client)
    if (known) return known
    const made = new Connection(client)
    connections.set(client, made)
    return made
  }
  async beginTransaction(connection: Connection, settings: TransactionSettings) {
    const level = settings.isolationLevel ? ` isolation level ${settings.isolationLevel}` : ''
    await connection.client.query(`begin${level}`)
  }
  async commitTransaction(connection: Connection) {
    await connection.client.query('commit')
  }
  async rollbackTransaction(connection: Connection) {
    await connection.client.query('rollback')
  }
  async releaseConnection(connection: Connection) {
    connection.client.release()
  }
  async destroy() {
    await this.#pool.end()
  }
}

const int8 = 20
const int8Array = 1016

const types = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (oid === int8) return safeInteger
    if (oid === int8Array) return safeIntegers
    return pg.types.getTypeParser(oid, format)
  },
}

function safeIntegers(text: string): number[] {
  return text === '{}' ? [] : text.slice(1, -1).split(',').map(safeInteger)
}

function safeInteger(text: string): number {
  const value = Number(text)
  assert(Number.isSafeInteger(value), 'a bigint outside the safe integers')
  return value
}

export function poolDialect(at: { url: string; max: number; name: string }): Dialect {
  const pool = new pg.Pool({
    connectionString: at.url,
    max: at.max,
    application_name: at.name,
    types,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 60_000,
  })
  // A connection that dies (PostgreSQL restarted), idle or in use, is replaced by the next acquire and fails the query under
  // way; without listeners Node would exit.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  return {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new PoolDriver(pool),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  }
}
