import { Button, Popover, Select, UnstyledButton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useWords } from '../../ui/words.ts'
import card from '../card/Card.module.css'
import type { Card } from '../card/queries.ts'
import { useMe } from '../session/session.ts'
import { useReach } from '../units/useReach.ts'
import { colleaguesForQuery } from '../work/queries.ts'
import { LostNote, UnseenNote } from '../work/Unseen.tsx'
import { unseenWords } from '../work/unseen.words.ts'
import { CareHistory } from './CareHistory.tsx'
import classes from './Ownership.module.css'
import { ownershipWords } from './ownership.words.ts'
import { useAssign } from './queries.ts'

/** Who of us is responsible for this customer; changed with one click more. */
export function Owner({ card: of }: { card: Card }) {
  const say = useWords(ownershipWords)
  const me = useMe()
  const [open, setOpen] = useState(false)
  const assign = useAssign(of.id)
  const { owner } = of
  const shown = `${say('owner')}: ${owner?.name ?? say('nobody')}`
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
      <Popover.Dropdown>{open ? <Choose card={of} may={me.can('customers.tag')} onChoose={give} /> : null}</Popover.Dropdown>
    </Popover>
  )
}

type ChooseProps = { card: Card; may: boolean; onChoose: (to: string | null) => void }

/** Chosen at once; but whoever sees no customers, and who would hide this one from oneself, is said so first. Below it who it was. */
function Choose({ card: { id, units, owner }, may, onChoose }: ChooseProps) {
  const say = useWords(ownershipWords)
  const sayUnseen = useWords(unseenWords)
  const me = useMe()
  const reach = useReach()
  const { data } = useQuery(colleaguesForQuery(id))
  const [asked, setAsked] = useState<{ to: string | null }>()
  const colleague = data?.items.find((each) => each.id === asked?.to)
  /** Whoever is responsible sees them, unless their role sees nobody. */
  const blind = (to: string | null) => data?.items.find((each) => each.id === to)?.unseen?.why === 'role'
  const lost = (to: string | null) => !reach.seesCustomer({ units, owner: to })
  const choose = (to: string | null) => (blind(to) || lost(to) ? setAsked({ to }) : onChoose(to))
  return (
    <div className={card.popover}>
      {may && asked ? (
        <div className={classes.choose}>
          {colleague?.unseen && blind(colleague.id) ? <UnseenNote name={colleague.name} unseen={colleague.unseen} /> : null}
          {lost(asked.to) ? <LostNote>{sayUnseen('lost_this')}</LostNote> : null}
          <div className={classes.chooseButtons}>
            <Button autoFocus size="xs" onClick={() => setAsked(undefined)}>
              {sayUnseen('stay')}
            </Button>
            <Button size="xs" variant="default" onClick={() => onChoose(asked.to)}>
              {colleague ? sayUnseen('sure', { name: colleague.name }) : sayUnseen('give_away')}
            </Button>
          </div>
        </div>
      ) : null}
      {may && !asked ? (
        <div className={classes.choose}>
          <Select
            data-autofocus
            searchable
            openOnFocus={false}
            aria-label={say('choose')}
            placeholder={say('choose')}
            value={owner?.id ?? null}
            data={(data?.items ?? []).map((each) => ({ value: each.id, label: each.name }))}
            onChange={(to) => (to && to !== owner?.id ? choose(to) : undefined)}
            comboboxProps={{ withinPortal: false }}
          />
          <div className={classes.chooseButtons}>
            {owner?.id === me.id ? null : (
              <Button size="xs" variant="light" onClick={() => onChoose(me.id)}>
                {say('me')}
              </Button>
            )}
            {owner ? (
              <Button size="xs" variant="subtle" color="gray" onClick={() => choose(null)}>
                {say('release')}
              </Button>
            ) : null}
          </div>
        </div>
      ) : null}
      <CareHistory customerId={id} what="owner" now={owner ? [owner.name] : []} />
    </div>
  )
}
