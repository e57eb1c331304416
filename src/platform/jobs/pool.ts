import pg from 'pg'

type Taken = (err: Error | undefined, client: pg.PoolClient | undefined, done: (release?: unknown) => void) => void

/** The library may let go of its listening connection twice, when that dies while a worker is being stopped: the second time nothing happens. */
class Pool extends pg.Pool {
  override connect(): Promise<pg.PoolClient>
  override connect(taken: Taken): void
  override connect(taken?: Taken): Promise<pg.PoolClient> | undefined {
    if (!taken) return super.connect()
    super.connect((error, client, done) => {
      let released = false
      taken(error, client, (how) => {
        if (!released) done(how)
        released = true
      })
    })
    return undefined
  }
}

/** A few connections for the worker alone; one of them listens for new jobs. `as` is the role it becomes. */
export function jobsPool(url: string, o: { name: string; max: number; as?: string }): pg.Pool {
  const pool = new Pool({
    connectionString: url,
    max: o.max,
    application_name: o.name,
    connectionTimeoutMillis: 10_000,
    ...(o.as ? { onConnect: (client: pg.ClientBase) => client.query(`set role ${o.as}`) } : {}),
  })
  // A connection that dies fails the query under way; without listeners Node would exit.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  return pool
}
