import { useSyncExternalStore } from 'react'
import { readChoice, writeChoice } from './choices.ts'

// Each slice keeps its words beside its pages, in both languages, and they load with the page.

export const languages = ['en', 'ru'] as const
export type Language = (typeof languages)[number]

type Plural = 'zero' | 'one' | 'two' | 'few' | 'many' | 'other'
type Plain<K> = K extends `${infer Stem}_${Plural}` ? Stem : K
export type WordKey<E> = Plain<Extract<keyof E, string>>
export type Catalogue<E extends Record<string, string>> = { slice: string; en: E; ru: Record<string, string> }
export type Values = Record<string, string | number>
export type Say<E extends Record<string, string>> = (key: WordKey<E>, values?: Values) => string

/** What the browser asks for, unless the person has chosen. */
export function preferredLanguage(): Language {
  const asked = [readChoice('language'), ...navigator.languages]
  for (const tag of asked) {
    const found = languages.find((language) => tag?.toLowerCase().startsWith(language))
    if (found) return found
  }
  return 'en'
}

let current: Language = 'en'
const watchers = new Set<() => void>()

function turnTo(chosen: Language): void {
  document.documentElement.lang = chosen
  current = chosen
  for (const tell of watchers) tell()
}

/** Starts the words; call once, before anything is drawn. */
export function startWords(): void {
  turnTo(preferredLanguage())
}

/** Remembers the choice and turns the whole page at once. */
export function chooseLanguage(chosen: Language): void {
  writeChoice('language', chosen)
  turnTo(chosen)
}

/** The language a colleague's account is in, until something else was chosen in this browser. */
export function adoptLanguage(told: string): void {
  const known = languages.find((each) => each === told)
  if (!known || readChoice('language') !== null || current === known) return
  turnTo(known)
}

/** Declares a slice's words. Keys are the English ones; Russian has its own plural forms under the same stems. */
export function words<E extends Record<string, string>>(slice: string, en: E, ru: Record<string, string>): Catalogue<E> {
  return { slice, en, ru }
}

type Speech = { say(key: string, values?: Values): string; code(code: string, values?: Values): string; has(code: string): string | undefined }

// One for each catalogue and language: a list asks for its words thousands of times before it is drawn.
const speeches: Record<Language, WeakMap<object, Speech>> = { en: new WeakMap(), ru: new WeakMap() }

function speechOf<E extends Record<string, string>>(catalogue: Catalogue<E>, language: Language): Speech {
  const known = speeches[language].get(catalogue)
  if (known) return known
  const find = (key: string, values: Values = {}) => formOf(catalogue[language], language, key, values) ?? formOf(catalogue.en, 'en', key, values)
  const has = (code: string, values?: Values) => {
    const text = find(code, values)
    return text === undefined ? undefined : filled(text, values)
  }
  const speech = {
    has,
    say: (key: string, values?: Values) => has(key, values) ?? key,
    code: (code: string, values?: Values) => has(code, values) ?? readable(code),
  }
  speeches[language].set(catalogue, speech)
  return speech
}

const plurals = { en: new Intl.PluralRules('en'), ru: new Intl.PluralRules('ru') }

/** The text under a key: of what is counted in its language's form (CLDR), where there is one. */
function formOf(texts: Record<string, string>, language: Language, key: string, { count }: Values): string | undefined {
  const form = typeof count === 'number' ? texts[`${key}_${plurals[language].select(count)}`] : undefined
  return form ?? texts[key]
}

/** A text with what stands in its `{{places}}`; a place for which nothing was given stays empty. */
function filled(text: string, values: Values = {}): string {
  return text.includes('{{') ? text.replaceAll(/\{\{(\w+)\}\}/g, (_place, name: string) => String(values[name] ?? '')) : text
}

/** `say(key, values)` of one catalogue in a language, for whoever writes outside of a page. */
export const wordsIn = <E extends Record<string, string>>(catalogue: Catalogue<E>, language: Language): Say<E> => speechOf(catalogue, language).say

/** `say(key, values)` of one catalogue in the language of the page; `count` picks the plural form by the language's rules. */
export function useWords<E extends Record<string, string>>(catalogue: Catalogue<E>): Say<E> {
  return speechOf(catalogue, useLanguage()).say
}

/** The word for a code that may not be in the catalogue yet: then the code itself, made readable. */
export function useCodeWords<E extends Record<string, string>>(catalogue: Catalogue<E>): (code: string, values?: Values) => string {
  return speechOf(catalogue, useLanguage()).code
}

/** The word for a code; undefined when there is none. */
export function useHasWord<E extends Record<string, string>>(catalogue: Catalogue<E>): (code: string) => string | undefined {
  return speechOf(catalogue, useLanguage()).has
}

export function useLanguage(): Language {
  return useSyncExternalStore(onLanguage, languageNow)
}

const languageNow = (): Language => current

function onLanguage(changed: () => void): () => void {
  watchers.add(changed)
  return () => watchers.delete(changed)
}

/** Picks from words kept in several languages (titles of purposes, units, event types). */
export function pick(titles: Record<string, string> | null | undefined, language: Language): string | undefined {
  return titles?.[language] ?? titles?.en ?? (titles ? Object.values(titles)[0] : undefined)
}

function readable(code: string): string {
  const spaced = code.replace(/^x_/, '').replaceAll(/[_-]+/g, ' ').trim()
  return spaced.charAt(0).toUpperCase() + spaced.slice(1)
}

/** One word in every language we ship, to be found by whoever types in either. */
export function namesOf<E extends Record<string, string>>(catalogue: Catalogue<E>, key: WordKey<E>): string[] {
  const en: Record<string, string> = catalogue.en
  return [en[key], catalogue.ru[key]].filter((name) => name !== undefined)
}

/** As inside a sentence: a small first letter, unless the word is an abbreviation (SMS, ИНН). */
export function lower(text: string): string
export function lower(text: string | undefined): string | undefined
export function lower(text: string | undefined): string | undefined {
  if (text === undefined || /^\p{Lu}[\p{Lu}\d]/u.test(text)) return text
  return text.charAt(0).toLocaleLowerCase() + text.slice(1)
}

/** As at the head of a line: a great first letter. */
export const capital = (text: string): string => text.charAt(0).toLocaleUpperCase() + text.slice(1)
