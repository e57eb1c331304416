import { Button, Popover, Select, UnstyledButton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useWords } from '../../ui/words.ts'
import type { Card } from '../card/queries.ts'
import { useMe } from '../session/session.ts'
import { colleaguesQuery } from '../work/queries.ts'
import classes from './Ownership.module.css'
import { ownershipWords } from './ownership.words.ts'
import { useAssign } from './queries.ts'

/** Who of us is responsible for this customer; changed with one click more. */
export function Owner({ card }: { card: Card }) {
  const say = useWords(ownershipWords)
  const me = useMe()
  const [open, setOpen] = useState(false)
  const assign = useAssign(card.id)
  const { owner } = card
  const shown = `${say('owner')}: ${owner?.name ?? say('nobody')}`
  if (!me.can('customers.tag')) return <span className={classes.owner}>{shown}</span>
  const give = (to: string | null) => {
    setOpen(false)
    assign.mutate({ to, was: owner?.id ?? null })
  }
  return (
    <Popover opened={open} onChange={setOpen} width={260} position="bottom-start" trapFocus withinPortal>
      <Popover.Target>
        <UnstyledButton className={classes.owner} data-nobody={owner ? undefined : true} onClick={() => setOpen(!open)}>
          {shown}
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown>{open ? <Choose card={card} onChoose={give} /> : null}</Popover.Dropdown>
    </Popover>
  )
}

function Choose({ card, onChoose }: { card: Card; onChoose: (to: string | null) => void }) {
  const say = useWords(ownershipWords)
  const me = useMe()
  const { data } = useQuery(colleaguesQuery)
  return (
    <div className={classes.choose}>
      <Select
        data-autofocus
        searchable
        openOnFocus={false}
        aria-label={say('choose')}
        placeholder={say('choose')}
        value={card.owner?.id ?? null}
        data={(data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
        onChange={(to) => (to && to !== card.owner?.id ? onChoose(to) : undefined)}
        comboboxProps={{ withinPortal: false }}
      />
      <div className={classes.chooseButtons}>
        {card.owner?.id === me.id ? null : (
          <Button size="xs" variant="light" onClick={() => onChoose(me.id)}>
            {say('me')}
          </Button>
        )}
        {card.owner ? (
          <Button size="xs" variant="subtle" color="gray" onClick={() => onChoose(null)}>
            {say('release')}
          </Button>
        ) : null}
      </div>
    </div>
  )
}
