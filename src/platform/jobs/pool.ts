import pg from 'pg'

/** A few connections for the worker alone; one of them listens for new jobs. `as` is the role it becomes. */
export function jobsPool(url: string, o: { name: string; max: number; as?: string }): pg.Pool {
  const pool = new pg.Pool({
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
