import { latinOf } from '../../src/platform/latin.ts'
import type { Language } from './words.ts'

// What the company calls something of its own, and the code that follows from it.

export type Titles = Record<Language, string>

export const titlesOf = (of: Record<string, string> | undefined): Titles => ({ en: of?.['en'] ?? '', ru: of?.['ru'] ?? '' })
/** In one language at least. */
export const isSaid = ({ en, ru }: Titles): boolean => en.trim() !== '' || ru.trim() !== ''
/** Where one language is left out it is called the same in both. */
export const inBoth = ({ en, ru }: Titles): Titles => ({ en: en.trim() || ru.trim(), ru: ru.trim() || en.trim() })

const longest = 40

/** "Размер обуви (EU)" → "razmer_obuvi_eu"; by the English words where there are some. It begins with a letter. */
export function codeOf(title: string | Titles, joint: '_' | '-' = '_'): string {
  const said = typeof title === 'string' ? title : title.en.trim() || title.ru
  const latin = [...said.toLowerCase().normalize('NFC')].map((letter) => latinOf[letter] ?? letter).join('')
  const plain = latin
    .normalize('NFD')
    .replaceAll(/\p{Mn}/gu, '')
    .replaceAll(/[^a-z0-9]+/g, ' ')
    .replace(/^[0-9 ]+/, '')
    .trim()
  return plain.replaceAll(' ', joint).slice(0, longest)
}
