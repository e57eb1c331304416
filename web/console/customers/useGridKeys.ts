import type { KeyboardEvent, RefObject } from 'react'
import { useRef } from 'react'
import { useShortcuts } from '../../ui/keys.ts'
import type { Scroll } from '../grid/useScroll.ts'
import type { Head } from '../list/grouping.ts'
import type { Layout } from '../list/layout.ts'
import type { CustomerRow, ListColumn } from '../list/queries.ts'
import { isEditable } from './editing/editable.ts'
import type { At, GridDeeds } from './Grid.tsx'
import { between, isChosen, type Selection } from './selection.ts'

type Keys = {
  box: RefObject<HTMLElement | null>
  rows: { at(row: number): CustomerRow | undefined }
  scroll: Scroll
  count: number
  layout: Layout
  known: ReadonlyMap<string, ListColumn>
  active: At
  setActive: (change: (old: At) => At) => void
  setEditing: (editing: boolean) => void
  selection: Selection
  opened: string | undefined
  deeds: GridDeeds
  /** Heads of groups by row, which open and close. */
  heads: ReadonlyMap<number, Head> | undefined
  onToggle: ((head: Head) => void) | undefined
}

/** The keyboard in the rows: the arrows as in any grid, J, K and X as in a mail box, also when nothing has the focus. */
export function useGridKeys(o: Keys) {
  const { rows, scroll, count, layout, active, deeds, opened } = o
  /** Where a range begins: the row chosen last. */
  const anchor = useRef<number>(undefined)

  const goTo = (row: number, col = active.col) => {
    const next = { row: Math.max(0, Math.min(row, count - 1)), col: Math.max(0, Math.min(col, layout.length - 1)) }
    o.setActive(() => next)
    scroll.see(next.row)
    return next.row
  }
  const choose = (row: number, chosen: boolean) => {
    anchor.current = row
    deeds.choose(row, row + 1, chosen)
  }
  const toggle = (row: number) => {
    const who = rows.at(row)
    if (who) choose(row, !isChosen(o.selection, who.id))
  }
  const extend = (to: number) => {
    const from = anchor.current ?? active.row
    anchor.current = from
    const range = between(from, goTo(to))
    deeds.choose(range.from, range.to, true)
  }
  const head = o.heads?.get(active.row)
  const turn = (): boolean => {
    if (head) o.onToggle?.(head)
    return head !== undefined
  }
  const open = () => {
    if (turn()) return
    const who = rows.at(active.row)
    if (!who) return
    if (who.id === opened) deeds.full(who, active.row)
    else deeds.open(who, active.row)
  }
  const edit = () => {
    const column = o.known.get(layout[active.col]?.column ?? '')
    if (rows.at(active.row) && column && isEditable(column)) o.setEditing(true)
  }
  /** With someone open beside the list the next one opens too. */
  const step = (by: number) => () => {
    const at = goTo(active.row + (o.box.current?.contains(document.activeElement) || opened ? by : 0))
    o.box.current?.focus({ preventScroll: true })
    const who = rows.at(at)
    if (opened && who) deeds.open(who, at)
  }
  useShortcuts([
    { keys: 'J', run: step(1) },
    { keys: 'K', run: step(-1) },
    { keys: 'X', run: () => toggle(active.row) },
    { keys: 'Enter', run: open },
    // On a card beside the list E changes the card.
    { keys: 'E', run: () => (opened === undefined ? edit() : undefined) },
  ])

  const press = (event: KeyboardEvent<HTMLElement>) => {
    // What is typed into a cell, and the heads, are their own.
    const own = event.target instanceof HTMLElement && event.target.closest('[data-editing], [data-head], [data-head-cell]')
    if (own || event.altKey || event.defaultPrevented) return
    const done = pressed(event)
    if (done) event.preventDefault()
  }
  const pressed = (event: KeyboardEvent): boolean => {
    const whole = event.ctrlKey || event.metaKey
    if (whole && event.code === 'KeyA') return (deeds.chooseAll(), true)
    if (whole && !['Home', 'End'].includes(event.key)) return false
    const move = event.shiftKey ? extend : (row: number) => void goTo(row)
    switch (event.key) {
      case 'ArrowDown':
        return (move(active.row + 1), true)
      case 'ArrowUp':
        return (move(active.row - 1), true)
      case 'PageDown':
        return (move(active.row + scroll.page), true)
      case 'PageUp':
        return (move(active.row - scroll.page), true)
      case 'ArrowRight':
        return head && !head.open ? turn() : (goTo(active.row, active.col + 1), true)
      case 'ArrowLeft':
        return head?.open ? turn() : (goTo(active.row, active.col - 1), true)
      case 'Home':
        return (whole ? move(0) : goTo(active.row, 0), true)
      case 'End':
        return (whole ? move(count - 1) : goTo(active.row, layout.length - 1), true)
      case ' ':
        return turn() || (toggle(active.row), true)
      case 'F2':
        return (edit(), true)
      case 'Escape':
        // With someone open beside the list it is the panel that closes.
        return opened === undefined ? (deeds.chooseNobody(), true) : false
      default:
        return false
    }
  }

  /** A click on the box of a row; with Shift, all from the row chosen last. */
  const pick = (row: number, { range, chosen }: { range: boolean; chosen: boolean }) => {
    if (range && anchor.current !== undefined) {
      const rest = between(anchor.current, row)
      deeds.choose(rest.from, rest.to, chosen)
    } else choose(row, chosen)
    o.setActive((old) => ({ ...old, row }))
    o.box.current?.focus({ preventScroll: true })
  }
  return { press, pick }
}
