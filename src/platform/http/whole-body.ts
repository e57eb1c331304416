import { AppError, badInput } from '../errors.ts'
import { unlessStalled } from './stalled.ts'

/** The body to its end: one that breaks off, falls silent, or ends before it had said, is refused. */
export async function* wholeBody(body: ReadableStream<Uint8Array>, said: number | undefined, patienceMs?: number): AsyncGenerator<Uint8Array> {
  const broken = () => badInput('The upload ended before the file did: send it again.', 'body')
  let length = 0
  const parts = unlessStalled(body, patienceMs)
  try {
    for (;;) {
      const next = await parts.next().catch((error: unknown) => {
        throw error instanceof AppError ? error : broken()
      })
      if (next.done) break
      length += next.value.length
      yield next.value
    }
  } finally {
    await parts.return(undefined)
  }
  if (said !== undefined && length !== said) throw broken()
}
