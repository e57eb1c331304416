import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { readMainConfig } from '../platform/config.ts'
import { AppError, badInput } from '../platform/errors.ts'
import {
  claimInstallation,
  type Databases,
  type Home,
  homeAt,
  installationsIn,
  isInstalled,
  isMigrated,
  makeHome,
  openDatabases,
} from '../platform/launcher/index.ts'

/** The option that every command has. */
export const installation = {
  home: { type: 'string', description: 'Folder of the installation', valueHint: '.rapport' },
} as const

/** A port as typed. */
export function portOf(text: string): number {
  const port = Number(text)
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw badInput(`"${text}" is no port; a port is a number from 1 to 65535.`, '--port')
  return port
}

export function homeOf(given: string | undefined): string {
  return resolve(given ?? readMainConfig(process.env).home)
}

/**
 * Does some work with the databases of an installation, running or not. A PostgreSQL that had to be started for it is
 * stopped again, unless somebody has started Rapport on it meanwhile.
 */
export async function withDatabases<R>(given: string | undefined, work: (at: { home: Home; databases: Databases }) => Promise<R>): Promise<R> {
  const home = makeHome(homeOf(given))
  const databases = await openDatabases({ home: home.root, own: readMainConfig(process.env) })
  try {
    return await work({ home, databases })
  } finally {
    await stopIfOurs(databases)
  }
}

/** The same for commands that make no sense where nothing is: they say so instead of making an empty installation. */
export function withInstallation<R>(given: string | undefined, work: (at: { home: Home; databases: Databases }) => Promise<R>): Promise<R> {
  requireInstallation(given)
  return withDatabases(given, async (at) => {
    if (await isMigrated(at.databases)) return work(at)
    throw new AppError(
      'not_found',
      `There is no installation in ${at.databases.postgres ? at.home.root : 'the database of DATABASE_URL'} yet: rapport start makes it.`,
    )
  })
}

/** Throws in one sentence when no installation was made in the folder; one with a database elsewhere has its keys there. */
export function requireInstallation(given: string | undefined): void {
  const home = homeOf(given)
  if (isInstalled(home) || (readMainConfig(process.env).databaseUrl && existsSync(homeAt(home).keys))) return
  const [other] = installationsIn(home)
  throw new AppError('not_found', `There is no installation in ${home}: name its folder with --home or RAPPORT_HOME${other ? ` (--home ${other}, say)` : ''}.`)
}

async function stopIfOurs(databases: Databases): Promise<void> {
  if (!databases.postgres || databases.postgres.adopted) return
  const claim = await claimInstallation(databases.ownerUrl).catch(() => undefined)
  if (!claim) return
  await claim.release()
  await databases.postgres.stop()
}
