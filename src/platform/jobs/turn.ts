import pg from 'pg'
import { type Queue, queues } from './queues.ts'

// One process of a wing works on its queue at a time, however many of them run: a session lock in the database says which. It
// goes with the process, however that dies.

export type Turn = {
  /** Settles when the connection that holds the turn is lost: somebody else may have it by then. */
  lost: Promise<void>
  end(): Promise<void>
}

const lock = 0x6a6f6273 // "jobs"

/** Takes the turn at a queue; undefined when another process has it. Throws when the database does not answer. */
export async function takeTurn(url: string, queue: Queue): Promise<Turn | undefined> {
  const client = new pg.Client({ connectionString: url, application_name: `rapport turn ${queue}`, keepAlive: true, connectionTimeoutMillis: 10_000 })
  const lost = new Promise<void>((settle) => {
    client.on('error', () => settle())
    client.on('end', () => settle())
  })
  const end = () => client.end().catch(() => undefined)
  try {
    await client.connect()
    const { rows } = await client.query<{ taken: boolean }>('select pg_try_advisory_lock($1, $2) as taken', [lock, Object.keys(queues).indexOf(queue)])
    if (rows[0]?.taken) return { lost, end }
  } catch (error) {
    await end()
    throw error
  }
  await end()
  return undefined
}
