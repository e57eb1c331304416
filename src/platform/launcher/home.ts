import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { codeOf } from './connection.ts'

/** The folders of one installation, absolute. */
export type Home = {
  root: string
  data: string
  keys: string
  secrets: string
  run: string
  backups: string
  log: string
}

export function homeAt(root: string): Home {
  const at = resolve(root)
  const inside = (name: string) => join(at, name)
  return {
    root: at,
    data: inside('data'),
    keys: inside('keys'),
    secrets: inside('secrets'),
    run: inside('run'),
    backups: inside('backups'),
    log: inside('log'),
  }
}

/** Whether an installation with a database of its own was made in this folder. */
export function isInstalled(root: string): boolean {
  return existsSync(join(root, 'data')) || existsSync(join(root, 'data.path'))
}

/** Installations one folder deeper: where demos live. */
export function installationsIn(root: string): string[] {
  if (!existsSync(root)) return []
  return readdirSync(root)
    .map((name) => join(root, name))
    .filter(isInstalled)
    .sort()
}

/** Makes the folders that are missing. As root the home may be walked through (PostgreSQL runs as somebody else), not listed. */
export function makeHome(root: string): Home {
  const home = homeAt(root)
  const walkable = process.getuid?.() === 0 ? 0o711 : 0o700
  makeFolder(home.root, walkable)
  makeFolder(home.run, walkable)
  for (const folder of [home.keys, home.secrets, home.backups, home.log]) makeFolder(folder, 0o700)
  return home
}

function makeFolder(path: string, mode: number): void {
  if (mkdirSync(path, { recursive: true }) !== undefined) chmodSync(path, mode)
}

/**
 * The password of one process, from `secrets/<name>`; made at random the first time.
 * One file per process, so that each can be handed its own and no other.
 */
export function secretOf(home: Home, name: string): string {
  const path = join(home.secrets, name)
  try {
    return readFileSync(path, 'utf8').trim()
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error
  }
  const secret = randomBytes(32).toString('base64url')
  writeFileSync(path, `${secret}\n`, { mode: 0o600, flag: 'wx', flush: true })
  return secret
}
