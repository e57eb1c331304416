import { Kbd, Modal } from '@mantine/core'
import { Fragment } from 'react'
import { isMac } from '../../ui/keys.ts'
import { useWords } from '../../ui/words.ts'
import { useSingleKeys } from '../account/queries.ts'
import { keyList } from './keyList.ts'
import classes from './ShortcutSheet.module.css'
import { shell } from './shell.words.ts'

/** Everything the keyboard can do, on one sheet. */
export default function ShortcutSheet({ onClose }: { onClose: () => void }) {
  const say = useWords(shell)
  const off = !useSingleKeys()
  const groups = keyList.map(({ title, rows }) => ({ title: say(title), rows: rows.map(([keys, word]) => [shownAs(keys), say(word)] as const) }))
  return (
    <Modal opened onClose={onClose} title={say('shortcuts')} size="lg">
      <div className={classes.groups}>
        {groups.map(({ title, rows }) => (
          <section key={title}>
            <h3 className={classes.title}>{title}</h3>
            <dl className={classes.rows}>
              {rows.map(([keys, what]) => (
                <Fragment key={`${keys} ${what}`}>
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
      <p className={classes.foot}>{say(off ? 'shortcuts_off' : 'shortcuts_layout')}</p>
    </Modal>
  )
}

const shownAs = (keys: string) => (keys === 'Escape' ? 'Esc' : isMac() ? keys.replace('Ctrl', '⌘') : keys)
