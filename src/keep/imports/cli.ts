import { createReadStream, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import { createInterface } from 'node:readline/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { AppError, badInput } from '../../platform/errors.ts'
import type { Client } from './command/client.ts'
import { withKeep } from './command/keep.ts'
import { columnsTold, countsTold, progressLine, reconciliationTold, undoneTold } from './command/tell.ts'
import { type ImportView, mapping as mappingShape } from './contract.ts'

export type ImportCommand = {
  home: string
  /** Files to bring in; for undo and resume the ids of imports. */
  files: readonly string[]
  preset?: string | undefined
  /** A JSON file with any part of a mapping. */
  mapping?: string | undefined
  source?: string | undefined
  dryRun?: boolean | undefined
  /** Do not ask before the run. Where there is no terminal nobody is asked. */
  yes?: boolean | undefined
  undo?: boolean | undefined
  resume?: boolean | undefined
}

/** `rapport import`: uploads, shows what the columns are taken for, counts, asks, runs and compares the sums. */
export async function importFiles(command: ImportCommand): Promise<void> {
  const change = command.mapping === undefined ? {} : readMapping(command.mapping)
  if (!command.undo && !command.resume) for (const file of command.files) mustBeFile(file)
  await withKeep(command.home, async (client) => {
    for (const file of command.files) {
      if (command.undo) await undo(client, file)
      else if (command.resume) await finish(client, await resumed(client, file), file)
      else await bringIn(client, file, command, change)
    }
  })
}

async function bringIn(client: Client, path: string, command: ImportCommand, change: object): Promise<void> {
  let view = await client.upload(createReadStream(path, { highWaterMark: 256 * 1024 }), {
    name: basename(path),
    preset: command.preset,
    source: command.source,
  })
  if (Object.keys(change).length > 0) view = { ...(await client.map(view.id, { ...view.mapping, ...change })), columns: view.columns }
  say(columnsTold(view))
  await client.act(view.id, 'dry-run')
  view = await settled(client, view.id, 'counting')
  mustBeWell(view)
  if (view.dry_run) say(['It would bring:', ...countsTold(view.dry_run, view.mapping?.preset ?? '')])
  if (command.dryRun || !(await agreed(command))) return say([`Nothing was recorded. To bring it in: rapport import ${path}`])
  await finish(client, await client.act(view.id, 'run'), path)
}

/** Waits for the end of a run and tells it; Ctrl+C stops the import, not only this command. */
async function finish(client: Client, begun: ImportView, path: string): Promise<void> {
  const stop = () => {
    console.error('\nStopping after the batch under way …')
    void client.act(begun.id, 'stop').catch(() => {})
  }
  process.once('SIGINT', stop)
  const view = await settled(client, begun.id, 'bringing in')
  process.removeListener('SIGINT', stop)
  mustBeWell(view)
  if (view.counts) say([`${view.id} ${view.state === 'done' ? 'is in' : 'was stopped'}:`, ...countsTold(view.counts, view.mapping?.preset ?? '')])
  if (view.state === 'stopped') return say([`Go on: rapport import --resume ${view.id}`, `Take it back: rapport import --undo ${view.id}`])
  if (view.reconciliation) say(reconciliationTold(view.reconciliation))
  if (view.counts && view.counts.rejected > 0) await saveRejected(client, view.id, path)
  say([`Take it back: rapport import --undo ${view.id}`])
  if (view.reconciliation?.agrees === false) throw new AppError('conflict', 'The sums of the file and of the tables do not agree.')
}

async function resumed(client: Client, id: string): Promise<ImportView> {
  const view = await client.get(id)
  return view.state === 'running' ? view : client.act(id, 'resume')
}

async function undo(client: Client, id: string): Promise<void> {
  await client.act(id, 'undo')
  const view = await settled(client, id, 'taking back')
  mustBeWell(view)
  say([`${id} is undone:`, ...(view.undone ? undoneTold(view.undone) : [])])
}

const askEveryMs = 200

async function settled(client: Client, id: string, what: string): Promise<ImportView> {
  const line = progressLine(process.stderr)
  for (;;) {
    const view = await client.get(id)
    const busy = view.state === 'running' || view.state === 'checking' || view.state === 'undoing' || (view.state === 'done' && view.reconciliation === null)
    if (!busy) {
      line.end()
      return view
    }
    line.show(what, view)
    await sleep(askEveryMs)
  }
}

async function saveRejected(client: Client, id: string, path: string): Promise<void> {
  const csv = await client.rejected(id)
  const to = freeName(existsSync(path) ? path.replace(/\.[^./\\]+$/, '') : id)
  writeFileSync(to, csv, { flag: 'wx', mode: 0o600 })
  say([`The rejected rows, each with its reason, are in ${to}: put them right and import that file.`])
}

function freeName(stem: string): string {
  for (let n = 1; ; n++) {
    const name = `${stem}.rejected${n === 1 ? '' : `-${n}`}.csv`
    if (!existsSync(name)) return name
  }
}

async function agreed(command: ImportCommand): Promise<boolean> {
  if (command.yes || !process.stdin.isTTY) return true
  const asked = createInterface({ input: process.stdin, output: process.stderr })
  const answer = await asked.question('Bring it in? [y/N] ')
  asked.close()
  return /^(y|yes|д|да)$/i.test(answer.trim())
}

function mustBeWell(view: ImportView): void {
  if (view.trouble) throw new AppError('conflict', view.trouble.sentence, { place: view.trouble.place ?? undefined })
}

function mustBeFile(path: string): void {
  if (!existsSync(path) || !statSync(path).isFile()) throw badInput(`There is no file ${path}.`)
}

/** Any part of a mapping: {"currency": "GBP", "columns": {"Invoice": "order_id"}}. */
function readMapping(path: string): object {
  mustBeFile(path)
  let said: unknown
  try {
    said = JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    throw badInput(`${path} is not JSON.`)
  }
  const part = mappingShape.partial().safeParse(said)
  if (!part.success) throw badInput(`${path}: ${part.error.issues[0]?.path.join('.') ?? ''} ${part.error.issues[0]?.message ?? 'is no mapping'}`)
  return part.data
}

const say = (lines: readonly string[]) => console.log(lines.filter((line) => line !== '').join('\n'))
