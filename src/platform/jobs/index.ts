import { setTimeout as sleep } from 'node:timers/promises'
import type { Runner, Task as WorkerTask } from 'graphile-worker'
import type pg from 'pg'
import type { Clock } from '../clock.ts'
import { willHold } from '../db/index.ts'
import type { Logger } from '../log.ts'
import { library } from './library.ts'
import { bridge } from './logging.ts'
import { jobsPool } from './pool.ts'
import type { Queue } from './queues.ts'
import { type Turn, takeTurn } from './turn.ts'

export { jobsGivenUp } from './failed.ts'

/** Parses its payload, calls a verb, returns. It may run twice, when its process dies at the wrong moment. */
export type Task = (payload: unknown, now: Date) => Promise<unknown>

export type JobsOptions = {
  /** A connection string of the role that works on this queue. */
  url: string
  schema: Queue
  tasks: { readonly [name: string]: Task }
  /** Lines as of cron, in UTC: `5 * * * * sweep ?jobKey=sweep`. */
  crontab: string
  clock: Clock
  log: Logger
  /** Jobs at once, of different queues; default 1. */
  concurrency?: number
}

const pauseMs = 2_000
const mostFailures = 2
/** Beside one for each job at once: one listens, one looks. */
const connections = 2

/**
 * Works on one queue until stopped: starts what is due, tries what failed again later and later. When the database goes away
 * it waits and comes back. Of several processes with the same queue one works, and another takes over when it is gone: so
 * whatever is locked when a turn begins belonged to a process that died. Throws when it cannot begin its first turn.
 */
export async function startJobs(o: JobsOptions): Promise<{ stop(): Promise<void> }> {
  const max = connections + (o.concurrency ?? 1)
  willHold(max + 1) // and the one that holds the turn
  const pool = jobsPool(o.url, { name: `rapport ${o.schema}`, max })
  const stopping = new AbortController()
  let at: Working | undefined
  try {
    at = await begin(o, pool)
  } catch (error) {
    await pool.end()
    throw error
  }
  const working = keepOn()

  async function keepOn(): Promise<void> {
    while (!stopping.signal.aborted) {
      if (at) await end(at, o.log)
      at = undefined
      await sleep(pauseMs, undefined, { signal: stopping.signal }).catch(() => undefined)
      if (stopping.signal.aborted) return
      at = await begin(o, pool).catch(() => undefined) // no database yet, or another's turn: again after a pause
    }
  }

  return {
    stop: async () => {
      stopping.abort()
      await at?.runner.stop().catch(() => undefined)
      await working
      await at?.runner.stop().catch(() => undefined) // one that was being started meanwhile
      if (at) await end(at, o.log)
      await pool.end()
    },
  }
}

type Working = { runner: Runner; turn: Turn }

async function begin(o: JobsOptions, pool: pg.Pool): Promise<Working | undefined> {
  const turn = await takeTurn(o.url, o.schema)
  if (!turn) return undefined
  try {
    return { turn, runner: await startOnce(o, pool) }
  } catch (error) {
    await turn.end()
    throw error
  }
}

/** Works until the worker ends or the turn is lost, then gives both back. */
async function end({ runner, turn }: Working, log: Logger): Promise<void> {
  const told = runner.promise.catch((error: unknown) => log.warn({ err: error }, 'the worker of jobs ended; it is started again'))
  await Promise.race([told, turn.lost])
  await runner.stop().catch(() => undefined)
  await told
  await turn.end()
}

async function startOnce(o: JobsOptions, pool: pg.Pool): Promise<Runner> {
  const { run } = await library()
  await unlock(pool, o.schema)
  const runner = await run({
    pgPool: pool,
    schema: o.schema,
    taskList: Object.fromEntries(Object.entries(o.tasks).map(([name, task]) => [name, oneTask(o, task)])),
    crontab: o.crontab,
    concurrency: o.concurrency ?? 1,
    noHandleSignals: true,
    logger: await bridge(o.log, o.schema),
  })
  endWhenStuck(runner)
  return runner
}

/** A worker whose very first look was cut off keeps that failure and repeats it for ever (the library caches it): a new one is needed. */
function endWhenStuck(runner: Runner): void {
  let failures = 0
  const well = () => {
    failures = 0
  }
  runner.events.on('worker:getJob:empty', well)
  runner.events.on('job:start', well)
  runner.events.on('worker:getJob:error', () => {
    failures += 1
    if (failures === mostFailures) void runner.stop().catch(() => undefined)
  })
}

/** The library itself lets go of a dead worker's jobs after four hours, a time written in its SQL. */
async function unlock(pool: pg.Pool, schema: Queue): Promise<void> {
  await pool.query(`update ${schema}._private_jobs set locked_at = null, locked_by = null where locked_at is not null`)
  await pool.query(`update ${schema}._private_job_queues set locked_at = null, locked_by = null where locked_at is not null`)
}

/** The error is told in the log, cut as all are; the job's row, which is no place for what an error quotes, keeps its class and code. */
function oneTask(o: JobsOptions, task: Task): WorkerTask {
  return async (payload, { job }) => {
    try {
      await task(payload, o.clock.now())
    } catch (error) {
      const last = job.attempts >= job.max_attempts
      const what = { err: error, jobs: o.schema, job: job.id, task: job.task_identifier, attempt: job.attempts }
      o.log.warn(what, last ? 'a job failed for the last time' : 'a job failed; it is tried again')
      throw bare(error)
    }
  }
}

function bare(error: unknown): Error {
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? ` ${error.code}` : ''
  return new Error(`${error instanceof Error ? error.name : typeof error}${code}`)
}
