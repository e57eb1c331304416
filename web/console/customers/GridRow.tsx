// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus and names its active cell; in the heads the buttons have it
// biome-ignore-all lint/a11y/noStaticElementInteractions: F2 and E do what a double click does
// biome-ignore-all lint/a11y/useAriaPropsSupportedByRole: the role is a rowheader or a gridcell
// biome-ignore-all lint/a11y/useSemanticElements: a table has no rows that are not there
import { CloseButton, Skeleton } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { type MouseEvent, memo } from 'react'
import { Face, Name, useNaming } from '../../ui/Person.tsx'
import { useWords } from '../../ui/words.ts'
import { CellValue } from '../list/CellValue.tsx'
import type { Layout } from '../list/layout.ts'
import { useColumnTitle } from '../list/names.ts'
import type { CustomerRow, ListColumn } from '../list/queries.ts'
import { EditCell } from './editing/EditCell.tsx'
import { isEditable } from './editing/editable.ts'
import { useEditsHere } from './editing/useEdits.ts'
import classes from './Grid.module.css'
import type { At } from './Grid.tsx'
import { gridWords } from './grid.words.ts'
import { placesOf } from './places.ts'

export type RowDeeds = {
  open(row: CustomerRow, at: number): void
  pick(at: number, o: { range: boolean; chosen: boolean }): void
  /** Begins to edit a cell, or ends it. */
  edit(at: At | undefined): void
  /** After Tab: the next editable cell of the row, or the one before. */
  editNext(at: At, by: 1 | -1): void
}

type RowProps = {
  at: number
  top: number
  height: number
  /** Not yet there: grey bars meanwhile. */
  row: CustomerRow | undefined
  layout: Layout
  known: ReadonlyMap<string, ListColumn>
  cards: boolean
  chosen: boolean
  current: boolean
  active: number | undefined
  editing: boolean
  deeds: RowDeeds
}

export const GridRow = memo(function GridRow(props: RowProps) {
  const { at, top, height, row, chosen, current, cards } = props
  return (
    <div
      role="row"
      aria-rowindex={at + 2}
      aria-selected={chosen}
      aria-busy={row === undefined || undefined}
      className={classes.row}
      data-current={current || undefined}
      data-active={props.active !== undefined || undefined}
      data-odd={at % 2 === 1 || undefined}
      style={{ transform: `translateY(${top}px)`, height }}
    >
      {row ? cards ? <AsCard {...props} row={row} /> : <AsCells {...props} row={row} /> : <Coming {...props} />}
    </div>
  )
})

function Coming({ layout, cards, at }: RowProps) {
  return (
    <>
      <div role="gridcell" className={classes.pick} />
      {(cards ? layout.slice(0, 1) : layout).map(({ column, width }, col) => (
        <div key={column} role="gridcell" className={classes.cell} style={cards ? { flex: 1 } : { width }} id={`cell-${at}-${col}`}>
          <Skeleton height={10} width={`${70 - ((at * 17 + col * 29) % 45)}%`} />
        </div>
      ))}
    </>
  )
}

type Filled = RowProps & { row: CustomerRow }

function Pick({ at, row, chosen, deeds }: Filled) {
  const say = useWords(gridWords)
  const naming = useNaming()
  return (
    <div role="gridcell" className={classes.pick} aria-colindex={1}>
      <input
        type="checkbox"
        className={classes.box}
        tabIndex={-1}
        checked={chosen}
        aria-label={say('choose_row', { name: naming(row) })}
        onChange={() => {}}
        onClick={(event) => deeds.pick(at, { range: event.shiftKey, chosen: event.currentTarget.checked })}
      />
    </div>
  )
}

function NameLink({ at, row, current, deeds, size }: Filled & { size: number }) {
  const click = (event: MouseEvent) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return
    event.preventDefault()
    deeds.open(row, at)
  }
  return (
    <Link
      to="/customers/$customerId"
      params={{ customerId: row.id }}
      className={classes.name}
      onClick={click}
      preload={false}
      tabIndex={-1}
      aria-current={current || undefined}
    >
      <Face who={row} size={size} />
      <span className={classes.nameText}>
        <Name who={row} />
      </span>
    </Link>
  )
}

function AsCells(props: Filled) {
  const places = placesOf(props.layout)
  return (
    <>
      <Pick {...props} />
      {props.layout.map(({ column }, col) => (
        <Cell key={column} {...props} col={col} places={places} />
      ))}
    </>
  )
}

type CellProps = Filled & { col: number; places: ReturnType<typeof placesOf> }

function Cell(props: CellProps) {
  const { at, row, layout, known, active, col, places, deeds } = props
  const edits = useEditsHere()
  const each = layout[col]
  if (!each) return null
  const { column, width, frozen } = each
  const declared = known.get(column)
  const editable = declared !== undefined && isEditable(declared)
  const now = props.editing && active === col && editable
  const wrong = editable && !now ? edits.trouble(row.id, column) : undefined
  return (
    <div
      id={`cell-${at}-${col}`}
      role={column === 'name' ? 'rowheader' : 'gridcell'}
      aria-colindex={col + 2}
      aria-readonly={editable ? undefined : true}
      className={classes.cell}
      data-active={active === col || undefined}
      data-frozen={frozen || undefined}
      data-end={places.lastFrozen === col || undefined}
      data-figure={declared?.type === 'number' || declared?.type === 'money' || undefined}
      data-editable={editable || undefined}
      data-editing={now || undefined}
      data-trouble={wrong ? true : undefined}
      aria-invalid={wrong ? true : undefined}
      style={{ width, left: frozen ? places.left[col] : undefined }}
      onDoubleClick={editable ? () => deeds.edit({ row: at, col }) : undefined}
    >
      <Inside {...props} column={column} declared={declared} now={now} />
      {wrong ? <Refused why={wrong} onForget={() => edits.forget(row.id, column)} /> : null}
    </div>
  )
}

function Inside(props: CellProps & { column: string; declared: ListColumn | undefined; now: boolean }) {
  const { at, row, col, deeds, column, declared, now } = props
  if (column === 'name') return <NameLink {...props} size={24} />
  if (!declared) return null
  if (now) return <EditCell column={declared} row={row} onDone={() => deeds.edit(undefined)} onNext={(by) => deeds.editNext({ row: at, col }, by)} />
  return (
    <span className={classes.value}>
      <CellValue column={declared} row={row} />
    </span>
  )
}

/** Why the last change of a cell was not taken: stays at the cell until it is read or the cell is changed anew. */
function Refused({ why, onForget }: { why: string; onForget: () => void }) {
  const say = useWords(gridWords)
  return (
    <span className={classes.refused} role="alert">
      {why}
      <CloseButton size="xs" tabIndex={-1} aria-label={say('forget_trouble')} onClick={onForget} />
    </span>
  )
}

const mostInCard = 2

/** Too narrow for columns: the name, and under it the first of what the columns say. */
function AsCard(props: Filled) {
  const { row, layout, known, at } = props
  const title = useColumnTitle()
  const said = layout.flatMap(({ column }) => known.get(column) ?? []).filter((column) => column.type !== 'name' && hasValue(row, column.column))
  return (
    <>
      <Pick {...props} />
      <div role="rowheader" aria-colindex={2} className={classes.card} id={`cell-${at}-0`}>
        <NameLink {...props} size={28} />
        <span className={classes.said}>
          {said.slice(0, mostInCard).map((column) => (
            <span key={column.column} className={classes.saidOne} title={title(column.column, column)}>
              {['value_class', 'last_contact', 'spent', 'tags', 'role'].includes(column.column) ? null : (
                <span className={classes.label}>{title(column.column, column)}</span>
              )}
              <CellValue column={column} row={row} />
            </span>
          ))}
        </span>
      </div>
    </>
  )
}

function hasValue(row: CustomerRow, column: string): boolean {
  const value = row.values?.[column]
  return value !== undefined && value !== null && value !== 0 && value !== false && !(Array.isArray(value) && value.length === 0)
}
