import { ActionIcon, Button, NativeSelect, Popover } from '@mantine/core'
import { IconArrowDown, IconArrowsSort, IconArrowUp, IconX } from '@tabler/icons-react'
import { useWords } from '../../ui/words.ts'
import { ColumnPicker } from '../filters/ColumnPicker.tsx'
import { useColumnTitle } from '../list/names.ts'
import type { ListColumn } from '../list/queries.ts'
import type { Order } from '../list/state.ts'
import { gridWords } from './grid.words.ts'
import { grows } from './HeadCell.tsx'
import classes from './OrderMenu.module.css'

type OrderProps = { sort: readonly Order[]; known: ReadonlyMap<string, ListColumn>; searched: boolean; onSort: (sort: Order[]) => void }
const mostLevels = 4

/** The order in words, level by level; what a click on the heads does, for whoever sees no heads. */
export function OrderMenu({ sort, known, searched, onSort }: OrderProps) {
  const say = useWords(gridWords)
  const titleOf = useColumnTitle()
  const title = (column: string) => titleOf(column, known.get(column))
  const sortable = [...known.values()].filter((column) => column.sort)
  const free = sortable.filter(({ column }) => !sort.some((each) => each.column === column))
  const first = sort[0]
  return (
    <Popover position="bottom-end" width={330} trapFocus returnFocus>
      <Popover.Target>
        <Button size="compact-sm" variant="subtle" color="gray" leftSection={<IconArrowsSort size={15} stroke={1.6} />}>
          {first && !searched ? title(first.column) : say('order')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown p="sm" aria-label={say('order')}>
        {searched ? <p className={classes.hint}>{say('order_found')}</p> : null}
        {sort.length === 0 && !searched ? <p className={classes.hint}>{say('order_none')}</p> : null}
        <ol className={classes.levels}>
          {sort.map(({ column, down }, at) => (
            <li key={column} className={classes.level}>
              <NativeSelect
                size="xs"
                className={classes.column}
                aria-label={say(at === 0 ? 'order_by' : 'order_then')}
                value={column}
                data={[column, ...free.map((each) => each.column)].map((each) => ({ value: each, label: title(each) }))}
                onChange={(event) => {
                  const next = event.currentTarget.value
                  onSort(sort.map((each, i) => (i === at ? { column: next, down: grows(known.get(next)) === 'down' } : each)))
                }}
              />
              <Button
                size="compact-xs"
                variant="default"
                leftSection={down ? <IconArrowDown size={13} aria-hidden="true" /> : <IconArrowUp size={13} aria-hidden="true" />}
                aria-label={say('order_turn', { title: title(column) })}
                onClick={() => onSort(sort.map((each, i) => (i === at ? { column, down: !down } : each)))}
              >
                {say(down ? 'order_down' : 'order_up')}
              </Button>
              <ActionIcon size="sm" aria-label={say('order_remove', { title: title(column) })} onClick={() => onSort(sort.filter((_, i) => i !== at))}>
                <IconX size={14} stroke={1.7} />
              </ActionIcon>
            </li>
          ))}
        </ol>
        {sort.length < mostLevels ? (
          <ColumnPicker
            label={say(sort.length === 0 ? 'order_by' : 'order_add')}
            quiet
            inside
            columns={free}
            onPick={(column) => onSort([...sort, { column: column.column, down: grows(column) === 'down' }])}
          />
        ) : null}
      </Popover.Dropdown>
    </Popover>
  )
}
