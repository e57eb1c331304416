import { ActionIcon, Menu, Tooltip } from '@mantine/core'
import { IconDots, IconTrash } from '@tabler/icons-react'
import { Suspense, useState } from 'react'
import { useNaming } from '../../ui/Person.tsx'
import { part } from '../../ui/part.ts'
import { useWords } from '../../ui/words.ts'
import { useActions } from '../actions/actions.ts'
import type { Card } from '../card/queries.ts'
import { EraseItem, useEraseAction } from '../erasing/EraseItem.tsx'
import { erasingWords } from '../erasing/erasing.words.ts'
import { useMe } from '../session/session.ts'
import { isTrashed } from './isTrashed.ts'
import { trashWords } from './trash.words.ts'
import { useTrash } from './useTrash.ts'

const EraseDialog = part(() => import('../erasing/EraseDialog.tsx'))

/** What is rarely done with a customer, out of the way: deleting them, and erasing them for good. */
export function DeleteCustomer({ card }: { card: Card }) {
  const naming = useNaming()
  const me = useMe()
  const { put } = useTrash()
  const may = me.can('customers.change')
  const gone = isTrashed(card)
  const name = naming({ kind: card.kind, name: card.name })
  const remove = () => put.mutate({ id: card.id, name })
  useActions(trashWords, may && !gone ? [['delete', IconTrash, remove]] : [])
  const [erasing, setErasing] = useState(false)
  const erase = () => setErasing(true)
  const sayErase = useWords(erasingWords)
  useEraseAction(erase)
  return (
    <>
      <More gone={gone} may={may} busy={put.isPending} onRemove={remove} onErase={erase} />
      {erasing ? (
        <Suspense>
          <EraseDialog customer={card.id} name={name} typing={card.name ? name : sayErase('word')} onClose={() => setErasing(false)} />
        </Suspense>
      ) : null}
    </>
  )
}

type MoreProps = { gone: boolean; may: boolean; busy: boolean; onRemove: () => void; onErase: () => void }

function More({ gone, may, busy, onRemove, onErase }: MoreProps) {
  const say = useWords(trashWords)
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
        {gone ? null : (
          <Menu.Item
            color="red"
            leftSection={<IconTrash size={15} stroke={1.6} />}
            disabled={!may || busy}
            title={may ? undefined : say('not_your_role')}
            onClick={onRemove}
          >
            {say('delete')}
          </Menu.Item>
        )}
        <EraseItem onErase={onErase} />
      </Menu.Dropdown>
    </Menu>
  )
}
