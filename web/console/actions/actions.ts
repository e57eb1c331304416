import type { Icon } from '@tabler/icons-react'
import { useEffect, useRef, useSyncExternalStore } from 'react'
import { useShortcuts } from '../../ui/keys.ts'
import { type Catalogue, namesOf, useWords, type WordKey } from '../../ui/words.ts'

// What can be done where one is: a page says it once, and it is in the palette and on the keyboard.

export type PageAction = {
  key: string
  label: string
  /** What it is called in both languages: whoever types in either finds it. */
  names: readonly string[]
  icon: Icon
  keys?: string | undefined
  run: () => void
}

let standing: readonly { of: symbol; actions: readonly PageAction[] }[] = []
const watchers = new Set<() => void>()

function set(next: typeof standing): void {
  standing = next
  for (const tell of watchers) tell()
}

/** One action by its word in a catalogue: `[word, icon, run, key]`. */
export type Wanted<E extends Record<string, string>> = readonly [word: WordKey<E>, icon: Icon, run: () => void, keys?: string]

/** Offers actions while the component stands: in the palette, and by their keys. */
export function useActions<E extends Record<string, string>>(catalogue: Catalogue<E>, wanted: readonly Wanted<E>[]): void {
  const say = useWords(catalogue)
  const latest = useRef(wanted)
  useEffect(() => {
    latest.current = wanted
  })
  const made = wanted.map(([word, icon, , keys], at): PageAction => {
    const run = () => latest.current[at]?.[2]()
    return { key: `${catalogue.slice} ${word}`, label: say(word), names: namesOf(catalogue, word), icon, keys, run }
  })
  const words = made.map(({ label, keys }) => `${label} ${keys ?? ''}`).join('\n')
  useShortcuts(made.flatMap(({ keys, run }) => (keys ? [{ keys, run }] : [])))
  const offered = useRef(made)
  offered.current = made
  useEffect(() => {
    const of = Symbol(words)
    set([...standing, { of, actions: offered.current }])
    return () => set(standing.filter((each) => each.of !== of))
  }, [words])
}

/** What the page that stands now offers. */
export function usePageActions(): readonly PageAction[] {
  const all = useSyncExternalStore(
    (tell) => {
      watchers.add(tell)
      return () => watchers.delete(tell)
    },
    () => standing,
  )
  return all.flatMap(({ actions }) => actions)
}
