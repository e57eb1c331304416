/** Values by key, each good until a time that is given with it. */
export type Remembered<V> = {
  get(key: string, now: Date): V | undefined
  set(key: string, value: V, until: Date): void
}

/** Holds up to `most` values; a full one forgets what it was told first. For what stays true until then whoever does what. */
export function remembered<V>(most: number): Remembered<V> {
  const held = new Map<string, { value: V; until: number }>()
  return {
    get(key, now) {
      const one = held.get(key)
      return one !== undefined && one.until > now.getTime() ? one.value : undefined
    },
    set(key, value, until) {
      held.delete(key)
      const [first] = held.size >= most ? held.keys() : []
      if (first !== undefined) held.delete(first)
      held.set(key, { value, until: until.getTime() })
    },
  }
}
