import { ActionIcon, Button, Popover, SegmentedControl, TextInput, Tooltip } from '@mantine/core'
import { IconChevronDown, IconChevronUp, IconColumns3, IconEyeOff, IconPin, IconPinFilled, IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useDensity } from '../../ui/look.ts'
import { useWords } from '../../ui/words.ts'
import { columnsWords } from '../list/columns.words.ts'
import { groupOf, groupOrder } from '../list/groups.ts'
import { freezeUpTo, hideColumn, type Layout, moveColumn, showColumn } from '../list/layout.ts'
import { useColumnTitle } from '../list/names.ts'
import type { ListColumn } from '../list/queries.ts'
import { densities, type Shown } from '../list/state.ts'
import { usualWidth } from '../list/useList.ts'
import classes from './ColumnChooser.module.css'
import { gridWords } from './grid.words.ts'

type ChooserProps = {
  layout: Layout
  known: ReadonlyMap<string, ListColumn>
  density: Shown['density']
  changed: boolean
  onLayout: (change: (layout: Layout) => Layout, said: string) => void
  onDensity: (density: NonNullable<Shown['density']>) => void
  onUsual: () => void
}

/** Which columns, in which order, how far frozen; everything the heads can do, for the keyboard and the narrow screen. */
export function ColumnChooser({ layout, known, density, changed, onLayout, onDensity, onUsual }: ChooserProps) {
  const say = useWords(gridWords)
  const titleOf = useColumnTitle()
  const own = useDensity()
  const [sought, setSought] = useState('')
  const fits = (column: string) => titleOf(column, known.get(column)).toLocaleLowerCase().includes(sought.trim().toLocaleLowerCase())
  const hidden = [...known.values()].filter(({ column }) => !layout.some((each) => each.column === column) && fits(column))
  return (
    <Popover position="bottom-end" width={320} trapFocus returnFocus>
      <Popover.Target>
        <Button size="compact-sm" variant="subtle" color="gray" leftSection={<IconColumns3 size={15} stroke={1.6} />}>
          {say('columns')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown p={0} aria-label={say('columns')}>
        <div className={classes.top}>
          <TextInput
            size="xs"
            aria-label={say('columns_find')}
            placeholder={say('columns_find')}
            value={sought}
            onChange={(event) => setSought(event.currentTarget.value)}
          />
        </div>
        <div className={classes.lists}>
          <p className={classes.heading}>{say('columns_shown')}</p>
          <ul className={classes.list}>
            {layout.map(({ column, frozen }, at) =>
              fits(column) ? <ShownColumn key={column} column={column} at={at} frozen={frozen} layout={layout} known={known} onLayout={onLayout} /> : null,
            )}
          </ul>
          <Hidden
            columns={hidden}
            onShow={(column) => onLayout((old) => showColumn(old, column.column, usualWidth(column)), say('shown', { title: titleOf(column.column, column) }))}
          />
        </div>
        <div className={classes.bottom}>
          <SegmentedControl
            aria-label={say('density')}
            value={density ?? own}
            onChange={onDensity}
            data={densities.map((each) => ({ value: each, label: say(`density_${each}`) }))}
          />
          <Button size="compact-xs" variant="subtle" disabled={!changed} onClick={onUsual}>
            {say('columns_usual')}
          </Button>
        </div>
      </Popover.Dropdown>
    </Popover>
  )
}

type ShownProps = { column: string; at: number; frozen: boolean } & Pick<ChooserProps, 'layout' | 'known' | 'onLayout'>

function ShownColumn({ column, at, frozen, layout, known, onLayout }: ShownProps) {
  const say = useWords(gridWords)
  const title = useColumnTitle()(column, known.get(column))
  const move = (to: number) => onLayout((old) => moveColumn(old, column, to), say('moved', { title, at: at + (to > at ? 2 : 0), of: layout.length }))
  const pin = frozen ? 'column_thaw' : 'column_freeze'
  return (
    <li className={classes.row}>
      <span className={classes.title}>{title}</span>
      <Tooltip label={say(pin, { title })}>
        <ActionIcon
          size="sm"
          aria-label={say(pin, { title })}
          aria-pressed={frozen}
          onClick={() => onLayout((old) => freezeUpTo(old, frozen ? old[at - 1]?.column : column), say(frozen && at === 0 ? 'thawed' : 'frozen', { title }))}
        >
          {frozen ? <IconPinFilled size={14} /> : <IconPin size={14} stroke={1.6} />}
        </ActionIcon>
      </Tooltip>
      <ActionIcon size="sm" aria-label={say('column_up', { title })} disabled={at === 0} onClick={() => move(at - 1)}>
        <IconChevronUp size={15} stroke={1.7} />
      </ActionIcon>
      <ActionIcon size="sm" aria-label={say('column_down', { title })} disabled={at === layout.length - 1} onClick={() => move(at + 2)}>
        <IconChevronDown size={15} stroke={1.7} />
      </ActionIcon>
      <ActionIcon
        size="sm"
        aria-label={say('column_hide', { title })}
        disabled={layout.length === 1}
        onClick={() => onLayout((old) => hideColumn(old, column), say('hidden', { title }))}
      >
        <IconEyeOff size={15} stroke={1.6} />
      </ActionIcon>
    </li>
  )
}

function Hidden({ columns, onShow }: { columns: readonly ListColumn[]; onShow: (column: ListColumn) => void }) {
  const say = useWords(gridWords)
  const sayColumn = useWords(columnsWords)
  const titleOf = useColumnTitle()
  return groupOrder.map((group) => {
    const mine = columns.filter((column) => groupOf(column) === group)
    if (mine.length === 0) return null
    return (
      <div key={group}>
        <p className={classes.heading}>{sayColumn(group)}</p>
        <ul className={classes.list}>
          {mine.map((column) => (
            <li key={column.column} className={classes.row} data-hidden>
              <span className={classes.title}>
                {titleOf(column.column, column)}
                {column.sealed ? <span className={classes.sealed}>{say('sealed_column')}</span> : null}
              </span>
              <ActionIcon size="sm" aria-label={say('column_show', { title: titleOf(column.column, column) })} onClick={() => onShow(column)}>
                <IconPlus size={15} stroke={1.7} />
              </ActionIcon>
            </li>
          ))}
        </ul>
      </div>
    )
  })
}
