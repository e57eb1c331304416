import { readFileSync } from 'node:fs'
import { defineCommand, runCommand, runMain } from 'citty'
import { z } from 'zod'
import { AppError } from '../platform/errors.ts'

// Each command loads its own file when it is asked for, and that file what it needs: `rapport --help` loads nothing.

const commands = {
  start: () => import('./start.ts').then((m) => m.startCommand),
  demo: () => import('./demo.ts').then((m) => m.demoCommand),
  import: () => import('./import.ts').then((m) => m.importCommand),
  verify: () => import('./verify.ts').then((m) => m.verifyCommand),
  witness: () => import('./witness.ts').then((m) => m.witnessCommand),
  backup: () => import('./backup.ts').then((m) => m.backupCommand),
  restore: () => import('./restore.ts').then((m) => m.restoreCommand),
  keys: () => import('./keys.ts').then((m) => m.keysCommand),
  db: () => import('./db.ts').then((m) => m.dbCommand),
  analyst: () => import('./analyst.ts').then((m) => m.analystCommand),
  certificates: () => import('./certificates.ts').then((m) => m.certificatesCommand),
  doctor: () => import('./doctor.ts').then((m) => m.doctorCommand),
  bench: () => import('./bench.ts').then((m) => m.benchCommand),
}

const about = z.object({ version: z.string(), description: z.string() })
const { version, description } = about.parse(JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')))

/** The whole command tree. */
export const cli = defineCommand({
  meta: { name: 'rapport', version, description },
  subCommands: commands,
})

/** Runs one command line. What an operator can mend is said in one sentence, without a stack; the exit code is then 1. */
export async function runCli(args: string[]): Promise<void> {
  const named = args.some((arg) => !arg.startsWith('-'))
  if (!named || args.includes('--help') || args.includes('-h')) return runMain(cli, { rawArgs: named || args.includes('--version') ? args : ['--help'] })
  try {
    await runCommand(cli, { rawArgs: args })
  } catch (error) {
    if (error instanceof AppError) console.error(toldOf(error))
    else if (error instanceof Error && error.name === 'CLIError') console.error(`${error.message} (rapport --help lists what there is.)`)
    else console.error(error)
    process.exitCode = 1
  }
}

/** The place first, once: many a sentence begins with it already. */
const toldOf = ({ place, message }: AppError) => (place === undefined || message.startsWith(`${place}:`) ? message : `${place}: ${message}`)
