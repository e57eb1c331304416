import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { AppError } from './errors.ts'
import type { Logger } from './log.ts'

/** Names and values as of an environment. */
export type Settings = Record<string, string>

export type ChildPlan = {
  name: string
  /** Arguments of node: options, then the file. Asked at each start. */
  argv(): readonly string[]
  /** The whole environment of the child: nothing is inherited but what stands here. */
  env: Settings
  /** Who it runs as; default: as we are. */
  account?: { uid: number; gid: number } | undefined
  log: Logger
  /**
   * What it is told besides, over IPC, once that is known and it would find what it needs, the database say: asked again and
   * again until it gives something. Meanwhile the child loads its code. Default: nothing to wait for.
   */
  tell?(): Promise<Settings | undefined>
  /** What else the child says over IPC. */
  heard?(message: object): void
}

export type ChildState = { name: string; pid: number | undefined; ready: boolean; restarts: number; memory: number | undefined }

export type Child = {
  /** Settles when the child has said that it is ready for the first time; fails with its last words when it gives up before. */
  ready: Promise<void>
  state(): ChildState
  stop(): Promise<void>
  send(message: object): void
}

const waits = 'RAPPORT_WAITS'
const firstDelayMs = 100
const longestDelayMs = 10_000
const steadyAfterMs = 3_000
const askEveryMs = 100
const triesBeforeReady = 5
const patienceMs = 10_000
const lastWordsMs = 1_000

/**
 * Keeps one child process running: started again when it dies, at once when it had been ready for a while, else with
 * growing pauses. The child says `{ready: true}` over IPC; it must end by itself when the channel closes (main was killed).
 */
export function supervise(plan: ChildPlan): Child {
  let child: ChildProcess | undefined
  let ready = false
  let everReady = false
  let restarts = 0
  let delay = firstDelayMs
  let stopping = false
  let memory: number | undefined
  let timer: NodeJS.Timeout | undefined
  let resolveReady = () => {}
  let rejectReady = (_: Error) => {}
  const firstReady = new Promise<void>((resolve, reject) => {
    resolveReady = resolve
    rejectReady = reject
  })
  firstReady.catch(() => {})

  /** Asks until there is something to tell, or the child is another. */
  async function tellWhenItMay(made: ChildProcess, tell: () => Promise<Settings | undefined>) {
    while (child === made && !stopping) {
      const settings = await tell().catch(() => undefined)
      if (settings && made.connected) return void made.send({ settings })
      await sleep(askEveryMs)
    }
  }

  function launch() {
    let readyAt: number | undefined
    let lastWords = ''
    // A debugger that opens at a signal would let any process of this user run code in this one.
    const env = plan.tell ? { ...plan.env, [waits]: '1' } : plan.env
    const made = spawn(process.execPath, ['--disable-sigusr1', ...plan.argv()], {
      ...plan.account,
      env,
      stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
    })
    child = made
    if (plan.tell) void tellWhenItMay(made, plan.tell)
    made.stderr?.on('data', (bytes: Buffer) => {
      lastWords = (lastWords + bytes.toString('utf8')).slice(-4000)
      process.stderr.write(bytes)
    })
    made.on('message', (message: unknown) => {
      if (typeof message !== 'object' || message === null) return
      if ('ready' in message) {
        ready = true
        everReady = true
        readyAt = performance.now()
        resolveReady()
      }
      if ('memory' in message && typeof message.memory === 'number') memory = message.memory
      plan.heard?.(message)
    })
    // Not started at all (no memory, no descriptors): then nothing exits either.
    made.on('error', () => {
      if (made.pid === undefined) ended(null, null)
    })
    made.once('exit', ended)

    function ended(code: number | null, signal: NodeJS.Signals | null) {
      ready = false
      child = undefined
      if (stopping) return
      plan.log.warn({ child: plan.name, code, signal }, 'a process ended; it is started again')
      if (!everReady && restarts >= triesBeforeReady) return void sayWhy()
      if (readyAt !== undefined && performance.now() - readyAt > steadyAfterMs) delay = firstDelayMs
      timer = setTimeout(launch, delay)
      delay = Math.min(delay * 2, longestDelayMs)
      restarts += 1
    }

    async function sayWhy() {
      // What it wrote last may come after its exit.
      if (made.stderr && !made.stderr.closed) await Promise.race([once(made.stderr, 'close'), sleep(lastWordsMs)]).catch(() => {})
      rejectReady(new AppError('unavailable', `${plan.name} does not start: ${lastLine(lastWords) || 'its log says why.'}`))
    }
  }
  launch()

  return {
    ready: firstReady,
    state: () => ({ name: plan.name, pid: child?.pid, ready, restarts, memory }),
    send: (message) => {
      if (child?.connected) child.send(message)
    },
    stop: async () => {
      stopping = true
      clearTimeout(timer)
      const running = child
      if (!running) return
      const ended = new Promise<void>((resolve) => running.once('exit', () => resolve()))
      running.kill('SIGTERM')
      const late = setTimeout(() => running.kill('SIGKILL'), patienceMs)
      await ended
      clearTimeout(late)
    },
  }
}

const lastLine = (text: string) =>
  text
    .trim()
    .split('\n')
    .filter((line) => !line.startsWith('    at '))
    .slice(-3)
    .join(' ')

const toldShape = z.object({ settings: z.record(z.string(), z.string()) })

/** The child's side: its environment and, where main has more to tell, that too. Ends the process when main goes away before. */
export async function settingsOf(env: { [name: string]: string | undefined }): Promise<{ [name: string]: string | undefined }> {
  if (env[waits] !== '1') return env
  return new Promise((resolve) => {
    const orphaned = () => process.exit(0)
    const hear = (message: unknown) => {
      const told = toldShape.safeParse(message)
      if (!told.success) return
      process.off('message', hear)
      process.off('disconnect', orphaned)
      resolve({ ...env, ...told.data.settings })
    }
    process.on('disconnect', orphaned)
    process.on('message', hear)
  })
}

/**
 * The child's side: says ready and what else main should hear, reports its memory, and calls `end` once, on SIGTERM or when main is gone.
 */
export function underMain(end: () => Promise<void>): { ready(): void; say(message: object): void } {
  let ending = false
  const finish = async () => {
    if (ending) return
    ending = true
    setTimeout(() => process.exit(1), patienceMs).unref()
    await end().catch(() => {})
    process.exit(0)
  }
  process.on('SIGTERM', () => void finish())
  process.on('SIGINT', () => {})
  process.on('disconnect', () => void finish())
  if (process.connected === false) void finish() // main went while this was getting ready
  const report = setInterval(() => process.send?.({ memory: process.memoryUsage.rss() }), 5_000)
  report.unref()
  return {
    ready: () => process.send?.({ ready: true, memory: process.memoryUsage.rss() }),
    say: (message) => process.send?.(message),
  }
}
