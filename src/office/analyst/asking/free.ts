import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import type { Clock } from '../../../platform/clock.ts'
import { AppError, type ErrorCode } from '../../../platform/errors.ts'
import { tableShape } from '../verbs.ts'
import type { AskedCopy } from './copy.ts'
import type { Question } from './question.ts'

/** What one question of somebody's own may take. */
export const freeBounds = { bytes: 8 * 1024 * 1024, ms: 30_000, memoryMb: 800, waiting: 4 } as const
const graceMs = 5_000

const answerShape = z.union([
  z.object({ table: tableShape.extend({ more: z.boolean() }) }),
  z.object({ refused: z.object({ code: z.enum(['bad_input', 'too_large']), sentence: z.string(), place: z.string().optional() }) }),
])
const endedShape = {
  code: 'too_large',
  sentence: 'This took more than one question may take and was ended. Ask for less: a shorter time, fewer columns.',
} as const

export type FreeAnswer = z.output<typeof tableShape> & { more: boolean; as_of: string; ms: number }
export type Free = {
  /** `by`: who asks, a colleague's number. */
  ask(sql: string, rows: number, by?: number): Promise<FreeAnswer>
  /** Ends what this colleague asks now, also what waits for its turn. Gives how many questions that was. */
  stop(by: number): number
}

const stoppedShape = { code: 'bad_input', sentence: 'You stopped this question.' } as const

/** Answers questions one after the other, each in a process of its own on the copy. */
export function freeQuestions(deps: { copy: AskedCopy; clock: Clock; bounds?: { ms: number; memoryMb: number; waiting: number } }): Free {
  const bounds = { ...freeBounds, ...deps.bounds }
  let last: Promise<unknown> = Promise.resolve()
  let waiting = 0
  const asked = new Set<Asked>()

  async function answer(sql: string, rows: number, one: Asked): Promise<FreeAnswer> {
    if (one.stopped) throw stopped()
    const { path, asOf } = await deps.copy.ready()
    const began = deps.clock.monotonic()
    const said = await inOwnProcess({ path, sql, rows, bytes: bounds.bytes, ms: bounds.ms, memoryMb: bounds.memoryMb }, one)
    if (one.stopped) throw stopped()
    if ('refused' in said) throw new AppError(said.refused.code satisfies ErrorCode, said.refused.sentence, { place: said.refused.place })
    return { ...said.table, as_of: asOf.toISOString(), ms: Math.round(deps.clock.monotonic() - began) }
  }

  return {
    ask: async (sql, rows, by = 0) => {
      if (waiting > bounds.waiting) throw new AppError('too_many', 'Others are asking just now. Please try again in a moment.', { retryAfterSeconds: 5 })
      waiting += 1
      const one: Asked = { by, stopped: false, end: undefined }
      asked.add(one)
      const next = last
        .then(() => answer(sql, rows, one))
        .finally(() => {
          waiting -= 1
          asked.delete(one)
        })
      last = next.catch(() => {})
      return next
    },
    stop(by) {
      const own = [...asked].filter((one) => one.by === by && !one.stopped)
      for (const one of own) {
        one.stopped = true
        one.end?.()
      }
      return own.length
    },
  }
}

/** A question on its way; `end` is there while its process runs. */
type Asked = { by: number; stopped: boolean; end: (() => void) | undefined }
const stopped = () => new AppError(stoppedShape.code, stoppedShape.sentence)

/** The process is ended when it does not end by itself. What kills it (memory of the machine, a fault) is told as too much. */
function inOwnProcess(order: Question, one: Asked): Promise<z.output<typeof answerShape>> {
  return new Promise((resolve) => {
    const child = fork(fileURLToPath(new URL('runner.ts', import.meta.url)), [], {
      env: {},
      execArgv: ['--disable-sigusr1', '--max-old-space-size=192'],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    })
    const late = setTimeout(() => child.kill('SIGKILL'), order.ms + graceMs)
    let answer: z.output<typeof answerShape> = { refused: endedShape }
    one.end = () => child.kill('SIGKILL')
    if (one.stopped) one.end()
    child.once('message', (message) => {
      const said = answerShape.safeParse(message)
      if (said.success) answer = said.data
    })
    // Not before it is gone: the next one brings the copy up to date, and while it is read nobody may.
    child.once('exit', () => {
      clearTimeout(late)
      one.end = undefined
      resolve(answer)
    })
    child.once('error', () => {
      if (child.pid === undefined) resolve(answer)
    })
    child.send(order)
  })
}
