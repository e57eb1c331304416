import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import type { Running } from '../../../src/main.ts'

// The folder a demo lives in, its port, and what is run beside it.

const root = join(import.meta.dirname, '../../..')
const markShape = z.object({ company: z.string(), today: z.string(), loaded: z.boolean() })
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

/** The folder of a company's demo; `--once` has one of its own, so that it never meets a demo that is open. */
export function folderOf(o: { company: string; once: boolean; home?: string | undefined }): string {
  if (o.home !== undefined) return resolve(o.home)
  return resolve('.rapport', o.once ? `once-${o.company}-${process.pid}` : `demo-${o.company}`)
}

/** Only a folder that a demo made is ever removed. */
export function removeDemo(home: string): void {
  if (existsSync(markOf(home))) rmSync(home, { recursive: true, force: true })
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
