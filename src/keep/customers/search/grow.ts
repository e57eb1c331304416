// Typed arrays that grow by a quarter, so that a million customers cost little more than what is in them.

const LEAST = 64

function better(length: number, size: number): number {
  return Math.max(LEAST, size, Math.ceil(length * 1.25))
}

/** The same numbers in an array of at least `size`; the array itself when it is long enough. */
export function bytesFor(array: Uint8Array, size: number): Uint8Array {
  if (array.length >= size) return array
  const longer = new Uint8Array(better(array.length, size))
  longer.set(array)
  return longer
}

export function codesFor(array: Uint16Array, size: number): Uint16Array {
  if (array.length >= size) return array
  const longer = new Uint16Array(better(array.length, size))
  longer.set(array)
  return longer
}

export function intsFor(array: Int32Array, size: number): Int32Array {
  if (array.length >= size) return array
  const longer = new Int32Array(better(array.length, size))
  longer.set(array)
  return longer
}

export function floatsFor(array: Float64Array, size: number): Float64Array {
  if (array.length >= size) return array
  const longer = new Float64Array(better(array.length, size))
  longer.set(array)
  return longer
}
