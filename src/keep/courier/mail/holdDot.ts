import { Readable, Writable } from 'node:stream'

export class LeaseLapsed extends Error {
  override name = 'LeaseLapsed'
}

export type Dot = { gone: boolean }

/** Between the look at the clock and the dot on the wire lie a few turns of the event loop; none of ours takes this long. */
const marginMs = 250

/**
 * The last thing a message passes before the socket. SMTP delivers a message with the dot that ends it, and the dot is
 * written when this stream ends. So it is read only as fast as the server takes it, and at its end, when all before has been
 * handed to the socket, it looks at the clock: before `leaveBefore` (monotonic, ms) it ends; else it breaks, the connection is
 * closed without the dot and the server drops what it had. `dot.gone` says on which side of that moment a failure lies.
 * With `signed` a message that does not begin with a DKIM signature does not go at all: the signer fails silently.
 */
export function holdDot(input: Readable, at: { leaveBefore: number; monotonic(): number; signed: boolean }, dot: Dot): Readable {
  const parts = input[Symbol.asyncIterator]()
  let first = true
  let to: Writable | undefined
  const late = () => at.monotonic() >= at.leaveBefore - marginMs

  async function next(): Promise<void> {
    const part: IteratorResult<unknown> = await parts.next()
    if (late()) throw new LeaseLapsed('the lease lapsed')
    if (!part.done) {
      if (first && at.signed && !isSigned(part.value)) throw new Error('the message was not signed')
      first = false
      out.push(part.value)
      return
    }
    while (to && stillHolds(to) && !late()) await new Promise((turn) => setTimeout(turn, 2))
    if (late()) throw new LeaseLapsed('the lease lapsed')
    dot.gone = true
    out.push(null)
  }

  const out = new Readable({
    highWaterMark: 0, // a larger one would run ahead of the server and look at the clock too early
    read: () => void next().catch((error: unknown) => out.destroy(error instanceof Error ? error : new Error('the message broke'))),
    destroy: (error, done) => {
      input.destroy()
      done(error)
    },
  })
  out.pipe = (destination, options) => {
    if (destination instanceof Writable) to = destination
    return Readable.prototype.pipe.call(out, destination, options) && destination
  }
  input.once('error', (error: Error) => out.destroy(error))
  return out
}

const isSigned = (part: unknown) => Buffer.isBuffer(part) && part.subarray(0, 15).toString('latin1').toLowerCase() === 'dkim-signature:'

/** Whether the stream towards the socket has something that it could not hand on yet. */
function stillHolds(to: Writable): boolean {
  const unread = 'readableLength' in to && typeof to.readableLength === 'number' ? to.readableLength : 0
  return to.writableLength + unread > 0
}
