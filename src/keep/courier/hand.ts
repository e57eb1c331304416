import { type ChildProcess, spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { dirname, resolve, sep } from 'node:path'
import type { Writable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { badInput } from '../../platform/errors.ts'
import { unprivileged, walledOff } from '../../platform/walls.ts'
import type { Errand, FromCourier, ToCourier } from './errand.ts'
import { type Frame, onFrames, writeBytes, writeJson } from './pipe.ts'

// One courier process as the keep sees it. Nothing of ours is in it: no environment, no keys, no file descriptors but the
// three pipes, and Node's permission model lets it read its own code and three packages. It is not believed either.

/** A file as the courier may have it: by bytes, from the one who holds it. */
export type ByteSource = { size: number; read(offset: number, length: number): Promise<Buffer> }

export type Limits = {
  /** Most memory of the process, in MB. */
  memoryMb: number
  /** Longest that it may work without a word, in milliseconds. */
  silenceMs: number
  /** Batches on their way at most. */
  ahead: number
  /** The program of the process, in this folder. */
  entry: string
  /** What else of our code it reads, by paths from this folder. */
  also: readonly string[]
}

export const usualLimits: Limits = { memoryMb: 768, silenceMs: 60_000, ahead: 3, entry: 'process.ts', also: [] }

export type Hand = {
  /** Works on one errand; what it gives is unchecked. Ending the loop early ends the process. */
  work(errand: Errand, from: ByteSource): AsyncGenerator<unknown, unknown>
  dead(): boolean
  end(): void
}

const here = dirname(fileURLToPath(import.meta.url))
const packages = ['hyparquet', 'iconv-lite', 'safer-buffer', 'mailparser']

export function startHand(limits: Limits): Hand {
  const child = spawn(process.execPath, argumentsOf(limits), {
    ...unprivileged('courier', [resolve(here, limits.entry)]),
    env: {},
    cwd: here,
    stdio: ['pipe', 'pipe', 'ignore'],
  })
  const { stdin, stdout } = child
  let gone: string | undefined
  let listener: ((event: Event) => void) | undefined
  child.once('error', () => fail('The parser could not be started.'))
  child.once('exit', (_, signal) => fail(signal === 'SIGABRT' || signal === 'SIGTRAP' ? tooMuchMemory : stopped))
  stdin.on('error', () => {})
  onFrames(
    stdout,
    (frame) => listener?.({ frame }),
    () => kill(stopped),
  )
  idle(child)

  function fail(why: string): void {
    gone ??= why
    listener?.({ gone })
  }
  function kill(why: string): void {
    fail(why)
    child.kill('SIGKILL')
  }

  return {
    dead: () => gone !== undefined,
    end: () => kill(stopped),
    async *work(errand, from) {
      child.ref()
      const watch = setInterval(() => void overweight(child.pid, limits.memoryMb).then((over) => over && kill(tooMuchMemory)), 500).unref()
      let whole = false
      try {
        const talk = converse(stdin, errand, from, limits, kill)
        listener = talk.hear
        if (gone) talk.hear({ gone })
        const result = yield* talk.batches()
        whole = true
        return result
      } finally {
        clearInterval(watch)
        listener = undefined
        if (whole) idle(child)
        else kill(stopped)
      }
    },
  }
}

const tooMuchMemory = 'The file needs more memory than a parser may have: save it in smaller parts, or as CSV.'
const tooSlow = 'The file took too long to read: save it in smaller parts, or as CSV.'
const stopped = 'The parser stopped while it read the file.'

type Event = { frame: Frame } | { gone: string }

/** One errand's talk: answers its reads at once, keeps its batches until they are asked for, and minds the silence. */
function converse(stdin: Writable, errand: Errand, from: ByteSource, limits: Limits, kill: (why: string) => void) {
  const waiting: unknown[] = []
  let credit = limits.ahead
  let end: { done: unknown } | { failed: unknown } | undefined
  let wake: (() => void) | undefined
  const silence = setInterval(() => credit > 0 && reading === 0 && kill(tooSlow), limits.silenceMs).unref()
  let reading = 0

  const finish = (how: { done: unknown } | { failed: unknown }) => {
    end ??= how
    wake?.()
  }
  const send = (message: ToCourier) => writeJson(stdin, message)

  async function answer(offset: number, length: number): Promise<void> {
    reading += 1
    try {
      writeBytes(stdin, await from.read(offset, length))
    } catch (error) {
      finish({ failed: error })
    } finally {
      reading -= 1
    }
  }

  function take(said: FromCourier): void {
    if ('read' in said) return void answer(Number(said.read[0]), Math.min(Number(said.read[1]), 16 * 1024 * 1024))
    if ('done' in said) return finish({ done: said.done })
    if ('trouble' in said) return finish({ failed: badInput(tidy(said.trouble.sentence), said.trouble.place && tidy(said.trouble.place)) })
    if (!('batch' in said) || credit === 0) return kill(stopped)
    waiting.push(said.batch)
    credit -= 1
    wake?.()
  }

  async function* batches(): AsyncGenerator<unknown, unknown> {
    try {
      send({ ...errand, size: from.size, ahead: limits.ahead })
      for (;;) {
        const batch = waiting.shift()
        if (batch !== undefined) {
          credit += 1
          send({ more: true })
          yield batch
        } else if (end) {
          if ('failed' in end) throw end.failed
          return end.done
        } else {
          await new Promise<void>((resolve) => {
            wake = resolve
          })
        }
      }
    } finally {
      clearInterval(silence)
    }
  }

  return {
    batches,
    hear(event: Event): void {
      silence.refresh()
      if ('gone' in event) return finish({ failed: badInput(event.gone) })
      if ('bytes' in event.frame) return kill(stopped)
      try {
        take(JSON.parse(event.frame.text))
      } catch {
        kill(stopped)
      }
    },
  }
}

/** What the courier says goes to a person and into a log: one line, no control characters, not long. */
function tidy(text: unknown): string {
  return String(text)
    .replace(/[\p{Cc}\p{Cf}]+/gu, ' ')
    .slice(0, 400)
}

function argumentsOf(limits: Limits): string[] {
  const modules = resolve(here, '../../../node_modules')
  const own = [
    `${here}${sep}`,
    resolve(here, '../../platform/zip.ts'),
    resolve(here, '../../../package.json'),
    ...limits.also.map((path) => resolve(here, path)),
  ]
  const readable = [...own, ...packages.map((name) => resolve(modules, name) + sep)]
  return [...walledOff(readable), `--max-old-space-size=${Math.floor(limits.memoryMb * 0.75)}`, '--no-warnings', resolve(here, limits.entry)]
}

/** A waiting courier does not keep the keep from ending. */
function idle(child: ChildProcess): void {
  child.unref()
  for (const pipe of [child.stdin, child.stdout]) if (pipe && 'unref' in pipe && typeof pipe.unref === 'function') pipe.unref()
}

/** Linux only: the heap has a limit everywhere, buffers outside it only here. */
async function overweight(pid: number | undefined, memoryMb: number): Promise<boolean> {
  if (process.platform !== 'linux' || pid === undefined) return false
  const pages = await readFile(`/proc/${pid}/statm`, 'latin1').catch(() => '')
  return (Number(pages.split(' ')[1] ?? 0) * 4096) / 1024 / 1024 > memoryMb
}
