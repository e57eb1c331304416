// A sentence of the server's as a person reads it: without the path into the request, in the language of the page.

type Rule = { shape: RegExp; russian: string }

let rules: readonly Rule[] = []
let loading: Promise<void> | undefined
const watchers = new Set<() => void>()

/** Loads the Russian of all sentences, once: they are many, and nothing is drawn later for them. After a failure the next call tries again. */
export function loadRussian(): Promise<void> {
  loading ??= import('./said.words.ts').then(
    ({ saidInRussian }) => {
      rules = Object.entries(saidInRussian).map(([english, russian]) => ({ shape: shapeOf(english), russian }))
      for (const tell of watchers) tell()
    },
    () => {
      loading = undefined
    },
  )
  return loading
}

/** For useSyncExternalStore: what changes when the sentences are there. */
export const russianSentences = {
  watch: (tell: () => void) => {
    watchers.add(tell)
    return () => watchers.delete(tell)
  },
  now: () => rules,
}

function shapeOf(english: string): RegExp {
  const parts = english.split('{}').map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`))
  return new RegExp(`^${parts.join('(.+?)')}$`, 's')
}

/** The sentence in this language; undefined when it has no words in it (yet: see loadRussian), and something general must be said instead. */
export function saidIn(language: 'en' | 'ru', sentence: string): string | undefined {
  if (language === 'en') return sentence
  const one = inRussian(sentence)
  if (one !== undefined) return one
  const parts = sentence.split(/(?<=[.!?]) (?=\p{Lu})/u)
  const each = parts.map(inRussian).filter((part) => part !== undefined)
  return parts.length > 1 && each.length === parts.length ? each.join(' ') : undefined
}

function inRussian(sentence: string): string | undefined {
  for (const { shape, russian } of rules) {
    const found = shape.exec(sentence)
    if (found) return russian.replaceAll(/\{(\d)\}/g, (_all, n: string) => found[Number(n)] ?? '')
  }
  return undefined
}

/**
 * What a problem says without its path into the request ("fields.birth_date: must be a date" gives the field's own code and
 * the rest), so that the page can put the field's name there.
 */
export function apart(detail: string, place: string | undefined): { field: string | undefined; sentence: string } {
  const path = place !== undefined && detail.startsWith(`${place}: `) ? place : undefined
  if (path === undefined) return { field: undefined, sentence: detail }
  return { field: /([a-z_]+)(?:\[\d+\])?$/i.exec(path)?.[1], sentence: detail.slice(path.length + 2) }
}

/** With a capital at the head and a full stop at the end. */
export function whole(sentence: string): string {
  const ended = /[.!?…]$/.test(sentence) ? sentence : `${sentence}.`
  return ended.charAt(0).toLocaleUpperCase() + ended.slice(1)
}
