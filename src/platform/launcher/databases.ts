import { cannot, databaseOf, roleOf, whyUnreachable, withClient, withDatabase, withLogin } from './connection.ts'
import { makeHome, secretOf } from './home.ts'
import { ensurePostgres, keysDatabase, mainDatabase, type PostgresOptions, type RunningPostgres } from './postgres.ts'
import { type Passwords, type RoleName, roles } from './roles.ts'

/** Connection strings of one installation: each for one process, and the owner's for migrations and backups. */
export type Databases = {
  ownerUrl: string
  keysOwnerUrl: string
  url: { keep: string; office: string; analyst: string; keys: string }
  /** For `migrate`: the passwords of roles that it may have to make. */
  passwords: Passwords
  /** For `migrate`: users of the hoster's own naming that stand in for our roles. */
  logins: Partial<Record<RoleName, string>>
  /** The built-in server; undefined when DATABASE_URL points at another. */
  postgres: RunningPostgres | undefined
}

const oldestMajor = 15

/** What an operator said of a PostgreSQL of their own; each URL but the first may be left out. */
export type OwnPostgres = {
  databaseUrl?: string | undefined
  keepDatabaseUrl?: string | undefined
  officeDatabaseUrl?: string | undefined
  analystDatabaseUrl?: string | undefined
  keysDatabaseUrl?: string | undefined
  keysOwnerDatabaseUrl?: string | undefined
}

/** The databases of an installation: those the operator named, else the built-in server, started if need be. */
export async function openDatabases(o: PostgresOptions & { own?: OwnPostgres }): Promise<Databases> {
  const { databaseUrl } = o.own ?? {}
  return databaseUrl ? outside(o.home, databaseUrl, o.own ?? {}) : inside(await ensurePostgres(o))
}

function inside(postgres: RunningPostgres): Databases {
  return {
    ownerUrl: postgres.ownerUrl,
    keysOwnerUrl: postgres.url('owner', keysDatabase),
    url: {
      keep: postgres.url('keep', mainDatabase),
      office: postgres.url('office', mainDatabase),
      analyst: postgres.url('analyst', mainDatabase),
      keys: postgres.url('keep', keysDatabase),
    },
    passwords: {},
    logins: {},
    postgres,
  }
}

async function outside(root: string, ownerUrl: string, own: OwnPostgres): Promise<Databases> {
  await requireRecent(ownerUrl)
  const home = makeHome(root)
  const told = { keep: own.keepDatabaseUrl, office: own.officeDatabaseUrl, analyst: own.analystDatabaseUrl }
  const keysName = own.keysDatabaseUrl ? databaseOf(own.keysDatabaseUrl) : `${databaseOf(ownerUrl)}_keys`
  const found: Databases = {
    ownerUrl,
    keysOwnerUrl: own.keysOwnerDatabaseUrl ?? withDatabase(ownerUrl, keysName),
    url: { keep: '', office: '', analyst: '', keys: '' },
    passwords: {},
    logins: {},
    postgres: undefined,
  }
  for (const role of ['keep', 'office', 'analyst'] as const) {
    const given = told[role]
    if (given) {
      if (roleOf(given) !== roles[role]) found.logins[role] = roleOf(given)
      found.url[role] = given
    } else {
      const password = secretOf(home, role)
      found.passwords[role] = password
      found.url[role] = withLogin(ownerUrl, roles[role], password)
    }
  }
  found.url.keys = own.keysDatabaseUrl ?? withDatabase(found.url.keep, keysName)
  return found
}

async function requireRecent(url: string): Promise<void> {
  const server = withDatabase(url, 'postgres')
  const trouble = await whyUnreachable(url)
  const other = trouble?.code === '3D000' ? server : url // 3D000: that database is not made yet
  if (trouble && other === url) throw cannot(`The PostgreSQL of DATABASE_URL does not answer: ${trouble.message}.`)
  const { rows } = await withClient(other, (client) => client.query<{ version: number }>(`select current_setting('server_version_num')::int as version`))
  const major = Math.floor((rows[0]?.version ?? 0) / 10_000)
  if (major < oldestMajor) {
    throw cannot(`The PostgreSQL of DATABASE_URL is version ${major}; Rapport needs ${oldestMajor} or newer.`)
  }
}
