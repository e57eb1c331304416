import type { Readable, Writable } from 'node:stream'

// Between the keep and the courier: four bytes of length (big-endian), one byte that says JSON or bytes, then the payload.
// Runs on both sides.

export type Frame = { text: string } | { bytes: Buffer }

/** The most that one frame carries; the courier cuts its batches far below it. */
export const frameLimit = 32 * 1024 * 1024

const json = 1
const raw = 2

export function writeJson(to: Writable, value: unknown): void {
  writeFrame(to, json, Buffer.from(JSON.stringify(value)))
}

export function writeBytes(to: Writable, bytes: Buffer): void {
  writeFrame(to, raw, bytes)
}

function writeFrame(to: Writable, kind: number, payload: Buffer): void {
  const head = Buffer.allocUnsafe(5)
  head.writeUInt32BE(payload.length)
  head[4] = kind
  to.cork()
  to.write(head)
  to.write(payload)
  to.uncork()
}

/** Calls `each` for every whole frame in order, and `broken` once if what comes is no frame of ours. */
export function onFrames(from: Readable, each: (frame: Frame) => void, broken: () => void): void {
  let parts: Buffer[] = []
  let held = 0
  let wanted = 5
  let kind = 0
  from.on('data', (chunk: Buffer) => {
    parts.push(chunk)
    held += chunk.length
    while (held >= wanted) {
      const all = parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts)
      const piece = all.subarray(0, wanted)
      const rest = all.subarray(wanted)
      parts = rest.length > 0 ? [rest] : []
      held = rest.length
      if (kind === 0) {
        wanted = piece.readUInt32BE()
        kind = piece[4] ?? 0
        if (wanted > frameLimit || (kind !== json && kind !== raw)) {
          from.pause()
          return broken()
        }
      } else {
        each(kind === json ? { text: piece.toString('utf8') } : { bytes: piece })
        wanted = 5
        kind = 0
      }
    }
  })
}
