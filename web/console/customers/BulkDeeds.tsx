import { Button, Popover, Select, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { z } from 'zod'
import { previewBulk } from '../../../src/office/bulk/contract.ts'
import type { deed, who } from '../../../src/office/bulk/shapes.ts'
import { call } from '../../ui/api.ts'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { count } from '../../ui/formats.ts'
import { reasonWords } from '../../ui/reason.words.ts'
import { useCodeWords, useLanguage, useWords } from '../../ui/words.ts'
import { useColumnTitle } from '../list/names.ts'
import type { ListColumn } from '../list/queries.ts'
import { tagsQuery } from '../list/tags.ts'
import { colleaguesQuery } from '../work/index.ts'
import { bulkWords } from './bulk.words.ts'
import classes from './SelectionBar.module.css'

export type Deed = z.input<typeof deed>
export type Who = z.input<typeof who>
const deeds = ['tag', 'untag', 'assign', 'set_field', 'trash'] as const
type DeedName = (typeof deeds)[number]

type DeedsProps = { who: Who; known: ReadonlyMap<string, ListColumn>; busy: boolean; onDo: (deed: Deed, what: string) => void }

/** What can be done to all who are chosen, each with how many it would touch before it is done. */
export function BulkDeeds(props: DeedsProps) {
  const say = useWords(bulkWords)
  const [open, setOpen] = useState<DeedName>()
  return deeds.map((name) => (
    <Popover key={name} opened={open === name} onChange={(is) => setOpen(is ? name : undefined)} position="bottom-end" width={300} trapFocus returnFocus>
      <Popover.Target>
        <Button size="compact-sm" variant="subtle" color={name === 'trash' ? 'red' : 'gray'} onClick={() => setOpen(open === name ? undefined : name)}>
          {say(name)}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <DeedForm
          {...props}
          name={name}
          onDo={(deed, what) => {
            setOpen(undefined)
            props.onDo(deed, what)
          }}
        />
      </Popover.Dropdown>
    </Popover>
  ))
}

function DeedForm({ name, who, known, busy, onDo }: DeedsProps & { name: DeedName }) {
  const say = useWords(bulkWords)
  const titleOf = useColumnTitle()
  const { data: tags } = useQuery({ ...tagsQuery, enabled: name === 'tag' || name === 'untag' })
  const { data: colleagues } = useQuery({ ...colleaguesQuery, enabled: name === 'assign' })
  const [chosen, setChosen] = useState<string | null>(null)
  const [value, setValue] = useState('')
  const own = [...known.values()].filter(({ column }) => column.startsWith('x_'))
  const options =
    name === 'assign'
      ? [{ value: 'nobody', label: say('nobody') }, ...(colleagues?.items ?? []).map((each) => ({ value: each.id, label: each.name }))]
      : name === 'set_field'
        ? own.map((column) => ({ value: column.column, label: titleOf(column.column, column) }))
        : (tags?.items ?? []).filter(({ retired }) => !retired || name === 'untag').map((tag) => ({ value: tag.id, label: tag.title }))
  const made = deedOf(name, chosen, value.trim())
  return (
    <div className={classes.form}>
      {name === 'trash' ? (
        <p>{say('trash_note')}</p>
      ) : (
        <Select
          searchable
          label={say(name === 'assign' ? 'whom' : name === 'set_field' ? 'which_field' : 'which_tag')}
          data={options}
          value={chosen}
          onChange={setChosen}
          comboboxProps={{ withinPortal: false }}
        />
      )}
      {name === 'set_field' ? (
        <TextInput label={say('value')} description={say('empty')} value={value} maxLength={2000} onChange={(event) => setValue(event.currentTarget.value)} />
      ) : null}
      {made ? <Touches who={who} deed={made} /> : null}
      <Button size="xs" color={name === 'trash' ? 'red' : undefined} disabled={!made || busy} onClick={() => (made ? onDo(made, say(name)) : undefined)}>
        {say(name === 'trash' ? 'trash' : 'go')}
      </Button>
    </div>
  )
}

function deedOf(name: DeedName, chosen: string | null, value: string): Deed | undefined {
  if (name === 'trash') return { deed: 'trash' }
  if (chosen === null) return undefined
  if (name === 'assign') return { deed: 'assign', staff_id: chosen === 'nobody' ? null : chosen }
  if (name === 'set_field') return { deed: 'set_field', field: chosen, value: value === '' ? null : value }
  return { deed: name, tag_id: chosen }
}

/** How many it would touch, and who is left out and why, before anything is done. */
function Touches({ who, deed: made }: { who: Who; deed: Deed }) {
  const say = useWords(bulkWords)
  const reason = useCodeWords(reasonWords)
  const language = useLanguage()
  const { data, error } = useQuery({
    queryKey: ['bulk', 'preview', who, made],
    queryFn: ({ signal }) => call(previewBulk, { body: { who, deed: made }, signal }),
    placeholderData: (old) => old,
  })
  if (error) return <ErrorBox error={error} />
  if (!data) return <p className={classes.touches}>…</p>
  const shown = (n: number) => count(n, language)
  return (
    <div className={classes.touches} role="status">
      <p>
        {data.checked < data.matching
          ? say('of_all', { allowed: shown(data.allowed), checked: shown(data.checked), matching: shown(data.matching) })
          : say('touches', { count: data.allowed, shown: shown(data.allowed) })}
      </p>
      {data.left_out.map((each) => (
        <p key={each.reason}>{say('left_out', { count: shown(each.count), reason: reason(each.reason) })}</p>
      ))}
    </div>
  )
}
