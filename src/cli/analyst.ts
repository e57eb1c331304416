import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { defineCommand } from 'citty'
import { type Analyst, openAnalyst } from '../office/analyst/client.ts'
import { AppError, badInput } from '../platform/errors.ts'
import { homeAt, secretOf } from '../platform/launcher/index.ts'
import type { Finding } from '../platform/operations/index.ts'
import { runFolders } from '../platform/run-folder.ts'
import { homeOf, installation, requireInstallation } from './installation.ts'

const patienceMs = 3_600_000
const lookMs = 3_000

const stateCommand = defineCommand({
  meta: { name: 'state', description: 'Say how the copy for analysis is.' },
  args: installation,
  run: ({ args }) => withAnalyst(args.home, async (analyst) => console.log((await stateOf(analyst)).found)),
})

const proveCommand = defineCommand({
  meta: { name: 'prove', description: 'Compare the copy for analysis with the store, and name what differs.' },
  args: installation,
  run: ({ args }) =>
    withAnalyst(args.home, async (analyst) => {
      const { equal, rows, differences } = await analyst.ask('prove', {})
      for (const d of differences) {
        const whose = d.customers.length > 0 ? `, customers ${d.customers.join(', ')}` : ''
        console.log(`${d.table}${d.month ? ` of ${d.month}` : ''}, bucket ${d.bucket}: ${d.store_rows} rows in the store, ${d.copy_rows} in the copy${whose}`)
      }
      console.log(
        equal ? `The copy says what the store says: ${rows} rows.` : 'The copy says something else than the store: rapport analyst rebuild makes it anew.',
      )
      if (!equal) process.exitCode = 1
    }),
})

const rebuildCommand = defineCommand({
  meta: { name: 'rebuild', description: 'Make the copy for analysis anew beside the old one, and put it in its place.' },
  args: installation,
  run: ({ args }) => withAnalyst(args.home, async (analyst) => console.log(`${(await analyst.ask('rebuild', {})).rows} rows, made anew.`)),
})

const parquetCommand = defineCommand({
  meta: { name: 'parquet', description: 'Write the facts of those who may be analysed as Parquet, one file a table and month.' },
  args: {
    folder: { type: 'positional', required: true, description: 'Where to; files that are still right are left as they are' },
    month: { type: 'string', description: 'Of one month only', valueHint: '2026-10' },
    ...installation,
  },
  run: ({ args }) => {
    if (args.month !== undefined && !/^\d{4}-(0[1-9]|1[0-2])$/.test(args.month)) throw badInput(`"${args.month}" is no month like 2026-10.`, '--month')
    return withAnalyst(args.home, async (analyst) => {
      const { written, kept, removed, rows } = await analyst.ask('parquet', { folder: resolve(args.folder), month: args.month ?? null })
      console.log(`${written} files written, ${kept} were right already, ${removed} removed; ${rows} rows.`)
    })
  },
})

export const analystCommand = defineCommand({
  meta: { name: 'analyst', description: 'The copy of the facts for analysis: state, proof, rebuild, files.' },
  subCommands: { state: stateCommand, prove: proveCommand, rebuild: rebuildCommand, parquet: parquetCommand },
})

/** What the doctor says of it; nothing where it does not run. */
export async function lookAtAnalyst(home: string): Promise<Finding | undefined> {
  const analyst = findAnalyst(home, lookMs)
  if (!analyst) return undefined
  try {
    return await stateOf(analyst)
  } catch {
    return { about: 'analyst', state: 'note', found: 'does not answer', todo: 'It is started again by itself; its log says why it ended.' }
  } finally {
    analyst.close()
  }
}

async function stateOf(analyst: Analyst): Promise<Finding> {
  const { state, loaded_rows, behind_s, built_at, proven_at, equal } = await analyst.ask('state', {})
  const about = 'analyst'
  if (state === 'loading') return { about, state: 'note', found: `the copy is being made, ${loaded_rows} rows so far` }
  const proof = proven_at === null ? 'not compared yet' : `compared ${proven_at}: ${equal ? 'equal' : 'different'}`
  const found = `${(behind_s ?? 0).toFixed(1)} s behind the store, made ${built_at}, ${proof}`
  return equal === false ? { about, state: 'bad', found, todo: 'rapport analyst rebuild' } : { about, state: 'ok', found }
}

function findAnalyst(home: string, patience: number): Analyst | undefined {
  const at = homeAt(home)
  if (!existsSync(at.run) || !existsSync(join(at.secrets, 'analyst'))) return undefined
  const socket = runFolders(at.run)
    .map((folder) => join(folder, 'analyst.sock'))
    .find((path) => existsSync(path))
  return socket === undefined ? undefined : openAnalyst({ socket, secret: secretOf(at, 'analyst') }, patience)
}

async function withAnalyst(given: string | undefined, work: (analyst: Analyst) => Promise<void>): Promise<void> {
  requireInstallation(given)
  const analyst = findAnalyst(homeOf(given), patienceMs)
  if (!analyst) throw new AppError('unavailable', 'The analyst does not run here: rapport start.')
  try {
    await work(analyst)
  } finally {
    analyst.close()
  }
}
