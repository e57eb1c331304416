import { Button, MultiSelect, Popover, UnstyledButton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useWords } from '../../ui/words.ts'
import card from '../card/Card.module.css'
import type { Card } from '../card/queries.ts'
import { useMe } from '../session/session.ts'
import { unitsQuery } from '../units/queries.ts'
import { useReach } from '../units/useReach.ts'
import { useUnitName } from '../units/useUnitName.ts'
import { LostNote } from '../work/Unseen.tsx'
import { unseenWords } from '../work/unseen.words.ts'
import { CareHistory } from './CareHistory.tsx'
import classes from './Ownership.module.css'
import { ownershipWords } from './ownership.words.ts'
import { useSetUnits } from './queries.ts'

/** Which units of the company look after this customer; changed with one click more. Where the company has none, nothing is said of them. */
export function Units({ card: of }: { card: Card }) {
  const say = useWords(ownershipWords)
  const me = useMe()
  const nameOf = useUnitName()
  const { data } = useQuery(unitsQuery)
  const [open, setOpen] = useState(false)
  const set = useSetUnits(of.id)
  if (of.units.length === 0 && (data?.items ?? []).every(({ retired }) => retired)) return null
  const shown = `${say('units')}: ${of.units.map(nameOf).join(', ') || say('no_unit')}`
  const save = (to: readonly string[]) => {
    setOpen(false)
    set.mutate({ to, was: of.units })
  }
  return (
    <Popover opened={open} onChange={setOpen} width={300} position="bottom-start" trapFocus withinPortal>
      <Popover.Target>
        <UnstyledButton className={classes.owner} data-nobody={of.units.length > 0 ? undefined : true} onClick={() => setOpen(!open)}>
          {shown}
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown>{open ? <Choose card={of} may={me.can('customers.tag')} onSave={save} /> : null}</Popover.Dropdown>
    </Popover>
  )
}

type ChooseProps = { card: Card; may: boolean; onSave: (to: readonly string[]) => void }

/** Chosen and saved; whoever would not see the customer any more is told so before. Below it what it was. */
function Choose({ card: { id, units, owner }, may, onSave }: ChooseProps) {
  const say = useWords(ownershipWords)
  const sayUnseen = useWords(unseenWords)
  const nameOf = useUnitName()
  const reach = useReach()
  const { data } = useQuery(unitsQuery)
  const [chosen, setChosen] = useState<readonly string[]>(units)
  const offered = (data?.items ?? []).filter(({ code, retired }) => !retired || units.includes(code) || chosen.includes(code))
  const changed = chosen.toSorted().join() !== units.toSorted().join()
  const stays = (to: readonly string[]) => reach.seesCustomer({ units: to, owner: owner?.id ?? null })
  const lost = changed && !stays(chosen)
  /** At once, as with a field; what would hide the customer from oneself is only chosen, and said. */
  const restore = (to: readonly string[]) => (stays(to) ? onSave(to) : setChosen(to))
  return (
    <div className={card.popover}>
      {may ? (
        <form
          className={classes.choose}
          onSubmit={(event) => {
            event.preventDefault()
            onSave(chosen)
          }}
        >
          <MultiSelect
            data-autofocus
            searchable
            clearable
            openOnFocus={false}
            label={say('choose_units')}
            description={say('units_hint')}
            value={[...chosen]}
            data={offered.map(({ code }) => ({ value: code, label: nameOf(code) }))}
            onChange={setChosen}
            comboboxProps={{ withinPortal: false }}
          />
          {lost ? <LostNote>{sayUnseen('lost_this')}</LostNote> : null}
          <div className={classes.chooseButtons}>
            <Button type="submit" size="xs" disabled={!changed}>
              {lost ? sayUnseen('give_away') : say('save_units')}
            </Button>
          </div>
        </form>
      ) : null}
      <CareHistory customerId={id} what="units" now={units} onRestore={may ? restore : undefined} />
    </div>
  )
}
