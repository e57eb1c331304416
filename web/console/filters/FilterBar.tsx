import { ActionIcon, Button, CloseButton, Popover, Tooltip, UnstyledButton } from '@mantine/core'
import { IconAlertTriangle, IconBinaryTree2 } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Filter } from '../../../src/office/lists/shapes.ts'
import { count } from '../../ui/formats.ts'
import { useLanguage, useWords } from '../../ui/words.ts'
import { countQuery, type ListColumn } from '../list/queries.ts'
import { ColumnPicker } from './ColumnPicker.tsx'
import { ConditionEditor } from './ConditionEditor.tsx'
import { brokenIn, firstOperator, firstValue, whyBroken } from './conditions.ts'
import { FilterBuilder } from './FilterBuilder.tsx'
import classes from './Filters.module.css'
import { filtersWords } from './filters.words.ts'
import { useConditionWords } from './inWords.ts'
import { addAt, changeAt, conditionsOf, type Draft, type Group, isGroup, mostConditions, noFilter, removeAt } from './tree.ts'
import { useDraft } from './useDraft.ts'

type FilterBarProps = { filter: Filter | undefined; known: ReadonlyMap<string, ListColumn>; onChange: (filter: Filter | undefined) => void }

/** The filter as chips: each is opened to be changed, and taken off; groups are built in a panel of their own. */
export function FilterBar({ filter, known, onChange }: FilterBarProps) {
  const say = useWords(filtersWords)
  const { draft, filter: now, change } = useDraft(filter, known, onChange)
  const [open, setOpen] = useState<number>()
  const [building, setBuilding] = useState(false)
  const columns = [...known.values()].filter((column) => column.filter.length > 0)
  const full = conditionsOf(draft).length >= mostConditions
  const nested = draft.of.some(isGroup)

  const close = () => {
    setOpen(undefined)
    // What was begun and left without a value is not kept.
    const left = draft.of.filter((each) => isGroup(each) || whyBroken(each, known) !== 'value')
    if (left.length < draft.of.length) change({ ...draft, of: left })
  }
  const add = (column: ListColumn) => {
    const is = firstOperator(column)
    if (!is) return
    const value = firstValue(column, is)
    change(addAt(draft, [], { column: column.column, is, ...(value === undefined ? {} : { value }) }))
    setOpen(draft.of.length)
  }
  return (
    <>
      <div className={classes.bar} data-full={draft.of.length > 0 || undefined} role="group" aria-label={say('filters')}>
        {draft.of.map((each, at) => (
          <span key={at} className={classes.placed}>
            {at > 0 && draft.join !== 'all' ? <span className={classes.joint}>{say('or')}</span> : null}
            <Chip
              of={each}
              known={known}
              opened={open === at}
              filter={now}
              onOpen={() => (isGroup(each) ? setBuilding(true) : setOpen(at))}
              onClose={close}
              onChange={(next) => change(changeAt(draft, [at], () => next))}
              onRemove={() => {
                setOpen(undefined)
                change(removeAt(draft, [at]))
              }}
            />
          </span>
        ))}
        <ColumnPicker label={draft.of.length > 0 ? say('filter') : say('add')} quiet columns={columns} disabled={full} onPick={add} />
        {draft.of.length > 0 ? (
          <>
            <Tooltip label={say('groups')}>
              <ActionIcon
                size="sm"
                aria-label={say('groups')}
                aria-pressed={building}
                data-on={building || nested || undefined}
                onClick={() => setBuilding(!building)}
              >
                <IconBinaryTree2 size={16} stroke={1.6} />
              </ActionIcon>
            </Tooltip>
            <Button size="compact-sm" variant="subtle" color="gray" onClick={() => change(noFilter)}>
              {say('clear')}
            </Button>
          </>
        ) : null}
      </div>
      {building && draft.of.length > 0 ? (
        <FilterBuilder draft={draft} known={known} columns={columns} onChange={change} onClose={() => setBuilding(false)}>
          <Matches filter={now} known={known} />
        </FilterBuilder>
      ) : null}
    </>
  )
}

type ChipProps = {
  of: Draft
  known: ReadonlyMap<string, ListColumn>
  opened: boolean
  filter: Filter | undefined
  onOpen: () => void
  onClose: () => void
  onChange: (next: Draft) => void
  onRemove: () => void
}

function Chip({ of, known, opened, filter, onOpen, onClose, onChange, onRemove }: ChipProps) {
  const say = useWords(filtersWords)
  const inWords = useConditionWords()
  const group = isGroup(of)
  const { title, said } = group ? groupSaid(of, say) : inWords(of, known)
  const why = group
    ? brokenIn({ all: conditionsOf(of).map(({ condition }) => condition) }, known).find((each) => each.why !== 'value')?.why
    : whyBroken(of, known)
  const broken = why !== undefined && why !== 'value'
  return (
    <Popover opened={opened && !group} onChange={(is) => (is ? undefined : onClose())} position="bottom-start" width={280} trapFocus returnFocus>
      <span className={classes.chip} data-broken={broken || undefined}>
        <Popover.Target>
          <UnstyledButton className={classes.chipText} onClick={opened ? onClose : onOpen} title={broken ? say(`broken_${why}`) : undefined}>
            {broken ? <IconAlertTriangle size={13} stroke={1.8} aria-hidden="true" /> : null}
            <span className={classes.chipTitle}>{title}</span> <span>{said}</span>
          </UnstyledButton>
        </Popover.Target>
        <CloseButton size="xs" aria-label={say('remove_named', { title })} onClick={onRemove} />
      </span>
      <Popover.Dropdown p="sm">
        {group ? null : (
          <div className={classes.editor}>
            <p className={classes.editorTitle}>{title}</p>
            <ConditionEditor inside condition={of} known={known} onChange={onChange} />
            <Matches filter={filter} known={known} />
          </div>
        )}
      </Popover.Dropdown>
    </Popover>
  )
}

function groupSaid(group: Group, say: (key: 'all' | 'any' | 'none' | 'not_all' | 'group_of', values?: { count: number }) => string) {
  return { title: say(group.join), said: `· ${say('group_of', { count: conditionsOf(group).length })}` }
}

/** How many match what stands there now; the former number stays until the new one is known. */
function Matches({ filter, known }: { filter: Filter | undefined; known: ReadonlyMap<string, ListColumn> }) {
  const say = useWords(filtersWords)
  const language = useLanguage()
  const broken = brokenIn(filter, known).length > 0
  const { data, isPlaceholderData } = useQuery({ ...countQuery(filter), enabled: !broken })
  const shown = data ? count(data.count, language) : ''
  return (
    <p className={classes.matches} role="status" data-fading={isPlaceholderData || undefined}>
      {data && !broken ? (data.exact ? say('matches', { count: data.count, shown }) : say('matches_about', { shown })) : '\u00a0'}
    </p>
  )
}
