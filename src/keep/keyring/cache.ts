// Data keys that were opened, side by side in one piece of memory: 32 bytes and a place in a map for each. A buffer of its own
// for each key would take 560 bytes (measured), which at 400,000 keys is a third of what the keep may use.

const keyBytes = 32

export type KeyCache = {
  /** A copy: the place may soon hold another key. */
  get(slot: number): Buffer | undefined
  set(slot: number, key: Buffer): void
  delete(slot: number): void
  clear(): void
}

/** Holds up to `most` keys, by any number that names them; a full one forgets a tenth, those it has held longest. */
export function keyCache(most: number): KeyCache {
  const places = new Map<number, number>()
  let memory = Buffer.alloc(keyBytes * Math.min(most, 1024))
  const free: number[] = []
  let used = 0

  function place(): number {
    const again = free.pop()
    if (again !== undefined) return again
    if (used * keyBytes === memory.length) memory = Buffer.concat([memory], Math.min(most, used * 2) * keyBytes)
    return used++
  }

  function remove(slot: number) {
    const at = places.get(slot)
    if (at === undefined) return
    memory.fill(0, at * keyBytes, (at + 1) * keyBytes)
    places.delete(slot)
    free.push(at)
  }

  function forgetOldest() {
    let n = Math.ceil(most / 10)
    for (const slot of places.keys()) {
      if (n-- === 0) return
      remove(slot)
    }
  }

  return {
    get(slot) {
      const at = places.get(slot)
      return at === undefined ? undefined : Buffer.from(memory.subarray(at * keyBytes, (at + 1) * keyBytes))
    },
    set(slot, key) {
      if (!places.has(slot) && places.size >= most) forgetOldest()
      const at = places.get(slot) ?? place()
      places.set(slot, at)
      key.copy(memory, at * keyBytes, 0, keyBytes)
    },
    delete: remove,
    clear() {
      for (const slot of [...places.keys()]) remove(slot)
    },
  }
}
