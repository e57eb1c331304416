import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { readMainConfig } from '../platform/config.ts'
import { AppError, badInput } from '../platform/errors.ts'
import { claimInstallation, type Databases, type Home, makeHome, openDatabases } from '../platform/launcher/index.ts'

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

/** For commands that make no sense where nothing is: says so instead of making an empty installation. */
export function requireInstallation(given: string | undefined): void {
  const home = homeOf(given)
  if (readMainConfig(process.env).databaseUrl) return
  if (existsSync(join(home, 'data')) || existsSync(join(home, 'data.path'))) return
  throw new AppError('not_found', `There is no installation in ${home}: name its folder with --home or RAPPORT_HOME.`)
}

async function stopIfOurs(databases: Databases): Promise<void> {
  if (!databases.postgres || databases.postgres.adopted) return
  const claim = await claimInstallation(databases.ownerUrl).catch(() => undefined)
  if (!claim) return
  await claim.release()
  await databases.postgres.stop()
}
