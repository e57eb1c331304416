import { z } from 'zod'
import { AppError } from '../../../platform/errors.ts'
import { answerQuestion } from './question.ts'

// One question in a process that ends with it: it has a file to read, no database, no settings and nothing to spill to.

const order = z.object({ path: z.string(), sql: z.string(), rows: z.number(), bytes: z.number(), ms: z.number(), memoryMb: z.number() })

process.once('message', (message: unknown) => {
  void answerQuestion(order.parse(message))
    .then(
      (table) => ({ table }),
      (error: unknown) => (error instanceof AppError ? { refused: { code: error.code, sentence: error.message, place: error.place } } : {}),
    )
    .then((answer) => process.send?.(answer, () => process.exit(0)))
})
process.once('disconnect', () => process.exit(0))
