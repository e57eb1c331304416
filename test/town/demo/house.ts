import { execFile } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { z } from 'zod'
import type { Running } from '../../../src/main.ts'

// The folder a demo lives in, its port, and what is run beside it.

const root = join(import.meta.dirname, '../../..')
const markShape = z.object({ company: z.string(), today: z.string(), loaded: z.boolean(), customer: z.string().optional() })
export type Mark = z.output<typeof markShape>

const markOf = (home: string): string => join(home, 'demo.json')

export function readMark(home: string): Mark | undefined {
  if (!existsSync(markOf(home))) return undefined
  return markShape.safeParse(JSON.parse(readFileSync(markOf(home), 'utf8'))).data
}

export function writeMark(home: string, mark: Mark): void {
  mkdirSync(home, { recursive: true, mode: 0o700 })
  writeFileSync(markOf(home), `${JSON.stringify(mark)}\n`)
}

/** The folder of a company's demo; `--once` has one of its own for the moment, so that it never meets a demo that is open. */
export function folderOf(o: { company: string; once: boolean; home?: string | undefined }): string {
  if (o.home !== undefined) return resolve(o.home)
  if (!o.once) return resolve('.rapport', `demo-${o.company}`)
  const folder = mkdtempSync(join(tmpdir(), `rapport-${o.company}-`))
  chmodSync(folder, 0o711) // as root, PostgreSQL runs as somebody else who has to walk in
  return folder
}

/** Whether something lives in this folder already. */
export const isInstallation = (home: string): boolean => ['data', 'data.path', 'keys'].some((name) => existsSync(join(home, name)))

/** Only a folder that a demo made is ever removed, with the data that a start as root had to put elsewhere. */
export function removeDemo(home: string): void {
  if (!existsSync(markOf(home))) return
  const pointer = join(home, 'data.path')
  const elsewhere = existsSync(pointer) ? readFileSync(pointer, 'utf8').trim() : ''
  if (/\/rapport\/[0-9a-f]{12}\/data$/.test(elsewhere)) rmSync(dirname(elsewhere), { recursive: true, force: true })
  rmSync(home, { recursive: true, force: true })
}

export async function freePort(wanted: number): Promise<number> {
  for (let port = wanted; port < wanted + 50; port++) if (await isFree(port)) return port
  return wanted
}

function isFree(port: number): Promise<boolean> {
  return new Promise((answer) => {
    const server = createServer()
    server.once('error', () => answer(false))
    server.listen(port, '127.0.0.1', () => server.close(() => answer(true)))
  })
}

/** Starts the processes without their log of ids and counts, which would drown what the demo says. */
export async function startHouse(o: { home: string; port: number; say(line: string): void }): Promise<Running> {
  process.env['RAPPORT_LOG'] ??= 'error'
  const { start } = await import('../../../src/main.ts')
  return start({ home: o.home, port: o.port, demo: true, say: (line) => (line.startsWith('Recovery key') ? undefined : o.say(`    ${line}`)) })
}

/** `rapport verify`, as an operator runs it: whether it holds, and what it printed. */
export function verify(home: string): Promise<{ holds: boolean; lines: string[] }> {
  return new Promise((done) => {
    execFile(process.execPath, [join(root, 'bin/rapport'), 'verify', '--home', home], (error, stdout, stderr) => {
      done({ holds: error === null, lines: `${stdout}${stderr}`.split('\n').filter((line) => line.trim() !== '') })
    })
  })
}
