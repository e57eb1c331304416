import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { canUse, whyUnreachable } from './platform/launcher/index.ts'
import type { Logger } from './platform/log.ts'
import { type Child, type Settings, supervise } from './platform/supervise.ts'
import { type Unprivileged, unprivileged, walledOff } from './platform/walls.ts'

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

/** No child processes, no addons, no writing, and of the folders only the code and the built pages: the key folder cannot be read. */
export function startOffice(o: ChildOptions & { account: Unprivileged | undefined }): Child {
  const walls = walledOff(['src', 'node_modules', 'web', 'package.json'].map((part) => join(root, part)))
  return supervise({ ...o, name: 'office', argv: [...walls, '--max-old-space-size=448', join(here, 'office/process.ts')], env: base() })
}

const portsOfRoot = 1_024

/** Who the office runs as. `folders`: what it must walk through besides the code; says in one line why it stays root. */
export function officeAccount(o: { folders: readonly string[]; port: number; say(line: string): void }): Unprivileged | undefined {
  if (process.getuid?.() !== 0) return undefined
  const account = unprivileged('office', [join(here, 'office/process.ts'), join(root, 'node_modules'), join(root, 'package.json')])
  const closed = o.folders.find((folder) => account && !canUse(account, folder, 'walk'))
  if (account && closed === undefined && o.port >= portsOfRoot) return account
  const why = !account ? `no other user can read ${root}` : closed ? `no other user can enter ${closed}` : `port ${o.port} is for root alone`
  o.say(`The office runs as root, behind Node's permissions alone: ${why}.`)
  return undefined
}

export function startAnalyst(o: ChildOptions): Child {
  return supervise({ ...o, name: 'analyst', argv: ['--max-old-space-size=256', join(here, 'office/analyst/process.ts')], env: { ...base(), ...cache } })
}

/** The settings, if the database that they name answers. */
export async function whenAnswers(url: string, settings: Settings): Promise<Settings | undefined> {
  return (await whyUnreachable(url)) === undefined ? settings : undefined
}

const cache = { NODE_COMPILE_CACHE: join(root, 'node_modules/.cache/rapport') }

const base = (): Settings => ({ TZ: 'UTC', ...(process.env['RAPPORT_LOG'] ? { RAPPORT_LOG: process.env['RAPPORT_LOG'] } : {}) })
