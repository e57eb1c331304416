import { useMantineColorScheme } from '@mantine/core'
import type { Icon } from '@tabler/icons-react'
import {
  IconCheckbox,
  IconFileImport,
  IconKeyboard,
  IconLanguage,
  IconLogout,
  IconMessageReport,
  IconMoon,
  IconNote,
  IconRowInsertBottom,
  IconSun,
  IconSunMoon,
  IconUserPlus,
} from '@tabler/icons-react'
import { useNavigate, useParams } from '@tanstack/react-router'
import { matches } from '../../ui/layouts.ts'
import { chooseDensity, useDensity } from '../../ui/look.ts'
import type { WordKey } from '../../ui/words.ts'
import { chooseLanguage, namesOf, useLanguage, useWords } from '../../ui/words.ts'
import { useMe } from '../session/session.ts'
import { useSignOut } from '../session/useSignOut.ts'
import { pages } from '../shell/pages.ts'
import { shell } from '../shell/shell.words.ts'
import { palette } from './palette.words.ts'

export type Entry = { key: string; label: string; icon: Icon; hint?: string; names: readonly string[]; run: () => void }
type Action = readonly [word: WordKey<typeof palette.en>, icon: Icon, run: () => void]

/** Pages and actions that answer to what was typed, in either language and either keyboard layout. */
export function usePageEntries(typed: string, onShortcuts: () => void) {
  const sayShell = useWords(shell)
  const say = useWords(palette)
  const me = useMe()
  const navigate = useNavigate()
  const actions = useActions(onShortcuts)
  const here = useHere()
  const entries = (list: readonly Action[]): Entry[] =>
    list.map(([word, icon, run]) => ({ key: word, label: say(word), icon, run, names: namesOf(palette, word) }))
  const pageEntries = pages
    .filter(({ needs }) => !needs || me.can(needs))
    .map(
      (page): Entry => ({
        key: page.to,
        label: sayShell(page.word),
        icon: page.icon,
        hint: `G ${page.jump}`,
        names: namesOf(shell, page.word),
        run: () => void navigate({ to: page.to }),
      }),
    )
  const wanted = (list: Entry[]) => (typed ? list.filter(({ names }) => matches(typed, names)) : list)
  return { here: wanted(entries(here)), pages: wanted(pageEntries), actions: typed ? wanted(entries(actions)) : [] }
}

function useHere(): readonly Action[] {
  const navigate = useNavigate()
  const { customerId } = useParams({ strict: false })
  if (!customerId) return []
  const act = (todo: 'task' | 'note' | 'case') => () => void navigate({ to: '/customers/$customerId', params: { customerId }, search: { do: todo } })
  return [
    ['do_task', IconCheckbox, act('task')],
    ['do_note', IconNote, act('note')],
    ['do_case', IconMessageReport, act('case')],
  ]
}

function useActions(onShortcuts: () => void): readonly Action[] {
  const navigate = useNavigate()
  const language = useLanguage()
  const density = useDensity()
  const signOut = useSignOut()
  const me = useMe()
  const may = (to: string) => pages.some((page) => page.to === to && (!page.needs || me.can(page.needs)))
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const all: readonly (Action | false)[] = [
    me.can('customers.add') && ['new_customer', IconUserPlus, () => void navigate({ to: '/customers', search: { new: true } })],
    may('/import') && ['import_file', IconFileImport, () => void navigate({ to: '/import' })],
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
