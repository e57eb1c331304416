import { codeOf, withClient } from '../launcher/index.ts'

// What is known of backups, in public.backup: a folder given with --to is found by nobody who does not know of it.

export type What = 'all' | 'keys'

/** One whole backup of everything, or the last try when it is not whole. */
export type LastBackups = { good: { at: Date; place: string } | undefined; failed: { at: Date; why: string | null } | undefined }

const noSuchTable = '42P01' // a backup before an upgrade: the table is younger than the database

/**
 * Makes a backup and keeps that it was made, or why not. What cannot be noted (a full disk) is said and stops no backup.
 */
export async function noted<R extends { bytes: number }>(
  o: { ownerUrl: string; what: What; place: string; now: Date; say?: ((line: string) => void) | undefined },
  make: () => Promise<R>,
): Promise<R> {
  const say = o.say ?? (() => undefined)
  const began = await write(o.ownerUrl, say, 'insert into public.backup (what, place, began_at) values ($1, $2, $3) returning backup_id', [
    o.what,
    o.place,
    o.now,
  ])
  const end = (set: string, values: unknown[]) =>
    began === undefined
      ? undefined
      : write(o.ownerUrl, say, `update public.backup set ended_at = clock_timestamp(), ${set} where backup_id = $1 returning backup_id`, [began, ...values])
  try {
    const made = await make()
    await end('ok = true, bytes = $2', [made.bytes])
    return made
  } catch (error) {
    await end('why = $2', [error instanceof Error ? error.message : String(error)])
    throw error
  }
}

async function write(ownerUrl: string, say: (line: string) => void, sql: string, values: unknown[]): Promise<string | undefined> {
  try {
    const { rows } = await withClient(ownerUrl, (client) => client.query<{ backup_id: string }>(sql, values))
    return rows[0]?.backup_id
  } catch (error) {
    if (codeOf(error) !== noSuchTable) say(`The backup could not be noted in the database: ${error instanceof Error ? error.message : String(error)}`)
    return undefined
  }
}

/** The last whole backup of everything, and the last try when that was later and failed, or has not ended in a day. */
export async function lastBackups(ownerUrl: string, now: Date): Promise<LastBackups> {
  const { rows } = await withClient(ownerUrl, (client) =>
    client.query<{ at: Date; place: string; ok: boolean; why: string | null }>(
      `(select began_at as at, place, ok, why from public.backup where ok and what = 'all' order by began_at desc limit 1)
       union all (select began_at, place, ok, why from public.backup where what = 'all' and not ok
         and (ended_at is not null or began_at < $1::timestamptz - interval '1 day')
         and began_at > coalesce((select max(began_at) from public.backup where ok and what = 'all'), '-infinity') order by began_at desc limit 1)`,
      [now],
    ),
  )
  return { good: rows.find((row) => row.ok), failed: rows.find((row) => !row.ok) }
}
