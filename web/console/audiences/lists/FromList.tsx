import { Button } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { Suspense, useState } from 'react'
import { part } from '../../../ui/part.ts'
import { useWords } from '../../../ui/words.ts'
import { useMe } from '../../session/session.ts'
import { listsWords } from './lists.words.ts'

const ListDialog = part(() => import('./ListDialog.tsx'))

/** Brings a list and begins an audience of it. */
export function FromList() {
  const say = useWords(listsWords)
  const { can } = useMe()
  const navigate = useNavigate()
  const [open, setOpen] = useState(false)
  if (!can('imports.run')) return null
  const begin = (list: string) =>
    void navigate({ to: '/audiences/$audienceId', params: { audienceId: 'new' }, search: { q: JSON.stringify({ all: [{ list }] }) } })
  return (
    <>
      <Button variant="default" onClick={() => setOpen(true)}>
        {say('from_list')}
      </Button>
      <Suspense>{open ? <ListDialog purpose="marketing" onClose={() => setOpen(false)} onList={begin} /> : null}</Suspense>
    </>
  )
}
