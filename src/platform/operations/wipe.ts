import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type pg from 'pg'
import { z } from 'zod'
import { type Databases, type Home, migrate, roles, withClient } from '../launcher/index.ts'

// A demo is made empty: everything goes but the company and one administrator, with their ways to sign in. The schemas are dropped and
// made anew by the migrations, so that a table added tomorrow is emptied too and the built-in registers are as on the first day.

type Where = { home: Home; database: Databases }

const beganAsDemo = (home: Home) => join(home.root, 'began-as-demo')
const asked = (home: Home) => join(home.root, 'wipe-asked.json')
const askedShape = z.object({ staff: z.int() })

/** Tables of which rows stay, and which. */
const kept = [
  { table: 'keep.company', where: 'true' },
  { table: 'keep.staff', where: 'staff_id = $1' },
  { table: 'keep.passkey', where: 'staff_id = $1' },
  { table: 'keep.session', where: 'staff_id = $1' },
] as const
const asideOf = (table: string) => `aside.${table.replace('.', '_')}`

/** Notes that an installation which nobody has set up yet is a demo: only such a one can ever be wiped. */
export async function noteDemo({ home, database }: Where): Promise<void> {
  const setUp = await withClient(database.ownerUrl, (client) => client.query('select from keep.staff limit 1'))
  if (setUp.rowCount === 0) writeFileSync(beganAsDemo(home), '', { mode: 0o600 })
}

/** Asks for the wipe: from here on it is done, also if this process dies. False where nothing may be wiped. */
export function askToWipe(home: Home, staff: number): boolean {
  if (!existsSync(beganAsDemo(home))) return false
  writeFileSync(asked(home), JSON.stringify({ staff }), { mode: 0o600, flush: true })
  return true
}

/** Does what was asked, or goes on with it; each step can be repeated. No other process of ours may run. Gives whether anything was to be done. */
export async function wipeIfAsked({ home, database }: Where): Promise<boolean> {
  if (!existsSync(asked(home)) || !existsSync(beganAsDemo(home))) return false
  const { staff } = askedShape.parse(JSON.parse(readFileSync(asked(home), 'utf8')))
  await withClient(database.ownerUrl, (client) => layAside(client, staff))
  await migrate(database)
  await withClient(database.ownerUrl, bringBack)
  // Whoever had the old rows in a copy has no key to them.
  await withClient(database.keysOwnerUrl, (client) => client.query('truncate keyring.data_key, keyring.destruction'))
  for (const made of ['index', 'analysis']) rmSync(join(home.root, made), { recursive: true, force: true })
  rmSync(asked(home))
  return true
}

async function inOne(client: pg.Client, work: () => Promise<void>): Promise<void> {
  await client.query(`set role ${roles.owner}`)
  await client.query('begin')
  try {
    await work()
    await client.query('commit')
  } catch (error) {
    await client.query('rollback').catch(() => undefined)
    throw error
  }
}

/** Puts aside what stays, and drops the rest, in one transaction; when that was done already, nothing. */
async function layAside(client: pg.Client, staff: number): Promise<void> {
  await inOne(client, async () => {
    const { rows } = await client.query<{ done: boolean }>(`select to_regnamespace('aside') is not null as done`)
    if (rows[0]?.done) return
    await client.query('create schema aside')
    for (const { table, where } of kept) {
      await client.query(`create table ${asideOf(table)} (like ${table})`)
      await client.query(`insert into ${asideOf(table)} select * from ${table} where ${where}`, where.includes('$1') ? [staff] : [])
    }
    await client.query(`create table aside.sequence as select schemaname, sequencename, last_value from pg_sequences where last_value is not null`)
    await client.query(dropAll)
  })
}

/** Everything of the owner but what was put aside. */
const dropAll = `do $$
declare
  one record;
begin
  for one in select nspname from pg_namespace where pg_get_userbyid(nspowner) = current_user and nspname not in ('aside', 'public') loop
    execute format('drop schema %I cascade', one.nspname);
  end loop;
  for one in select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind = 'r' and pg_get_userbyid(c.relowner) = current_user loop
    execute format('drop table public.%I cascade', one.relname);
  end loop;
  for one in select p.oid::regprocedure as signature from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where n.nspname = 'public' and pg_get_userbyid(p.proowner) = current_user loop
    execute format('drop function %s cascade', one.signature);
  end loop;
end
$$`

/** Puts back what was put aside, and lets no number be given twice; when that was done already, nothing. */
async function bringBack(client: pg.Client): Promise<void> {
  await inOne(client, async () => {
    const { rows } = await client.query<{ waits: boolean }>(`select to_regnamespace('aside') is not null as waits`)
    if (!rows[0]?.waits) return
    for (const { table } of kept) await client.query(`insert into ${table} select * from ${asideOf(table)} on conflict do nothing`)
    await client.query(`select setval(format('%I.%I', s.schemaname, s.sequencename)::regclass, greatest(s.last_value, coalesce(n.last_value, 1)))
      from aside.sequence s join pg_sequences n on n.schemaname = s.schemaname and n.sequencename = s.sequencename`)
    await client.query('drop schema aside cascade')
  })
}
