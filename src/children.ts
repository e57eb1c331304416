import { realpathSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { whyUnreachable } from './platform/launcher/index.ts'
import type { Logger } from './platform/log.ts'
import { type Child, type Settings, supervise } from './platform/supervise.ts'

// The processes that main starts, each with what it may use.

const here = fileURLToPath(new URL('.', import.meta.url))
const root = join(here, '..')

export type ChildOptions = {
  /** What it is told once it may begin; undefined while it may not. */
  tell(): Promise<Settings | undefined>
  log: Logger
  heard?(message: object): void
}

// Requests leave much behind that dies young: a larger nursery is collected less often.
export function startKeep(o: ChildOptions): Child {
  return supervise({
    ...o,
    name: 'keep',
    argv: ['--max-old-space-size=640', '--max-semi-space-size=32', join(here, 'keep/process.ts')],
    env: { ...base(), ...cache },
  })
}

/**
 * No child processes, no addons, no writing, and of the folders only the code and the built pages: the key folder cannot be
 * read. SQLite is switched off because Node's permissions do not hold for the files it opens (measured).
 */
export function startOffice(o: ChildOptions): Child {
  const permissions = ['--permission', '--no-experimental-sqlite', ...readable(['src', 'node_modules', 'web', 'package.json'])]
  return supervise({ ...o, name: 'office', argv: [...permissions, '--max-old-space-size=448', join(here, 'office/process.ts')], env: base() })
}

export function startAnalyst(o: ChildOptions): Child {
  return supervise({ ...o, name: 'analyst', argv: ['--max-old-space-size=256', join(here, 'office/insight/analyst.ts')], env: { ...base(), ...cache } })
}

/** The settings, if the database that they name answers. */
export async function whenAnswers(url: string, settings: Settings): Promise<Settings | undefined> {
  return (await whyUnreachable(url)) === undefined ? settings : undefined
}

const cache = { NODE_COMPILE_CACHE: join(root, 'node_modules/.cache/rapport') }

const base = (): Settings => ({ TZ: 'UTC', ...(process.env['RAPPORT_LOG'] ? { RAPPORT_LOG: process.env['RAPPORT_LOG'] } : {}) })

/** What the office may read, by its path and, where that is a link, by where it leads. */
const readable = (parts: readonly string[]) =>
  [...new Set(parts.flatMap((part) => [join(root, part), realpathSync(join(root, part))]))].map((path) => `--allow-fs-read=${path}`)
