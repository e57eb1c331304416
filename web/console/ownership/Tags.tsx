import { ActionIcon, Button, Popover, Select } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { addTag } from '../../../src/office/ownership/contract.ts'
import { call } from '../../ui/api.ts'
import { MayButton } from '../../ui/MayButton.tsx'
import { useAct } from '../../ui/useAct.ts'
import { useWords } from '../../ui/words.ts'
import type { Card } from '../card/queries.ts'
import { useMe } from '../session/session.ts'
import classes from './Ownership.module.css'
import { ownershipWords } from './ownership.words.ts'
import { type Tag, tagsQuery, useTagging } from './queries.ts'
import { TagChip } from './TagChip.tsx'

/** The tags of one customer; another is found or made in place. */
export function Tags({ card }: { card: Card }) {
  const say = useWords(ownershipWords)
  const may = useMe().can('customers.tag')
  const { put, off } = useTagging(card.id)
  const [open, setOpen] = useState(false)
  return (
    <div className={classes.tags} role="group" aria-label={say('tags')}>
      {card.tags.map((tag) => (
        <TagChip key={tag.id} tag={tag}>
          {may ? (
            <ActionIcon size={16} variant="transparent" color="gray" aria-label={say('take_off', { title: tag.title })} onClick={() => off.mutate(tag)}>
              <IconX size={12} />
            </ActionIcon>
          ) : null}
        </TagChip>
      ))}
      {may ? (
        <Popover opened={open} onChange={setOpen} width={280} position="bottom-start" trapFocus withinPortal>
          <Popover.Target>
            <Button size="compact-xs" variant="subtle" color="gray" leftSection={<IconPlus size={13} />} onClick={() => setOpen(!open)}>
              {say('add')}
            </Button>
          </Popover.Target>
          <Popover.Dropdown>
            {open ? (
              <Choose
                has={card.tags}
                onChoose={(tag) => {
                  setOpen(false)
                  put.mutate(tag)
                }}
              />
            ) : null}
          </Popover.Dropdown>
        </Popover>
      ) : (
        <MayButton may={false} why={say('only_tag')} size="compact-xs" variant="subtle" onClick={() => {}}>
          {say('add')}
        </MayButton>
      )}
    </div>
  )
}

const toMake = '+'

function Choose({ has, onChoose }: { has: readonly Tag[]; onChoose: (tag: Tag) => void }) {
  const say = useWords(ownershipWords)
  const client = useQueryClient()
  const { data } = useQuery(tagsQuery(false))
  const [typed, setTyped] = useState('')
  const make = useAct({
    run: (title: string) => call(addTag, { body: { title } }),
    then: (tag) => {
      void client.invalidateQueries({ queryKey: ['tags'] })
      onChoose(tag)
    },
  })
  const all = data?.items ?? []
  const words = typed.trim().toLocaleLowerCase()
  const fit = all.filter((tag) => !has.some((own) => own.id === tag.id) && tag.title.toLocaleLowerCase().includes(words))
  const isNew = words !== '' && words.length <= 40 && !all.some((tag) => tag.title.toLocaleLowerCase() === words)
  const choose = (id: string | null) => {
    const tag = fit.find((each) => each.id === id)
    if (tag) onChoose(tag)
    else if (id === toMake) make.mutate(typed.trim())
  }
  return (
    <>
      <Select
        data-autofocus
        aria-label={say('find')}
        placeholder={say('find')}
        searchable
        searchValue={typed}
        onSearchChange={setTyped}
        value={null}
        data={[...fit.map((tag) => ({ value: tag.id, label: tag.title })), ...(isNew ? [{ value: toMake, label: say('make', { title: typed.trim() }) }] : [])]}
        filter={({ options }) => options}
        nothingFoundMessage={say('none_fit')}
        disabled={make.isPending}
        onChange={choose}
        comboboxProps={{ withinPortal: false }}
      />
      <p className={`faint small ${classes.hint}`}>{say('seen')}</p>
    </>
  )
}
