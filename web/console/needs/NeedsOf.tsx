import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { Lines } from '../../ui/Loading.tsx'
import { MayButton } from '../../ui/MayButton.tsx'
import { More } from '../../ui/More.tsx'
import { Section } from '../../ui/Page.tsx'
import { useWords } from '../../ui/words.ts'
import { useMe } from '../session/session.ts'
import { NeedRow } from './NeedRow.tsx'
import classes from './Needs.module.css'
import { needsWords } from './needs.words.ts'
import { needsOfQuery } from './queries.ts'
import { TakeNeed } from './TakeNeed.tsx'

/** What one customer looks for, wishes and worries about; opened when it is asked for, since it is a look. Never what was said without a name. */
export default function NeedsOf({ customerId }: { customerId: string }) {
  const say = useWords(needsWords)
  const may = useMe().can('needs.answer')
  const [open, setOpen] = useState(false)
  const [taking, setTaking] = useState(false)
  const pages = useInfiniteQuery({ ...needsOfQuery(customerId), enabled: open || taking })
  const choices = pages.data?.pages[0]?.choices
  const rows = pages.data?.pages.flatMap(({ items }) => items) ?? []
  return (
    <Section
      title={say('title')}
      actions={
        taking ? null : (
          <MayButton
            may={may}
            why={say('not_yours')}
            size="xs"
            variant="default"
            leftSection={<IconPlus size={15} stroke={1.6} />}
            onClick={() => setTaking(true)}
          >
            {say('take')}
          </MayButton>
        )
      }
    >
      {taking && choices ? (
        <TakeNeed
          customerId={customerId}
          choices={choices}
          onDone={() => {
            setTaking(false)
            setOpen(true)
          }}
        />
      ) : null}
      {open || taking ? null : (
        <div>
          <Button size="compact-xs" variant="subtle" disabled={!may} onClick={() => setOpen(true)}>
            {say('show')}
          </Button>
        </div>
      )}
      {pages.isFetching && !pages.data ? <Lines count={2} /> : null}
      {pages.error ? <ErrorBox error={pages.error} onRetry={() => void pages.refetch()} /> : null}
      {open && pages.data && rows.length === 0 ? <p className="quiet small">{say('none')}</p> : null}
      {open && rows.length > 0 && choices ? (
        <ul className={classes.list}>
          {rows.map((need) => (
            <NeedRow key={need.id} need={need} currency={choices.currency} />
          ))}
        </ul>
      ) : null}
      {open ? <More of={pages} /> : null}
    </Section>
  )
}
