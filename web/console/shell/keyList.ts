import type { WordKey } from '../../ui/words.ts'
import { pages } from './pages.ts'
import type { shell } from './shell.words.ts'

type Word = WordKey<typeof shell.en>
type Group = { title: Word; rows: readonly (readonly [keys: string, word: Word])[] }

/** Every key that does something, by where it does: the sheet shows this list, and test/tidy.test.ts finds a key that is not in it. */
export const keyList: readonly Group[] = [
  {
    title: 'shortcuts_everywhere',
    rows: [
      ['Ctrl K', 'key_palette'],
      ['C', 'key_create'],
      ['?', 'key_sheet'],
    ],
  },
  {
    title: 'shortcuts_list',
    rows: [
      ['/', 'key_search'],
      ['J', 'key_next'],
      ['K', 'key_previous'],
      ['Enter', 'key_open'],
      ['X', 'key_choose'],
      ['Shift ↓', 'key_range'],
      ['Ctrl A', 'key_all'],
      ['F2', 'key_cell'],
      ['Escape', 'key_close'],
    ],
  },
  {
    title: 'shortcuts_card',
    rows: [
      ['E', 'key_edit'],
      ['T', 'key_task'],
      ['N', 'key_note'],
      ['A', 'key_assign'],
      ['F', 'key_star'],
    ],
  },
  {
    title: 'shortcuts_day',
    rows: [
      ['D', 'key_done'],
      ['E', 'key_task_edit'],
      ['A', 'key_task_give'],
    ],
  },
  {
    title: 'leads',
    rows: [
      ['T', 'key_take'],
      ['P', 'key_call'],
      ['Q', 'key_qualify'],
      ['X', 'key_turn_down'],
      ['V', 'key_convert'],
    ],
  },
  { title: 'shortcuts_go', rows: pages.map((page) => [`G ${page.jump}`, page.word] as const) },
]
