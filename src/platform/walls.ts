import { lstatSync, realpathSync } from 'node:fs'
import { sep } from 'node:path'
import { canUse } from './launcher/account.ts'

// Two walls around a process that must not read what its user can: Node's own permissions, and, when we are root, a user of
// its own.

/**
 * The flags with which Node lets a process read only these files and folders; where a path leads through a link, that link and
 * where it leads: Node looks at both, and at nothing below a link that it was told about twice. No writing, no children, no
 * addons. SQLite is switched off, because the permissions do not hold for the files it opens (measured).
 */
export function walledOff(readable: readonly string[]): string[] {
  const paths = readable.flatMap((path) => {
    const link = linkOn(path)
    return link === undefined ? [path] : [link, realpathSync(path) + (path.endsWith(sep) ? sep : '')]
  })
  return ['--permission', '--no-experimental-sqlite', ...[...new Set(paths)].map((path) => `--allow-fs-read=${path}`)]
}

/** The outermost link on the way to a path. */
function linkOn(path: string): string | undefined {
  const parts = path.split(sep)
  const above = parts.map((_, n) => parts.slice(0, n + 1).join(sep)).filter((one) => one !== '')
  return above.find((one) => lstatSync(one, { throwIfNoEntry: false })?.isSymbolicLink())
}

/** Numbers that no user of a machine has, next to that of `nobody`, who is PostgreSQL here; one each, so that none can look into another. */
const numbers = { office: 65_533, courier: 65_532 } as const

export type Unprivileged = { uid: number; gid: number }

const known = new Map<string, Unprivileged | undefined>()

/**
 * As root: who a part runs as instead. Undefined where we are not root, or where that user cannot run Node or read the code
 * (a clone under a closed home): the part then stays what we are, behind the first wall alone.
 */
export function unprivileged(part: keyof typeof numbers, code: readonly string[]): Unprivileged | undefined {
  if (process.getuid?.() !== 0) return undefined
  const key = [part, ...code].join('\0')
  if (!known.has(key)) {
    const account = { uid: numbers[part], gid: numbers[part] }
    const can = canUse(account, process.execPath, 'run') && code.every((path) => canUse(account, path, 'read'))
    known.set(key, can ? account : undefined)
  }
  return known.get(key)
}
