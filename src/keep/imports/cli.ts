import { createReadStream, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import { createInterface } from 'node:readline/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { AppError, badInput } from '../../platform/errors.ts'
import type { Client } from './command/client.ts'
import { withKeep } from './command/keep.ts'
import { languageOf, type Tell, tellIn } from './command/tell.ts'
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
  /** LANG and its kin say the language. */
  env: { [name: string]: string | undefined }
}

type At = { client: Client; tell: Tell }
type Change = ReturnType<typeof readMapping>

/** `rapport import`: uploads, shows what the columns are taken for, counts, asks, runs and compares the sums. */
export async function importFiles(command: ImportCommand): Promise<void> {
  const change: Change = command.mapping === undefined ? {} : readMapping(command.mapping)
  if (!command.undo && !command.resume) for (const file of command.files) mustBeFile(file)
  const language = languageOf(command.env)
  const tell = tellIn(language)
  await withKeep({ root: command.home, language }, async (client) => {
    const at = { client, tell }
    for (const file of command.files) {
      if (command.undo) await undo(at, file)
      else if (command.resume) await finish(at, await resumed(client, file), file)
      else await bringIn(at, file, command, change)
    }
  })
}

async function bringIn({ client, tell }: At, path: string, command: ImportCommand, change: Change): Promise<void> {
  let view = await client.upload(createReadStream(path, { highWaterMark: 256 * 1024 }), {
    name: basename(path),
    preset: command.preset,
    source: command.source,
  })
  if (Object.keys(change).length > 0) {
    // Columns that it does not speak of are what they were taken for.
    const columns = { ...view.mapping?.columns, ...change.columns }
    view = { ...(await client.map(view.id, { ...view.mapping, ...change, columns })), columns: view.columns }
  }
  say(tell.columns(view))
  await client.act(view.id, 'dry-run')
  view = await settled({ client, tell }, view.id, tell.say.counting)
  mustBeWell(view)
  if (view.dry_run) say([tell.say.wouldBring, ...tell.counts(view.dry_run, view.mapping?.preset ?? '')])
  if (command.dryRun && view.dry_run && anyLeft(view.dry_run)) await saveRejected({ client, tell }, view.id, path)
  if (command.dryRun || !(await agreed(command, tell))) return say([tell.say.nothingRecorded(path)])
  await finish({ client, tell }, await client.act(view.id, 'run'), path)
}

/** Waits for the end of a run and tells it; Ctrl+C stops the import, not only this command. */
async function finish({ client, tell }: At, begun: ImportView, path: string): Promise<void> {
  const stop = () => {
    console.error(`\n${tell.say.stopping}`)
    void client.act(begun.id, 'stop').catch(() => {})
  }
  process.once('SIGINT', stop)
  const view = await settled({ client, tell }, begun.id, tell.say.bringing)
  process.removeListener('SIGINT', stop)
  mustBeWell(view)
  if (view.counts) say([view.state === 'done' ? tell.say.isIn(view.id) : tell.say.wasStopped(view.id), ...tell.counts(view.counts, view.mapping?.preset ?? '')])
  if (view.state === 'stopped') return say([tell.say.goOn(view.id), tell.say.takeBack(view.id)])
  if (view.reconciliation) say(tell.reconciliation(view.reconciliation))
  if (view.file_until) await saveRejected({ client, tell }, view.id, path)
  say([tell.say.takeBack(view.id)])
  if (view.reconciliation?.agrees === false) throw new AppError('conflict', tell.say.disagree)
}

async function resumed(client: Client, id: string): Promise<ImportView> {
  const view = await client.get(id)
  return view.state === 'running' ? view : client.act(id, 'resume')
}

async function undo({ client, tell }: At, id: string): Promise<void> {
  await client.act(id, 'undo')
  const view = await settled({ client, tell }, id, tell.say.taking)
  mustBeWell(view)
  say([tell.say.isUndone(id), ...(view.undone ? tell.undone(view.undone, view.counts?.consent_refusals ?? 0) : [])])
}

const askEveryMs = 200

async function settled({ client, tell }: At, id: string, what: string): Promise<ImportView> {
  const line = tell.progressLine(process.stderr)
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

const anyLeft = ({ rejected, remarks }: NonNullable<ImportView['dry_run']>): boolean => rejected > 0 || Object.keys(remarks).length > 0

async function saveRejected({ client, tell }: At, id: string, path: string): Promise<void> {
  const csv = await client.rejected(id)
  const to = freeName(existsSync(path) ? path.replace(/\.[^./\\]+$/, '') : id)
  writeFileSync(to, csv, { flag: 'wx', mode: 0o600 })
  say([tell.say.rejectedIn(to)])
}

function freeName(stem: string): string {
  for (let n = 1; ; n++) {
    const name = `${stem}.rejected${n === 1 ? '' : `-${n}`}.csv`
    if (!existsSync(name)) return name
  }
}

async function agreed(command: ImportCommand, tell: Tell): Promise<boolean> {
  if (command.yes || !process.stdin.isTTY) return true
  const asked = createInterface({ input: process.stdin, output: process.stderr })
  const answer = await asked.question(tell.say.ask)
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
function readMapping(path: string) {
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
