// Two transactions of one process that would both make the same new customer or event: the database would let the second
// wait for the first, and then refuse all of it. Here the second waits before it writes anything, and looks again.

export type Turn = {
  /** Takes these keys until the end; or, when another turn has one of them, takes none and gives that turn's end. */
  hold(keys: readonly string[]): Promise<void> | undefined
  end(): void
}

export type Turns = { begin(): Turn }

/** One for a process: every transaction that records has a turn of it. A turn that holds keys waits for nobody, so none waits for ever. */
export function openTurns(): Turns {
  const held = new Map<string, Promise<void>>()
  return {
    begin() {
      const { promise: ended, resolve } = Promise.withResolvers<void>()
      let mine: readonly string[] = []
      return {
        hold(keys) {
          for (const key of keys) {
            const other = held.get(key)
            if (other) return other
          }
          for (const key of keys) held.set(key, ended)
          mine = keys
          return undefined
        },
        end() {
          for (const key of mine) held.delete(key)
          resolve()
        },
      }
    },
  }
}
