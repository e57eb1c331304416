import { Button, Menu, Modal, TextInput } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { changeAudience, removeAudience } from '../../../../src/office/audiences/contract.ts'
import { call } from '../../../ui/api.ts'
import { notice } from '../../../ui/notices.tsx'
import { useAct } from '../../../ui/useAct.ts'
import { useWords } from '../../../ui/words.ts'
import classes from '../Audiences.module.css'
import { audiencesWords } from '../audiences.words.ts'
import { audiencesQuery } from '../queries.ts'
import type { SavedAudience } from './queries.ts'
import { savedWords } from './saved.words.ts'
import { goBy, UsedBy } from './UsedBy.tsx'

/** Renaming and deleting a saved audience. */
export function Deeds({ of }: { of: SavedAudience }) {
  const say = useWords(savedWords)
  const sayAll = useWords(audiencesWords)
  const [open, setOpen] = useState<'rename' | 'remove'>()
  const close = () => setOpen(undefined)
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="default" aria-label={sayAll('more_of', { title: of.title })} px={10}>
            <IconDots size={16} stroke={1.8} />
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => setOpen('rename')}>{say('rename')}</Menu.Item>
          <Menu.Item onClick={() => setOpen('remove')}>{say('remove')}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {open === 'rename' ? <Rename of={of} onClose={close} /> : null}
      {open === 'remove' ? <Remove of={of} onClose={close} /> : null}
    </>
  )
}

type OneProps = { of: SavedAudience; onClose: () => void }

function Rename({ of, onClose }: OneProps) {
  const say = useWords(savedWords)
  const client = useQueryClient()
  const [title, setTitle] = useState(of.title)
  const { mutate, isPending } = useAct({
    run: () => call(changeAudience, { params: { audience_id: of.id }, body: { title: title.trim() } }),
    then: async (changed) => {
      await client.invalidateQueries({ queryKey: audiencesQuery.queryKey })
      notice(say('renamed', { title: changed.title }))
      onClose()
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (title.trim() !== '') mutate(undefined)
  }
  return (
    <Modal opened onClose={onClose} title={say('rename')}>
      <form className={classes.asked} onSubmit={submit}>
        <TextInput label={say('name')} value={title} maxLength={200} autoComplete="off" onChange={(event) => setTitle(event.currentTarget.value)} />
        <div className={classes.deeds}>
          <Button variant="default" onClick={onClose}>
            {say('cancel')}
          </Button>
          <Button type="submit" loading={isPending} disabled={title.trim() === ''}>
            {say('save')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}

function Remove({ of, onClose }: OneProps) {
  const say = useWords(savedWords)
  const client = useQueryClient()
  const navigate = useNavigate()
  const { campaigns, audiences } = goBy(of)
  const isUsed = campaigns.length + audiences.length > 0
  const { mutate, isPending } = useAct({
    run: () => call(removeAudience, { params: { audience_id: of.id } }),
    then: async () => {
      notice(say('removed', { title: of.title }))
      await navigate({ to: '/audiences', search: {} })
      await client.invalidateQueries({ queryKey: audiencesQuery.queryKey })
    },
  })
  return (
    <Modal opened onClose={onClose} title={say('remove_title', { title: of.title })}>
      <div className={classes.asked}>
        <p>{say(isUsed ? 'remove_not' : 'remove_text')}</p>
        <UsedBy of={of} />
        <div className={classes.deeds}>
          <Button variant="default" onClick={onClose}>
            {say('cancel')}
          </Button>
          <Button color="red" loading={isPending} disabled={isUsed} onClick={() => mutate(undefined)}>
            {say('remove_yes')}
          </Button>
        </div>
      </div>
    </Modal>
  )
}
