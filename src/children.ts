import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Code, prepareCode } from './platform/code/index.ts'
import { canUse, whyUnreachable } from './platform/launcher/index.ts'
import type { Logger } from './platform/log.ts'
import { type Child, type Settings, supervise } from './platform/supervise.ts'
import { type Unprivileged, unprivileged, walledOff } from './platform/walls.ts'

// The processes that main starts, each with what it may use.

const here = fileURLToPath(new URL('.', import.meta.url))
const root = join(here, '..')

const programs = { keep: 'keep/process.ts', office: 'office/process.ts', analyst: 'office/analyst/process.ts' } as const

/** The code of all of them, bundled when it is not yet: see platform/code. */
export const prepareParts = (say: (line: string) => void): Promise<Code> => prepareCode({ root, entries: Object.values(programs), say })

export type ChildOptions = {
  code: Code
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
    argv: () => ['--max-old-space-size=640', '--max-semi-space-size=32', ...o.code.program(programs.keep)],
    env: { ...base(), ...cache(o.code) },
  })
}

/** No child processes, no addons, no writing, and of the folders only the code and the built pages: the key folder cannot be read. */
export function startOffice(o: ChildOptions & { account: Unprivileged | undefined }): Child {
  const walls = walledOff(['src', 'node_modules', 'web', 'package.json'].map((part) => join(root, part)))
  const argv = () => [...walls, '--max-old-space-size=448', ...o.code.program(programs.office, o.account)]
  return supervise({ ...o, name: 'office', argv, env: base() })
}

const portsOfRoot = 1_024

/** Who the office runs as. `folders`: what it must walk through besides the code; says in one line why it stays root. */
export function officeAccount(o: { folders: readonly string[]; port: number; say(line: string): void }): Unprivileged | undefined {
  if (process.getuid?.() !== 0) return undefined
  const account = unprivileged('office', [join(here, programs.office), join(root, 'node_modules'), join(root, 'package.json')])
  const closed = o.folders.find((folder) => account && !canUse(account, folder, 'walk'))
  if (account && closed === undefined && o.port >= portsOfRoot) return account
  const why = !account ? `no other user can read ${root}` : closed ? `no other user can enter ${closed}` : `port ${o.port} is for root alone`
  o.say(`The office runs as root, behind Node's permissions alone: ${why}.`)
  return undefined
}

export function startAnalyst(o: ChildOptions): Child {
  const argv = () => ['--max-old-space-size=256', ...o.code.program(programs.analyst)]
  return supervise({ ...o, name: 'analyst', argv, env: { ...base(), ...cache(o.code) } })
}

/** The settings, if the database that they name answers. */
export async function whenAnswers(url: string, settings: Settings): Promise<Settings | undefined> {
  return (await whyUnreachable(url)) === undefined ? settings : undefined
}

const cache = ({ compiled }: Code) => ({ NODE_COMPILE_CACHE: compiled })

const base = (): Settings => ({ TZ: 'UTC', ...(process.env['RAPPORT_LOG'] ? { RAPPORT_LOG: process.env['RAPPORT_LOG'] } : {}) })
