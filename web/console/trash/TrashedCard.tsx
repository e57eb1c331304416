import { Button } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { Empty } from '../../ui/Empty.tsx'
import { MayButton } from '../../ui/MayButton.tsx'
import { useNaming } from '../../ui/Person.tsx'
import { useWords } from '../../ui/words.ts'
import type { Card } from '../card/queries.ts'
import { useMe } from '../session/session.ts'
import { trashWords } from './trash.words.ts'
import { useTrash } from './useTrash.ts'

/** The card of somebody in the trash: that they are there, and the way back. */
export function TrashedCard({ card }: { card: Card }) {
  const say = useWords(trashWords)
  const naming = useNaming()
  const me = useMe()
  const { restore } = useTrash()
  return (
    <Empty
      icon={IconTrash}
      title={say('is_trashed')}
      text={say('is_trashed_text')}
      action={
        <>
          <MayButton
            may={me.can('customers.change')}
            why={say('not_your_role')}
            loading={restore.isPending}
            onClick={() => restore.mutate({ id: card.id, name: naming({ kind: card.kind, name: card.name }) })}
          >
            {say('restore')}
          </MayButton>{' '}
          <Button component={Link} to="/trash" variant="subtle">
            {say('to_trash')}
          </Button>
        </>
      }
    />
  )
}
