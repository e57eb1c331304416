import { useMantineColorScheme } from '@mantine/core'
import type { Icon } from '@tabler/icons-react'
import {
  IconBell,
  IconCheckbox,
  IconFileImport,
  IconKeyboard,
  IconLanguage,
  IconLogout,
  IconMailPlus,
  IconMoon,
  IconRowInsertBottom,
  IconSun,
  IconSunMoon,
  IconUserPlus,
  IconUsersPlus,
} from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { nearness } from '../../ui/layouts.ts'
import { chooseDensity, useDensity } from '../../ui/look.ts'
import type { WordKey } from '../../ui/words.ts'
import { chooseLanguage, namesOf, useLanguage, useWords } from '../../ui/words.ts'
import { usePageActions } from '../actions/actions.ts'
import { useMark } from '../notices/queries.ts'
import { useMe } from '../session/session.ts'
import { useSignOut } from '../session/useSignOut.ts'
import { entries } from '../settings/entries.ts'
import { namesOfSetting } from '../settings/find.ts'
import { settingsWords } from '../settings/settings.words.ts'
import { type PageEntry, pages } from '../shell/pages.ts'
import { shell } from '../shell/shell.words.ts'
import { palette } from './palette.words.ts'

/** What others call these pages. */
const also: { [word in PageEntry['word']]?: WordKey<typeof palette.en> } = {
  today: 'also_today',
  customers: 'also_customers',
  leads: 'also_leads',
  duplicates: 'also_duplicates',
  classes: 'also_classes',
  campaigns: 'also_campaigns',
  import: 'also_import',
}

function namesOfPage({ word }: PageEntry): string[] {
  const others = also[word]
  return [...namesOf(shell, word), ...(others ? namesOf(palette, others).flatMap((all) => all.split(', ')) : [])]
}

export type Entry = { key: string; label: string; icon: Icon; hint?: string | undefined; names: readonly string[]; run: () => void }
type Action = readonly [word: WordKey<typeof palette.en>, icon: Icon, run: () => void]

/** Pages, settings and actions that answer to what was typed, in either language and either keyboard layout; the nearest first. */
export function usePageEntries(typed: string, onShortcuts: () => void) {
  const sayShell = useWords(shell)
  const saySettings = useWords(settingsWords)
  const say = useWords(palette)
  const me = useMe()
  const navigate = useNavigate()
  const actions = useEverywhere(onShortcuts)
  const here = usePageActions().map((action): Entry => ({ ...action, hint: action.keys }))
  const shown = pages.filter(({ needs }) => !needs || me.can(needs))
  const pageEntries = shown.map(
    (page): Entry => ({
      key: page.to,
      label: sayShell(page.word),
      icon: page.icon,
      hint: `G ${page.jump}`,
      names: namesOfPage(page),
      run: () => void navigate({ to: page.to }),
    }),
  )
  const settings = entries
    .filter(
      (entry) => (!('needs' in entry) || me.can(entry.needs)) && !shown.some((page) => page.to === entry.to && nearness(typed, namesOf(shell, page.word)) > 0),
    )
    .map(
      (entry): Entry => ({
        key: `settings ${entry.to}`,
        label: saySettings(entry.word),
        icon: entry.icon,
        names: namesOfSetting(entry),
        run: () => void navigate({ to: entry.to }),
      }),
    )
  const general = actions.map(([word, icon, run]): Entry => ({ key: word, label: say(word), icon, run, names: namesOf(palette, word) }))
  return {
    here: near(typed, here),
    pages: near(typed, pageEntries),
    settings: typed ? near(typed, settings) : [],
    actions: typed ? near(typed, general) : [],
  }
}

/** Those that answer, the nearest first. */
export function near<E extends { names: readonly string[] }>(typed: string, list: readonly E[]): E[] {
  if (!typed.trim()) return [...list]
  return list
    .map((entry) => ({ entry, by: nearness(typed, entry.names) }))
    .filter(({ by }) => by > 0)
    .sort((a, b) => b.by - a.by)
    .map(({ entry }) => entry)
}

function useEverywhere(onShortcuts: () => void): readonly Action[] {
  const navigate = useNavigate()
  const language = useLanguage()
  const density = useDensity()
  const signOut = useSignOut()
  const { mutate: mark } = useMark()
  const me = useMe()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const all: readonly (Action | false)[] = [
    me.can('customers.add') && ['new_customer', IconUserPlus, () => void navigate({ to: '/customers', search: { new: true } })],
    me.can('work.do') && ['new_task', IconCheckbox, () => void navigate({ to: '/', search: { add: true } })],
    me.can('campaigns.run') && ['new_campaign', IconMailPlus, () => void navigate({ to: '/campaigns', search: { new: true } })],
    me.can('imports.run') && ['import_file', IconFileImport, () => void navigate({ to: '/import' })],
    me.can('staff.manage') && ['invite', IconUsersPlus, () => void navigate({ to: '/staff', search: { do: 'invite' } })],
    ['read_all', IconBell, () => mark({ ids: 'all', read: true })],
    colorScheme !== 'light' && ['theme_light', IconSun, () => setColorScheme('light')],
    colorScheme !== 'dark' && ['theme_dark', IconMoon, () => setColorScheme('dark')],
    colorScheme !== 'auto' && ['theme_auto', IconSunMoon, () => setColorScheme('auto')],
    language === 'ru' ? ['language_en', IconLanguage, () => chooseLanguage('en')] : ['language_ru', IconLanguage, () => chooseLanguage('ru')],
    density === 'compact'
      ? ['density_comfortable', IconRowInsertBottom, () => chooseDensity('comfortable')]
      : ['density_compact', IconRowInsertBottom, () => chooseDensity('compact')],
    ['shortcuts', IconKeyboard, onShortcuts],
    ['sign_out', IconLogout, signOut],
  ]
  return all.filter((action) => action !== false)
}
