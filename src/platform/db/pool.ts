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

// A Kysely driver of our own for what the stock one lacks: every statement is prepared under a name made from its text
// (planning costs more than a look-up by key), statements are sent without waiting for the answers to those before them,
// a transaction begins in the write of its first statement, and it can reach its client for COPY.

const preparedPerConnection = 400

export class Connection implements DatabaseConnection {
  readonly #client: pg.Client
  readonly #names = new Map<string, string>()
  #underWay = 0
  /** What begins the transaction, until its first statement takes it along. */
  #begin: string | undefined
  #corked = false

  constructor(client: pg.Client) {
    this.#client = client
  }

  get underWay(): number {
    return this.#underWay
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    this.#underWay += 1
    try {
      this.#cork()
      this.#sendBegin()
      const result = await this.#client.query<pg.QueryResultRow>({
        ...this.#named(query.sql),
        text: query.sql,
        values: [...query.parameters],
      })
      const changed = result.command === 'SELECT' ? undefined : BigInt(result.rowCount ?? 0)
      // The row type is the caller's claim about its own SQL; nothing here can check it.
      const rows: QueryResult<R>['rows'] = JSON_free(result.rows)
      return changed === undefined ? { rows } : { rows, numAffectedRows: changed }
    } finally {
      this.#underWay -= 1
    }
  }

  // biome-ignore lint/correctness/useYield: the interface asks for it; long reads use COPY or cursors in SQL
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    assert(false, 'streamQuery is not used')
  }

  /** The next statement begins a transaction. */
  beginWithNext(isolationLevel: string | undefined): void {
    this.#begin = isolationLevel ? `begin isolation level ${isolationLevel}` : 'begin'
  }

  /** Commits or rolls back; a transaction without a statement was never begun. */
  async endWith(word: 'commit' | 'rollback'): Promise<void> {
    if (this.#begin === undefined) await this.#client.query(word)
    this.#begin = undefined
  }

  /** Runs what cannot share the wire with other statements (COPY). Statements before it must have been awaited. */
  async alone<R>(work: (client: pg.Client) => Promise<R>): Promise<R> {
    assert(this.#underWay === 0, 'a copy began while a statement was under way')
    setPipelined(this.#client, false)
    try {
      this.#sendBegin()
      return await work(this.#client)
    } finally {
      setPipelined(this.#client, true)
    }
  }

  // A `begin` that fails takes the connection along, and with it the statement that was sent behind it, which says so.
  #sendBegin() {
    if (this.#begin === undefined) return
    this.#client.query(this.#begin).catch(() => {})
    this.#begin = undefined
  }

  /** Statements sent in the same moment leave in one system call. */
  #cork() {
    if (this.#corked) return
    this.#corked = true
    const { stream } = this.#client.connection
    stream.cork()
    process.nextTick(() => {
      this.#corked = false
      stream.uncork()
    })
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

/** The client looks at this with each statement, so it can be changed between two of them. */
const setPipelined = (client: pg.Client, pipeline: boolean) => Object.assign(client, { pipeline })

class PoolDriver implements Driver {
  readonly #pool: pg.Pool
  readonly #connections = new WeakMap<pg.PoolClient, Connection>()
  readonly #clients = new WeakMap<Connection, pg.PoolClient>()

  constructor(pool: pg.Pool) {
    this.#pool = pool
  }
  async init() {}
  async acquireConnection(): Promise<Connection> {
    const client = await this.#pool.connect()
    const known = this.#connections.get(client)
    if (known) return known
    const made = new Connection(client)
    this.#connections.set(client, made)
    this.#clients.set(made, client)
    return made
  }
  async beginTransaction(connection: Connection, settings: TransactionSettings) {
    connection.beginWithNext(settings.isolationLevel)
  }
  async commitTransaction(connection: Connection) {
    await connection.endWith('commit')
  }
  async rollbackTransaction(connection: Connection) {
    await connection.endWith('rollback')
  }
  async releaseConnection(connection: Connection) {
    this.#clients.get(connection)?.release()
  }
  async destroy() {
    await this.#pool.end()
  }
}

/** A few connections that many share: each takes statements of everybody, one behind the other, and no transactions. */
class PipelineDriver implements Driver {
  readonly #at: pg.ClientConfig
  readonly #most: number
  readonly #open: { connection: Connection; client: pg.Client }[] = []
  #opening: Promise<unknown> | undefined
  #ended = false

  constructor(at: pg.ClientConfig, most: number) {
    this.#at = at
    this.#most = most
  }
  async init() {}
  async acquireConnection(): Promise<Connection> {
    if (this.#open.length < this.#most) {
      this.#opening ??= this.#openOne().finally(() => {
        this.#opening = undefined
      })
      if (this.#open.length === 0) await this.#opening
      else this.#opening.catch(() => {})
    }
    let [least] = this.#open
    for (const one of this.#open) if (least && one.connection.underWay < least.connection.underWay) least = one
    if (!least) throw new Error('Connection terminated unexpectedly')
    return least.connection
  }
  async #openOne() {
    assert(!this.#ended, 'a pipeline that was closed')
    const client = new pg.Client(this.#at)
    const drop = () => {
      const at = this.#open.findIndex((one) => one.client === client)
      if (at >= 0) this.#open.splice(at, 1)
    }
    client.on('error', drop)
    client.on('end', drop)
    await client.connect()
    this.#open.push({ connection: new Connection(client), client })
  }
  async beginTransaction() {
    assert(false, 'a pipeline takes no transactions')
  }
  async commitTransaction() {}
  async rollbackTransaction() {}
  async releaseConnection() {}
  async destroy() {
    this.#ended = true
    await this.#opening?.catch(() => {})
    await Promise.all(this.#open.map(({ client }) => client.end()))
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

type At = { url: string; max: number; name: string; statementLimitMs?: number }

// Our statements are the same ones over and over, prepared and looked up by key, so the plan that fits every value is made
// once for each connection; what depends on its values asks for a plan of its own (`plannedForValues`).
const plans = '-c plan_cache_mode=force_generic_plan'

// A plan made while a table was empty would read it whole for as long as it is kept, which under load is until the next minute's
// analyze: a hundred times the work. What is only looked up by key is planned for the table it will become.
const byKey = '-c enable_seqscan=off'

const clientConfig = (at: At) => ({
  connectionString: at.url,
  application_name: at.name,
  types,
  pipeline: true,
  options: at.statementLimitMs === undefined ? plans : `${plans} -c statement_timeout=${at.statementLimitMs}`,
  connectionTimeoutMillis: 10_000,
})

export function poolDialect(at: At): Dialect {
  const pool = new pg.Pool({ ...clientConfig(at), max: at.max, idleTimeoutMillis: 60_000 })
  // A connection that dies (PostgreSQL restarted), idle or in use, is replaced by the next acquire and fails the query under
  // way; without listeners Node would exit.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  return dialectOf(() => new PoolDriver(pool))
}

export function pipelineDialect(at: At): Dialect {
  const config = clientConfig(at)
  return dialectOf(() => new PipelineDriver({ ...config, options: `${config.options} ${byKey}` }, at.max))
}

function dialectOf(createDriver: () => Driver): Dialect {
  return {
    createAdapter: () => new PostgresAdapter(),
    createDriver,
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  }
}
