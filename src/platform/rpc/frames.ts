import type { Socket } from 'node:net'
import { AppError } from '../errors.ts'

export type Frame = {
  id: number
  verb?: string | undefined
  input?: unknown
  output?: unknown
  error?: { code?: string | undefined; sentence: string; place?: string | undefined; retry?: number | undefined }
}

const largest = 64 * 1024 * 1024

/** Lets frames written in the same moment leave in one system call. */
const corked = new WeakSet<Socket>()

function cork(socket: Socket): void {
  if (corked.has(socket)) return
  corked.add(socket)
  socket.cork()
  process.nextTick(() => {
    corked.delete(socket)
    socket.uncork()
  })
}

/** Writes one frame: four bytes of length (big-endian), then JSON. Throws too_large instead of writing one that would be cut off. */
export function write(socket: Socket, frame: Frame): void {
  const body = Buffer.from(JSON.stringify(frame))
  if (body.length > largest) throw new AppError('too_large', 'This is more than one call can carry; ask for less at once.')
  const head = Buffer.allocUnsafe(4)
  head.writeUInt32BE(body.length)
  cork(socket)
  socket.write(head)
  socket.write(body)
}

/** Calls `each` for every whole frame; a frame over 64 MiB or not JSON ends the connection. */
export function frames(socket: Socket, each: (frame: Frame) => void): void {
  let parts: Buffer[] = []
  let held = 0
  let wanted = 4
  let head = true
  socket.on('data', (chunk: Buffer) => {
    parts.push(chunk)
    held += chunk.length
    while (held >= wanted && !socket.destroyed) {
      const all = parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts)
      const piece = all.subarray(0, wanted)
      const rest = all.subarray(wanted)
      parts = rest.length > 0 ? [rest] : []
      held = rest.length
      if (head) {
        wanted = piece.readUInt32BE()
        if (wanted > largest) return socket.destroy()
      } else {
        wanted = 4
        const frame = parse(piece)
        if (!frame) return socket.destroy()
        each(frame)
      }
      head = !head
    }
  })
}

function parse(bytes: Buffer): Frame | undefined {
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch {
    return undefined
  }
}
