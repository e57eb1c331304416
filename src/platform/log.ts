import { type Logger, pino } from 'pino'
import { AppError } from './errors.ts'

export type { Logger }

/**
 * A log of one process, JSON lines on stdout. Ids, codes, counts and times only: never a body, a name, an address.
 * Errors are cut to their class, code and place in our source, because messages of parsers and of the database quote their input.
 */
export function logger(process_: string): Logger {
  return pino({
    base: { process: process_ },
    level: process.env['RAPPORT_LOG'] ?? 'info',
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { err: bare, error: bare },
  })
}

function bare(error: unknown) {
  if (!(error instanceof Error)) return { name: 'thrown', kind: typeof error }
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined
  const said = error.name === 'Bug' ? error.message : undefined
  return { name: error.name, code, said, at: firstOwnLine(error.stack) }
}

function firstOwnLine(stack: string | undefined): string | undefined {
  return stack
    ?.split('\n')
    .find((line) => line.includes('/src/') && !line.includes('node_modules'))
    ?.trim()
}

/**
 * Tells what ends this process as everything else is told: an AppError in its own words, for whoever started it; anything
 * else without its message, because Node's own print of it would quote what customers said.
 */
export function tellLastWords(log: Logger): void {
  process.on('uncaughtException', (error) => {
    if (error instanceof AppError) process.stderr.write(`${error.message}\n`)
    else log.fatal({ err: error }, 'this process ends: something broke')
    process.exit(1)
  })
}
