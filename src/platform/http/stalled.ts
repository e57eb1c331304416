import { AppError } from '../errors.ts'

/** The longest that a body may be silent, in milliseconds: whoever sends nothing holds a place that somebody else could have. */
export const silenceMs = 60_000

/** The pieces of a body as they come; throws `too_slow` when none comes for so long. */
export async function* unlessStalled(body: ReadableStream<Uint8Array>, patienceMs = silenceMs): AsyncGenerator<Uint8Array> {
  const reader = body.getReader()
  try {
    for (;;) {
      const next = await within(reader.read(), patienceMs)
      if (next.done) return
      yield next.value
    }
  } finally {
    await reader.cancel().catch(() => {}) // whoever leaves early wants no more of it
  }
}

function within<R>(reading: Promise<R>, patienceMs: number): Promise<R> {
  return new Promise((resolve, reject) => {
    const seconds = Math.round(patienceMs / 1000)
    const timer = setTimeout(
      () => reject(new AppError('too_slow', `Nothing came for ${seconds} seconds, so this was ended. Please send it again.`)),
      patienceMs,
    )
    reading.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}
