import { Button, Group } from '@mantine/core'
import { IconFilterExclamation, IconUserSearch, IconUsers } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Empty } from '../../ui/Empty.tsx'
import { useWords } from '../../ui/words.ts'
import { brokenIn, isReady, whyBroken } from '../filters/conditions.ts'
import { filtersWords } from '../filters/filters.words.ts'
import { useConditionWords } from '../filters/inWords.ts'
import { conditionsOf, draftOf, filterOf } from '../filters/tree.ts'
import type { Shown } from '../list/state.ts'
import type { List } from '../list/useList.ts'
import { useMe } from '../session/session.ts'
import { customersWords } from './customers.words.ts'
import type { CustomersSearch } from './search.ts'

type NobodyProps = { list: List; search: CustomersSearch; empty: boolean; onChange: (part: Partial<Shown>) => void; onClear: () => void; onAdd: () => void }

/** Where no rows are: whether there is nobody at all, the search or filter is too narrow, or a part of it means nothing any more. */
export function Nobody({ list, search, empty, onChange, onClear, onAdd }: NobodyProps) {
  const say = useWords(customersWords)
  const sayFilter = useWords(filtersWords)
  const inWords = useConditionWords()
  const { can } = useMe()
  const { shown, known } = list
  if (shown.unread) return <Trouble title={sayFilter('unread_title')} text={sayFilter('unread_text')} action={sayFilter('clear')} onAct={onClear} />
  const broken = brokenIn(shown.filter, known)
  if (broken.length > 0) {
    const said = broken.map(({ condition, why }) => `${inWords(condition, known).title}: ${sayFilter(`broken_${why}`)}`)
    const without = filterOf(draftOf(shown.filter), (condition) => whyBroken(condition, known) === undefined && isReady(condition, known))
    return (
      <Trouble
        title={sayFilter('broken_title')}
        text={
          <>
            {[...new Set(said)].map((line) => (
              <span key={line}>
                {line}
                <br />
              </span>
            ))}
            {sayFilter('broken_text')}
          </>
        }
        action={sayFilter('broken_remove')}
        onAct={() => onChange({ filter: without })}
      />
    )
  }
  if (!empty) return null
  if (search.q || conditionsOf(draftOf(shown.filter)).length > 0) {
    return (
      <Empty
        icon={IconUserSearch}
        title={say('none')}
        text={search.q ? say('none_text') : say('none_filtered')}
        action={
          <Button variant="default" onClick={onClear}>
            {say('clear_filters')}
          </Button>
        }
      />
    )
  }
  return (
    <Empty
      icon={IconUsers}
      title={say('empty')}
      text={say('empty_text')}
      action={
        <Group gap="xs" justify="center">
          {can('imports.run') ? (
            <Button component={Link} to="/import">
              {say('empty_import')}
            </Button>
          ) : null}
          {can('customers.add') ? (
            <Button variant="default" onClick={onAdd}>
              {say('add')}
            </Button>
          ) : null}
        </Group>
      }
    />
  )
}

function Trouble({ title, text, action, onAct }: { title: string; text: ReactNode; action: string; onAct: () => void }) {
  return (
    <Empty
      icon={IconFilterExclamation}
      title={title}
      text={text}
      action={
        <Button variant="default" onClick={onAct}>
          {action}
        </Button>
      }
    />
  )
}
