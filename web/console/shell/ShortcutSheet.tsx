import { Kbd, Modal } from '@mantine/core'
import { Fragment } from 'react'
import { isMac } from '../../ui/keys.ts'
import { useWords } from '../../ui/words.ts'
import { pages } from './pages.ts'
import classes from './ShortcutSheet.module.css'
import { shell } from './shell.words.ts'

/** Everything the keyboard can do, on one sheet. */
export default function ShortcutSheet({ onClose }: { onClose: () => void }) {
  const say = useWords(shell)
  const groups = [
    {
      title: say('shortcuts_everywhere'),
      rows: [
        [isMac() ? '⌘ K' : 'Ctrl K', say('key_palette')],
        ['?', say('key_sheet')],
      ],
    },
    {
      title: say('shortcuts_list'),
      rows: [
        ['/', say('key_search')],
        ['C', say('key_create')],
        ['J', say('key_next')],
        ['K', say('key_previous')],
        ['Enter', say('key_open')],
        ['X', say('key_choose')],
        ['Shift ↓', say('key_range')],
        [isMac() ? '⌘ A' : 'Ctrl A', say('key_all')],
        ['F2', say('key_cell')],
        ['Esc', say('key_close')],
      ],
    },
    {
      title: say('shortcuts_card'),
      rows: [
        ['E', say('key_edit')],
        ['T', say('key_task')],
        ['N', say('key_note')],
        ['F', say('key_star')],
      ],
    },
    { title: say('shortcuts_go'), rows: pages.map((page) => [`G ${page.jump}`, say(page.word)]) },
  ]
  return (
    <Modal opened onClose={onClose} title={say('shortcuts')} size="lg">
      <div className={classes.groups}>
        {groups.map(({ title, rows }) => (
          <section key={title}>
            <h3 className={classes.title}>{title}</h3>
            <dl className={classes.rows}>
              {rows.map(([keys = '', what]) => (
                <Fragment key={keys}>
                  <dt>{what}</dt>
                  <dd>
                    {keys.split(' ').map((key, at) => (
                      <Fragment key={key}>
                        {at > 0 && keys.startsWith('G') ? <span className="faint small"> {say('then')} </span> : ' '}
                        <Kbd size="sm">{key}</Kbd>
                      </Fragment>
                    ))}
                  </dd>
                </Fragment>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <p className={classes.foot}>{say('shortcuts_layout')}</p>
    </Modal>
  )
}
