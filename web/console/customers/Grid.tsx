import { VisuallyHidden } from '@mantine/core'
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { useWords } from '../../ui/words.ts'
import { useScroll } from '../grid/useScroll.ts'
import type { Layout } from '../list/layout.ts'
import type { Part } from '../list/parts.ts'
import type { CustomerRow, ListColumn } from '../list/queries.ts'
import type { Order } from '../list/state.ts'
import { useRows } from '../list/useRows.ts'
import { isEditable } from './editing/editable.ts'
import classes from './Grid.module.css'
import { GridHead } from './GridHead.tsx'
import { GridRow, type RowDeeds } from './GridRow.tsx'
import { GroupRow } from './GroupRow.tsx'
import { gridWords } from './grid.words.ts'
import { placesOf } from './places.ts'
import { isChosen, type Selection, shareChosen } from './selection.ts'
import { useGridKeys } from './useGridKeys.ts'
import type { Grouping } from './useGrouping.ts'

/** A cell, by row and by column of the layout. */
export type At = { row: number; col: number }

export type GridDeeds = {
  /** `at`: which of the list; undefined where it stands in a group. */
  open(row: CustomerRow, at: number | undefined): void
  full(row: CustomerRow, at: number | undefined): void
  sort(column: string, join: boolean): void
  sortBy(sort: Order[]): void
  layout(change: (layout: Layout) => Layout, said: string): void
  /** Chooses rows by number, or takes them out. */
  choose(from: number, to: number, chosen: boolean): void
  chooseAll(): void
  chooseNobody(): void
}

type GridProps = {
  /** What of its rows is asked for where. */
  parts: readonly Part[]
  count: number
  /** Of a list in groups. */
  grouping: Grouping | undefined
  layout: Layout
  known: ReadonlyMap<string, ListColumn>
  sort: readonly Order[]
  selection: Selection
  opened: string | undefined
  /** The row of whoever stands open, to be kept in view. */
  openedRow: number | undefined
  rowHeight: number
  cards: boolean
  fading: boolean
  label: string
  foot: ReactNode
  deeds: GridDeeds
}

export const headHeight = 36
export const footHeight = 36

/** Rows of customers, a million as well as ten: only those in view are drawn, and asked for. */
export function Grid(props: GridProps) {
  const { parts, count, grouping, layout, known, selection, opened, openedRow, rowHeight, cards } = props
  const deeds = grouping ? unplaced(props.deeds) : props.deeds
  const heads = grouping?.sections.heads
  const say = useWords(gridWords)
  const box = useRef<HTMLDivElement>(null)
  const edges = (cards ? 0 : headHeight) + (props.foot ? footHeight : 0)
  const scroll = useScroll(box, { rows: count, rowHeight, edges })
  const rows = useRows(parts, scroll.shown)
  const [active, setActive] = useState<At>({ row: openedRow ?? 0, col: 0 })
  const [editing, setEditing] = useState(false)
  const keys = useGridKeys({
    box,
    rows,
    scroll,
    count,
    layout,
    active,
    setActive,
    setEditing,
    selection,
    opened,
    deeds,
    known,
    heads,
    onToggle: grouping?.toggle,
  })

  useEffect(() => {
    if (openedRow === undefined) return
    setActive((old) => (old.row === openedRow ? old : { ...old, row: openedRow }))
    scroll.see(openedRow)
  }, [openedRow, scroll.see])
  useEffect(() => setActive((old) => (old.row < count ? old : { ...old, row: Math.max(0, count - 1) })), [count])

  const latest = useRef({ props, deeds, keys, see: scroll.see })
  useEffect(() => {
    latest.current = { props, deeds, keys, see: scroll.see }
  })
  const rowDeeds: RowDeeds = useMemo(
    () => ({
      open: (row, at) => {
        setActive((old) => ({ ...old, row: at }))
        latest.current.deeds.open(row, at)
      },
      pick: (row, o) => latest.current.keys.pick(row, o),
      edit: (at) => {
        setEditing(at !== undefined)
        if (at) setActive(at)
        else box.current?.focus()
      },
      editNext: (at, by) => {
        const next = nextEditable(latest.current.props, at, by)
        setEditing(next !== undefined)
        if (!next) return box.current?.focus()
        setActive(next)
        latest.current.see(next.row)
      },
    }),
    [],
  )

  const indices = Array.from({ length: scroll.shown.to - scroll.shown.from }, (_, at) => scroll.shown.from + at)
  const seen = indices.filter((at) => at >= scroll.seen.from && at < scroll.seen.to).flatMap((at) => rows.at(at)?.id ?? [])
  return (
    <div className={classes.frame} data-fading={props.fading || undefined}>
      {rows.error ? <ErrorBox error={rows.error} onRetry={rows.retry} /> : null}
      <div
        ref={box}
        className={classes.grid}
        role="grid"
        aria-label={props.label}
        aria-rowcount={count + 1}
        aria-colcount={layout.length + 1}
        aria-multiselectable="true"
        aria-activedescendant={active.row >= scroll.shown.from && active.row < scroll.shown.to ? cellId(active) : undefined}
        tabIndex={0}
        data-cards={cards || undefined}
        onKeyDown={keys.press}
      >
        <GridHead
          layout={layout}
          known={known}
          sort={props.sort}
          cards={cards}
          share={shareChosen(selection, seen)}
          onShare={(chosen) => deeds.choose(scroll.seen.from, scroll.seen.to, chosen)}
          deeds={deeds}
          onLeave={() => box.current?.focus()}
        />
        <div role="rowgroup" className={classes.rows} style={{ height: scroll.box, minWidth: cards ? undefined : `max(100%, ${placesOf(layout).whole}px)` }}>
          {indices.map((at) => {
            const row = rows.at(at)
            const head = heads?.get(at)
            if (head && grouping)
              return (
                <GroupRow
                  key={at}
                  head={head}
                  column={grouping.column}
                  at={at}
                  top={scroll.at(at)}
                  height={rowHeight}
                  layout={layout}
                  known={known}
                  cards={cards}
                  active={active.row === at ? active.col : undefined}
                  onToggle={() => grouping.toggle(head)}
                />
              )
            return (
              <GridRow
                key={at}
                at={at}
                top={scroll.at(at)}
                height={rowHeight}
                row={row}
                layout={layout}
                known={known}
                cards={cards}
                chosen={row ? isChosen(selection, row.id) : false}
                current={row !== undefined && row.id === opened}
                active={active.row === at ? active.col : undefined}
                editing={editing && active.row === at}
                deeds={rowDeeds}
              />
            )
          })}
        </div>
        {props.foot}
      </div>
      <VisuallyHidden role="status">{rows.at(scroll.seen.from) || heads?.has(scroll.seen.from) ? '' : say('loading_rows')}</VisuallyHidden>
    </div>
  )
}

/** In a group nobody is the n-th of the list. */
const unplaced = (deeds: GridDeeds): GridDeeds => ({ ...deeds, open: (row) => deeds.open(row, undefined), full: (row) => deeds.full(row, undefined) })

/** After Tab: the next cell that can be changed, in this row or the next one. */
function nextEditable({ layout, known, count }: GridProps, at: At, by: 1 | -1): At | undefined {
  const cols = layout.flatMap(({ column }, col) => {
    const declared = known.get(column)
    return declared && isEditable(declared) ? [col] : []
  })
  const inRow = by > 0 ? cols.find((col) => col > at.col) : cols.findLast((col) => col < at.col)
  if (inRow !== undefined) return { row: at.row, col: inRow }
  const [row, col] = [at.row + by, by > 0 ? cols[0] : cols.at(-1)]
  return col !== undefined && row >= 0 && row < count ? { row, col } : undefined
}

export const cellId = ({ row, col }: At): string => `cell-${row}-${col}`
