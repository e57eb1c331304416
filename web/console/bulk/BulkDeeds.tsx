import { Button, Popover } from '@mantine/core'
import { IconChecklist, IconPencil, IconTag, IconTagOff, IconTrash, IconUserCheck } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { MayButton } from '../../ui/MayButton.tsx'
import { useWords } from '../../ui/words.ts'
import { type PageAction, useActions } from '../actions/actions.ts'
import { purposesQuery } from '../purposes/queries.ts'
import { useMe } from '../session/session.ts'
import { bulkWords } from './bulk.words.ts'
import { DeedForm } from './DeedForm.tsx'
import { ableTo, type DeedName, deedNames, purposesOf } from './deeds.ts'
import type { Deed, Who } from './queries.ts'

const pictures: Record<DeedName, PageAction['icon']> = {
  tag: IconTag,
  untag: IconTagOff,
  assign: IconUserCheck,
  set_field: IconPencil,
  add_task: IconChecklist,
  trash: IconTrash,
}

/** What can be done to all who are chosen: buttons, and the same in the palette. Each says how many it would touch before it is done. */
export function BulkDeeds({ who, busy, onDo }: { who: Who; busy: boolean; onDo: (deed: Deed) => void }) {
  const say = useWords(bulkWords)
  const me = useMe()
  const [open, setOpen] = useState<DeedName>()
  const { data: purposes } = useQuery(purposesQuery)
  const mine = (purposes?.items ?? []).filter(({ roles }) => roles.includes(me.role)).map(({ code }) => code)
  const may = (name: DeedName) => me.can(ableTo[name]) && (!purposes || purposesOf(name).some((purpose) => mine.includes(purpose)))
  useActions(
    bulkWords,
    deedNames.filter(may).map((name) => [name, pictures[name], () => setOpen(name)] as const),
  )
  return deedNames.map((name) => {
    const Picture = pictures[name]
    const look = { size: 'compact-sm', variant: 'subtle', color: name === 'trash' ? 'red' : 'gray', leftSection: <Picture size={15} stroke={1.6} /> } as const
    if (!may(name)) {
      return (
        <MayButton key={name} {...look} may={false} why={say('not_your_role')} onClick={() => {}}>
          {say(name)}
        </MayButton>
      )
    }
    return (
      <Popover key={name} opened={open === name} onChange={(is) => setOpen(is ? name : undefined)} position="bottom-end" width={320} trapFocus returnFocus>
        <Popover.Target>
          <Button {...look} onClick={() => setOpen(open === name ? undefined : name)}>
            {say(name)}
          </Button>
        </Popover.Target>
        <Popover.Dropdown aria-label={say(name)}>
          <DeedForm
            name={name}
            who={who}
            busy={busy}
            onDo={(deed) => {
              setOpen(undefined)
              onDo(deed)
            }}
          />
        </Popover.Dropdown>
      </Popover>
    )
  })
}
