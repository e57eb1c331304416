import { existsSync, readdirSync, statfsSync, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { AppError } from '../errors.ts'
import { type Home, homeAt, installationsIn, isInstalled, lookForPostgres, type OwnPostgres } from '../launcher/index.ts'
import { examineBackups, examineFolder } from './doctor-backups.ts'
import { examineDatabase } from './doctor-database.ts'
import type { Finding } from './finding.ts'

const leastNode = 24
const leastFreeGb = 2

/** Looks at the machine and the installation without starting or changing anything. */
export async function examine(o: { home: string; own: OwnPostgres; now: Date }): Promise<Finding[]> {
  const home = homeAt(o.home)
  const found = [node(), browser()]
  if (!isInstalled(home.root) && !existsSync(home.secrets) && !o.own.databaseUrl) return [...found, nothingIn(home)]
  if (existsSync(home.root)) found.push(disk(home.root), secrets(home), keyFiles(home))
  return [...found, ...(await database(home, o))]
}

function nothingIn(home: Home): Finding {
  const others = installationsIn(home.root).map((folder) => `--home ${folder}`)
  const todo = others.length > 0 ? `Name the one you mean: ${others.join(' or ')}.` : 'rapport start makes one; --home or RAPPORT_HOME names another folder.'
  return { about: 'installation', state: 'note', found: `none in ${home.root}`, todo }
}

function node(): Finding {
  const major = Number(process.versions.node.split('.')[0])
  return major >= leastNode
    ? { about: 'Node', state: 'ok', found: process.version }
    : {
        about: 'Node',
        state: 'bad',
        found: `${process.version}, needed is ${leastNode}`,
        todo: 'Run it as bin/rapport or npm start: they use the Node that npm ci installed.',
      }
}

function browser(): Finding {
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  const found = names.flatMap((name) => folders.map((folder) => join(folder, name))).find((path) => existsSync(path))
  return found
    ? { about: 'browser', state: 'ok', found }
    : { about: 'browser', state: 'note', found: 'no Chromium or Chrome', todo: 'Only the browser tests need one: apt-get install chromium.' }
}

function disk(folder: string): Finding {
  const at = statfsSync(folder)
  const gb = (at.bavail * at.bsize) / 2 ** 30
  const found = `${gb.toFixed(1)} GB free for ${folder}`
  if (gb >= leastFreeGb) return { about: 'disk', state: 'ok', found }
  return { about: 'disk', state: 'bad', found, todo: `Make room: recording answers 503 when it is full. Have at least ${leastFreeGb} GB.` }
}

function secrets(home: Home): Finding {
  return closed('secrets', home.secrets)
}

function keyFiles(home: Home): Finding {
  const mode = closed('keys', home.keys)
  if (mode.state !== 'ok') return mode
  const count = list(home.keys).filter((name) => name.endsWith('.key')).length
  if (count > 0) return { ...mode, found: `${count} epoch key file${count === 1 ? '' : 's'}, readable by the owner only` }
  return {
    about: 'keys',
    state: 'note',
    found: `no epoch key file in ${home.keys}`,
    todo: 'A new installation gets one at its first start; a restored one needs its old one: rapport keys recover.',
  }
}

function closed(about: string, folder: string): Finding {
  const open = [folder, ...list(folder).map((name) => join(folder, name))].filter((path) => existsSync(path) && (statSync(path).mode & 0o077) !== 0)
  if (open.length === 0 || process.platform === 'win32') return { about, state: 'ok', found: 'readable by the owner only' }
  return { about, state: 'bad', found: `others can read ${open.join(', ')}`, todo: `chmod -R go= ${folder}` }
}

async function database(home: Home, { own, now }: { own: OwnPostgres; now: Date }): Promise<Finding[]> {
  const running = own.databaseUrl ? undefined : lookForPostgres(home)
  const unasked = existsSync(home.root) ? [examineFolder(home.backups, now)] : []
  if (running?.problem) return [{ about: 'PostgreSQL', state: 'bad', found: running.problem, todo: 'Run doctor as the user who starts Rapport.' }, ...unasked]
  const ownerUrl = own.databaseUrl ?? running?.ownerUrl
  if (!ownerUrl) return [{ about: 'PostgreSQL', state: 'note', found: 'not running', todo: 'rapport start' }, ...unasked]
  try {
    const socket: Finding[] = running ? [{ about: 'socket', state: 'ok', found: running.at }] : []
    return [...socket, ...(await examineDatabase(ownerUrl, own.keysOwnerDatabaseUrl)), await examineBackups(ownerUrl, home.backups, now)]
  } catch (error) {
    const words = error instanceof AppError || error instanceof Error ? error.message : String(error)
    return [{ about: 'PostgreSQL', state: 'bad', found: words, todo: 'Look into the log in the data folder, then start it again: rapport start.' }, ...unasked]
  }
}

function list(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder) : []
}
