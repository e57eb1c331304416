import { Button, MultiSelect, Popover, UnstyledButton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useWords } from '../../ui/words.ts'
import type { Card } from '../card/queries.ts'
import { useMe } from '../session/session.ts'
import { unitsQuery } from '../units/queries.ts'
import { useUnitName } from '../units/useUnitName.ts'
import classes from './Ownership.module.css'
import { ownershipWords } from './ownership.words.ts'
import { useSetUnits } from './queries.ts'

/** Which units of the company look after this customer; changed with one click more. Where the company has none, nothing is said of them. */
export function Units({ card }: { card: Card }) {
  const say = useWords(ownershipWords)
  const me = useMe()
  const nameOf = useUnitName()
  const { data } = useQuery(unitsQuery)
  const [open, setOpen] = useState(false)
  const set = useSetUnits(card.id)
  if (card.units.length === 0 && (data?.items ?? []).every(({ retired }) => retired)) return null
  const shown = `${say('units')}: ${card.units.map(nameOf).join(', ') || say('no_unit')}`
  if (!me.can('customers.tag')) return <span className={classes.owner}>{shown}</span>
  const save = (to: readonly string[]) => {
    setOpen(false)
    set.mutate({ to, was: card.units })
  }
  return (
    <Popover opened={open} onChange={setOpen} width={300} position="bottom-start" trapFocus withinPortal>
      <Popover.Target>
        <UnstyledButton className={classes.owner} data-nobody={card.units.length > 0 ? undefined : true} onClick={() => setOpen(!open)}>
          {shown}
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown>{open ? <Choose units={card.units} onSave={save} /> : null}</Popover.Dropdown>
    </Popover>
  )
}

function Choose({ units, onSave }: { units: readonly string[]; onSave: (to: readonly string[]) => void }) {
  const say = useWords(ownershipWords)
  const nameOf = useUnitName()
  const { data } = useQuery(unitsQuery)
  const [chosen, setChosen] = useState<readonly string[]>(units)
  const offered = (data?.items ?? []).filter(({ code, retired }) => !retired || units.includes(code))
  return (
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
      <div className={classes.chooseButtons}>
        <Button type="submit" size="xs" disabled={chosen.toSorted().join() === units.toSorted().join()}>
          {say('save_units')}
        </Button>
      </div>
    </form>
  )
}
