// CSV that comes in bytes is cut into pieces that end where a row ends.

const quote = 0x22
const newline = 0x0a

export type Cutter = {
  /** Takes bytes; gives a piece of whole rows once it is large enough. */
  take(bytes: Buffer): Buffer | undefined
  /** What is left. */
  rest(): Buffer
}

/** A line ends a row when the quotes before it are even in number: a quote inside a value is written twice. */
export function cutRows(leastBytes: number): Cutter {
  let held: Buffer[] = []
  let length = 0
  let inside = false
  let lastEnd = 0

  function look(bytes: Buffer) {
    for (let at = 0; at < bytes.length; at++) {
      const byte = bytes[at]
      if (byte === quote) inside = !inside
      else if (byte === newline && !inside) lastEnd = length + at + 1
    }
    held.push(bytes)
    length += bytes.length
  }

  return {
    take(bytes) {
      look(bytes)
      if (length < leastBytes || lastEnd === 0) return undefined
      const all = Buffer.concat(held)
      const whole = all.subarray(0, lastEnd)
      held = [all.subarray(lastEnd)]
      length = all.length - lastEnd
      lastEnd = 0
      return whole
    },
    rest: () => Buffer.concat(held),
  }
}
