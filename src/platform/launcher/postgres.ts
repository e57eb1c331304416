import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { serverAccount } from './account.ts'
import { findBinaries } from './binaries.ts'
import { cannot, urlFor, whyUnreachable } from './connection.ts'
import { type Home, makeHome, secretOf } from './home.ts'
import { dataFolder, knownDataFolder, socketFolder } from './places.ts'
import { isAlive, readPostmaster, serves } from './postmaster.ts'
import { prepareServer, type RoleName, roles } from './roles.ts'
import { adopt, bootstrapRole, makeData, type ServerPlan, startServer, stopServer } from './server.ts'

/** A PostgreSQL that answers. */
export type RunningPostgres = {
  /** rapport_owner on the main database: migrations, the claim, backups. No superuser. */
  ownerUrl: string
  /** The bootstrap superuser on database `postgres`. For setting up and tests; hand it to no process. */
  adminUrl: string
  /** A connection string for one role ('keep' or 'rapport_keep'), to 'rapport' unless told otherwise. */
  url(role: RoleName | `rapport_${RoleName}`, database?: string): string
  /** Process id of the postmaster. */
  pid: number
  /** True when it was running before: its last main was killed. */
  adopted: boolean
  /** Whether the postmaster is still there. */
  alive(): boolean
  /** Ends it in order; waits for it. */
  stop(): Promise<void>
}

export const mainDatabase = 'rapport'
export const keysDatabase = 'rapport_keys'

export type PostgresOptions = {
  /** The installation's folder; made if missing. */
  home: string
  /** false for tests only: a power cut may then lose everything. */
  fsync?: boolean
  /** A folder with bin/initdb and bin/postgres; default: the binaries that came with npm. */
  binaries?: string
  /** One-line remarks for the operator; default: stderr. */
  say?: (line: string) => void
}

/** Starts the installation's own PostgreSQL, or takes over the one a killed main left running; makes data, roles and databases the first time. */
export async function ensurePostgres(o: PostgresOptions): Promise<RunningPostgres> {
  const say = o.say ?? ((line) => process.stderr.write(`${line}\n`))
  const home = makeHome(o.home)
  const plan = planFor(home, o, say)
  const bootstrap = secretOf(home, bootstrapRole)
  makeData(plan, bootstrap)
  const left = await adopt(plan)
  const server = left ?? (await startServer(plan))
  const passwords = {
    owner: secretOf(home, 'owner'),
    keep: secretOf(home, 'keep'),
    office: secretOf(home, 'office'),
    analyst: secretOf(home, 'analyst'),
  }
  const url = (role: RoleName | `rapport_${RoleName}`, database = mainDatabase) => {
    const name = shortName(role)
    return urlFor(server.at, roles[name], passwords[name], database)
  }
  const adminUrl = urlFor(server.at, bootstrapRole, bootstrap, 'postgres')
  await prepareOnce(url('owner', keysDatabase), adminUrl, passwords)
  return {
    ownerUrl: url('owner'),
    adminUrl,
    url,
    pid: server.pid,
    adopted: left !== undefined,
    alive: () => isAlive(server.pid),
    stop: () => stopServer(server.pid, 30_000),
  }
}

/** The built-in server of an installation if it runs, without starting it; `problem` when it runs and we may not look. */
export function lookForPostgres(home: Home): { pid: number; ownerUrl: string; at: string; problem?: string } | undefined {
  try {
    const data = knownDataFolder(home)
    const found = readPostmaster(data)
    if (!found || !serves(found.pid, data)) return undefined
    const ownerUrl = urlFor(found.at, roles.owner, readFileSync(join(home.secrets, 'owner'), 'utf8').trim(), mainDatabase)
    return { pid: found.pid, ownerUrl, at: found.at.host }
  } catch (error) {
    return { pid: 0, ownerUrl: '', at: '', problem: error instanceof Error ? error.message : String(error) }
  }
}

function planFor(home: Home, o: PostgresOptions, say: (line: string) => void): ServerPlan {
  const account = serverAccount(home.data)
  const data = dataFolder(home, account, say)
  return {
    account,
    data,
    binaries: findBinaries(account, o.binaries, say),
    socketFolder: socketFolder(home, account),
    startLog: join(home.log, 'postgres-start.log'),
    tcp: process.env['RAPPORT_PG_TCP'] === '1' || process.platform === 'win32',
    fsync: o.fsync ?? true,
  }
}

// The last thing made is the database of keys: if its owner gets in, all is there.
async function prepareOnce(probe: string, adminUrl: string, passwords: Record<RoleName, string>): Promise<void> {
  if ((await whyUnreachable(probe)) === undefined) return
  const trouble = await whyUnreachable(adminUrl)
  if (trouble) {
    throw cannot(`PostgreSQL does not let its administrator in (${trouble.message}): secrets/${bootstrapRole} is not the one this data was made with.`)
  }
  await prepareServer({ adminUrl, databases: { main: mainDatabase, keys: keysDatabase }, passwords })
}

function shortName(role: RoleName | `rapport_${RoleName}`): RoleName {
  switch (role) {
    case 'owner':
    case 'rapport_owner':
      return 'owner'
    case 'keep':
    case 'rapport_keep':
      return 'keep'
    case 'office':
    case 'rapport_office':
      return 'office'
    case 'analyst':
    case 'rapport_analyst':
      return 'analyst'
  }
}
