import type { IncomingMessage } from 'node:http'

/** How long, in milliseconds, and how far, in bytes, a body is read away that nobody wants any more. */
export const longestRest = { ms: 5_000, silentMs: 2_000, bytes: 64 * 1024 * 1024 }

/**
 * Reads away what a sender still writes after it was refused; ends at the end of the body, after two seconds of silence, or
 * at `longestRest`. A connection closed on somebody who is still writing is reset, and the answer on its way is lost
 * with it (RFC 9112, section 9.6).
 */
export function throwAwayRest(request: IncomingMessage): Promise<void> {
  return new Promise((resolve) => {
    if (request.complete || request.destroyed) return resolve()
    let bytes = 0
    const end = () => {
      clearTimeout(longest)
      clearTimeout(silence)
      request.off('data', count).off('end', end).off('close', end).off('error', end)
      resolve()
    }
    const count = (part: Buffer) => {
      bytes += part.length
      silence.refresh()
      if (bytes > longestRest.bytes) end()
    }
    const longest = setTimeout(end, longestRest.ms)
    const silence = setTimeout(end, longestRest.silentMs)
    request.on('data', count).on('end', end).on('close', end).on('error', end)
    request.resume()
  })
}
