// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus and names its active cell; in the heads the buttons have it
// biome-ignore-all lint/a11y/useSemanticElements: a table has no rows that are not there
import { ActionIcon, Menu } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconChevronDown, IconEyeOff, IconPin, IconPinnedOff } from '@tabler/icons-react'
import type { KeyboardEvent, PointerEvent } from 'react'
import { useEffect, useRef, useState } from 'react'
import { useWords } from '../../ui/words.ts'
import { type Column, freezeUpTo, hideColumn, moveColumn, resizeColumn, within } from '../list/layout.ts'
import type { ListColumn } from '../list/queries.ts'
import type { Order } from '../list/state.ts'
import { columnDrag } from './columnDrag.ts'
import classes from './Grid.module.css'
import type { GridDeeds } from './Grid.tsx'
import { gridWords } from './grid.words.ts'

type HeadCellProps = {
  each: Column
  at: number
  left: number | undefined
  lastFrozen: boolean
  declared: ListColumn | undefined
  title: string
  order: Order | undefined
  rank: number
  stop: boolean
  onFocus: () => void
  onKeyDown: (event: KeyboardEvent) => void
  deeds: GridDeeds
}

/** Figures and days are wanted the largest first, words from the beginning of the alphabet. */
export const grows = (declared: ListColumn | undefined): 'up' | 'down' =>
  declared && ['number', 'money', 'time'].includes(declared.type) && declared.column !== 'next_task' ? 'down' : 'up'

/** A head: sorts, is dragged to another place, made wider at its edge; and has a menu with all of it. */
export function HeadCell({ each, at, left, lastFrozen, declared, title, order, rank, stop, onFocus, onKeyDown, deeds }: HeadCellProps) {
  const say = useWords(gridWords)
  const cell = useRef<HTMLDivElement>(null)
  const [edge, setEdge] = useState<'left' | 'right'>()
  const [width, setWidth] = useState<number>()
  const [menu, setMenu] = useState(false)
  const latest = useRef({ at, title, deeds, say })
  useEffect(() => {
    latest.current = { at, title, deeds, say }
  })
  useEffect(() => {
    const element = cell.current
    if (!element) return
    return columnDrag(element, each.column, {
      onEdge: setEdge,
      onDrop: (column, side) => {
        const now = latest.current
        now.deeds.layout((layout) => moveColumn(layout, column, side === 'left' ? now.at : now.at + 1), now.say('moved_there'))
      },
    })
  }, [each.column])

  const drag = (event: PointerEvent<HTMLSpanElement>) => {
    if (event.buttons !== 1 || !cell.current) return
    setWidth(within(event.clientX - cell.current.getBoundingClientRect().left))
  }
  const dropped = () => {
    if (width !== undefined) deeds.layout((layout) => resizeColumn(layout, each.column, width), '')
    setWidth(undefined)
  }
  const figure = declared?.type === 'number' || declared?.type === 'money'
  return (
    <div
      ref={cell}
      role="columnheader"
      aria-colindex={at + 2}
      aria-sort={order ? (order.down ? 'descending' : 'ascending') : undefined}
      className={classes.headCell}
      data-frozen={each.frozen || undefined}
      data-end={lastFrozen || undefined}
      data-figure={figure || undefined}
      data-edge={edge}
      style={{ width: width ?? each.width, left: each.frozen ? left : undefined }}
      onContextMenu={(event) => {
        event.preventDefault()
        setMenu(true)
      }}
    >
      <button
        type="button"
        data-head
        className={classes.headButton}
        tabIndex={stop ? 0 : -1}
        aria-description={say('head_keys')}
        onFocus={onFocus}
        onKeyDown={(event) => (event.altKey && event.key === 'ArrowDown' ? (event.preventDefault(), setMenu(true)) : onKeyDown(event))}
        onClick={(event) => (declared?.sort ? deeds.sort(each.column, event.shiftKey) : setMenu(true))}
      >
        <span className={classes.headTitle}>{title}</span>
        {order ? order.down ? <IconArrowDown size={13} aria-hidden="true" /> : <IconArrowUp size={13} aria-hidden="true" /> : null}
        {order && rank > 0 ? (
          <span className={classes.rank} aria-hidden="true">
            {rank}
          </span>
        ) : null}
      </button>
      <Menu opened={menu} onChange={setMenu} position="bottom-end" withinPortal>
        <Menu.Target>
          <ActionIcon size={20} className={classes.headMenu} tabIndex={-1} aria-label={say('head_menu', { title })}>
            <IconChevronDown size={14} stroke={1.8} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            disabled={!declared?.sort}
            leftSection={<IconArrowUp size={15} stroke={1.6} />}
            onClick={() => deeds.sortBy([{ column: each.column, down: false }])}
          >
            {say(declared?.type === 'time' ? 'oldest_first' : figure ? 'least_first' : 'a_first')}
          </Menu.Item>
          <Menu.Item
            disabled={!declared?.sort}
            leftSection={<IconArrowDown size={15} stroke={1.6} />}
            onClick={() => deeds.sortBy([{ column: each.column, down: true }])}
          >
            {say(declared?.type === 'time' ? 'newest_first' : figure ? 'most_first' : 'z_first')}
          </Menu.Item>
          <Menu.Divider />
          {lastFrozen ? (
            <Menu.Item
              leftSection={<IconPinnedOff size={15} stroke={1.6} />}
              onClick={() => deeds.layout((layout) => freezeUpTo(layout, undefined), say('thawed'))}
            >
              {say('thaw')}
            </Menu.Item>
          ) : (
            <Menu.Item
              leftSection={<IconPin size={15} stroke={1.6} />}
              onClick={() => deeds.layout((layout) => freezeUpTo(layout, each.column), say('frozen', { title }))}
            >
              {say('freeze')}
            </Menu.Item>
          )}
          <Menu.Item
            leftSection={<IconEyeOff size={15} stroke={1.6} />}
            onClick={() => deeds.layout((layout) => hideColumn(layout, each.column), say('hidden', { title }))}
          >
            {say('hide')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <span
        className={classes.grip}
        aria-hidden="true"
        onPointerDown={(event) => {
          event.preventDefault()
          event.currentTarget.setPointerCapture(event.pointerId)
        }}
        onPointerMove={drag}
        onPointerUp={dropped}
        onDragStart={(event) => event.preventDefault()}
        draggable={false}
      />
    </div>
  )
}
