import { matches } from '../../ui/layouts.ts'
import { namesOf } from '../../ui/words.ts'
import { entries } from './entries.ts'
import { settingsWords } from './settings.words.ts'

/** Everything a setting may be looked for by, in both languages. */
export const namesOfSetting = ({ word, keywords }: (typeof entries)[number]): string[] => [
  ...namesOf(settingsWords, word),
  ...namesOf(settingsWords, keywords).flatMap((all) => all.split(', ')),
]

/** The settings that answer to what was typed, in either language and keyboard layout. */
export const settingsFor = (typed: string) => entries.filter((entry) => !typed.trim() || matches(typed, namesOfSetting(entry)))
