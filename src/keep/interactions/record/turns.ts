// Two transactions of one process that would both make the same new customer or event: the database would let the second
// wait for the first, and then refuse all of it. Here the second waits before it writes anything, and looks again.

export type Turn = {
  /** Looks from now on: what other turns make meanwhile it may have missed. */
  look(): void
  /**
   * Takes these keys until the end. When another turn has one of them, or had one and ended while this one looked, takes none
   * and gives a promise: look again after it.
   */
  hold(keys: readonly string[]): Promise<void> | undefined
  end(): void
}

export type Turns = { begin(): Turn }

/** One for a process: every transaction that records has a turn of it. A turn that holds keys waits for nobody, so none waits for ever. */
export function openTurns(): Turns {
  const held = new Map<string, Promise<void>>()
  const looking = new Set<Set<string>>()
  return {
    begin() {
      const { promise: ended, resolve } = Promise.withResolvers<void>()
      const missed = new Set<string>()
      let mine: readonly string[] = []
      return {
        look() {
          missed.clear()
          looking.add(missed)
        },
        hold(keys) {
          looking.delete(missed)
          if (missed.size > 0 && keys.some((key) => missed.has(key))) return Promise.resolve()
          for (const key of keys) {
            const other = held.get(key)
            if (other) return other
          }
          for (const key of keys) held.set(key, ended)
          mine = keys
          return undefined
        },
        end() {
          looking.delete(missed)
          for (const key of mine) {
            held.delete(key)
            for (const one of looking) one.add(key)
          }
          resolve()
        },
      }
    },
  }
}
