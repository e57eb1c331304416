import { ActionIcon, Menu, Tooltip } from '@mantine/core'
import { IconDots, IconTrash } from '@tabler/icons-react'
import { useNaming } from '../../ui/Person.tsx'
import { useWords } from '../../ui/words.ts'
import { useActions } from '../actions/actions.ts'
import type { Card } from '../card/queries.ts'
import { useMe } from '../session/session.ts'
import { isTrashed } from './isTrashed.ts'
import { trashWords } from './trash.words.ts'
import { useTrash } from './useTrash.ts'

/** What is rarely done with a customer, out of the way: deleting them. */
export function DeleteCustomer({ card }: { card: Card }) {
  const say = useWords(trashWords)
  const naming = useNaming()
  const me = useMe()
  const { put } = useTrash()
  const may = me.can('customers.change')
  const gone = isTrashed(card)
  const remove = () => put.mutate({ id: card.id, name: naming({ kind: card.kind, name: card.name }) })
  useActions(trashWords, may && !gone ? [['delete', IconTrash, remove]] : [])
  if (gone) return null
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Tooltip label={say('more')}>
          <ActionIcon color="gray" aria-label={say('more')}>
            <IconDots size={17} stroke={1.6} />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          color="red"
          leftSection={<IconTrash size={15} stroke={1.6} />}
          disabled={!may || put.isPending}
          title={may ? undefined : say('not_your_role')}
          onClick={remove}
        >
          {say('delete')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
