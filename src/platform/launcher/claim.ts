import { hostname } from 'node:os'
import pg from 'pg'
import { cannot } from './connection.ts'

/** One main at a time owns an installation: a session lock in its database, gone with the process however it dies. */
export type Claim = {
  release(): Promise<void>
  /** Settles when the connection that holds the claim is lost (PostgreSQL stopped): claim again before going on. */
  lost: Promise<void>
}

const lock = 0x72617070 // "rapp"

/** Takes the installation or throws one sentence that says which process has it. */
export async function claimInstallation(ownerUrl: string): Promise<Claim> {
  const client = new pg.Client({
    connectionString: ownerUrl,
    application_name: `rapport main ${process.pid} ${hostname()}`.slice(0, 63),
    keepAlive: true,
  })
  const lost = new Promise<void>((settle) => {
    client.on('error', () => settle())
    client.on('end', () => settle())
  })
  await client.connect()
  const { rows } = await client.query<{ taken: boolean }>('select pg_try_advisory_lock($1) as taken', [lock])
  if (!rows[0]?.taken) {
    const holder = await whoHolds(client)
    await client.end()
    throw cannot(`This installation is already running${holder}: stop that one first, or use another RAPPORT_HOME.`)
  }
  return { release: () => client.end(), lost }
}

async function whoHolds(client: pg.Client): Promise<string> {
  const holder = await holderOf(client)
  return holder ? ` (process ${holder.process} on ${holder.host}, since ${holder.since} UTC)` : ''
}

/** The main that holds this installation now, if one does. */
export async function holderOf(client: pg.Client): Promise<{ process: string; host: string; since: string } | undefined> {
  const { rows } = await client.query<{ name: string | null; since: string | null }>(
    `select a.application_name as name, to_char(a.backend_start at time zone 'UTC', 'YYYY-MM-DD HH24:MI') as since
       from pg_locks l join pg_stat_activity a using (pid)
      where l.locktype = 'advisory' and l.granted and l.classid = 0 and l.objid = $1
        and l.database = (select oid from pg_database where datname = current_database())`,
    [lock],
  )
  const [, , process, host] = (rows[0]?.name ?? '').split(' ')
  return process ? { process, host: host ?? 'this machine', since: rows[0]?.since ?? '?' } : undefined
}
