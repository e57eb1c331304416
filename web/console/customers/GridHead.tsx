// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus and names its active cell; in the heads the buttons have it
import type { KeyboardEvent } from 'react'
import { useRef, useState } from 'react'
import { useWords } from '../../ui/words.ts'
import { type Layout, moveColumn, resizeColumn } from '../list/layout.ts'
import { useColumnTitle } from '../list/names.ts'
import type { ListColumn } from '../list/queries.ts'
import type { Order } from '../list/state.ts'
import classes from './Grid.module.css'
import type { GridDeeds } from './Grid.tsx'
import { gridWords } from './grid.words.ts'
import { HeadCell } from './HeadCell.tsx'
import { placesOf } from './places.ts'

type HeadProps = {
  layout: Layout
  known: ReadonlyMap<string, ListColumn>
  sort: readonly Order[]
  cards: boolean
  share: 'all' | 'some' | 'none'
  onShare: (chosen: boolean) => void
  deeds: GridDeeds
  /** Down from a head: to the rows. */
  onLeave: () => void
}

const stepPx = 16

/** The heads: one stop of the Tab key; the arrows go from one to the next. */
export function GridHead({ layout, known, sort, cards, share, onShare, deeds, onLeave }: HeadProps) {
  const say = useWords(gridWords)
  const titleOf = useColumnTitle()
  const row = useRef<HTMLDivElement>(null)
  const [stop, setStop] = useState(0)
  const places = placesOf(layout)

  const focusOn = (to: number) => {
    const at = Math.max(0, Math.min(to, layout.length - 1))
    setStop(at)
    // The heads may have changed places: the one that now stands there gets the focus.
    requestAnimationFrame(() => row.current?.querySelectorAll<HTMLElement>('[data-head]')[at]?.focus())
  }
  const press = (at: number, column: string) => (event: KeyboardEvent) => {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key]
    const title = titleOf(column, known.get(column))
    if (event.key === 'ArrowDown' && !event.altKey) {
      event.preventDefault()
      return onLeave()
    }
    if (by === undefined) return
    event.preventDefault()
    if (event.altKey) {
      const to = Math.max(0, Math.min(at + by, layout.length - 1))
      deeds.layout((old) => moveColumn(old, column, by > 0 ? at + 2 : at - 1), say('moved', { title, at: to + 1, of: layout.length }))
      return focusOn(to)
    }
    if (event.shiftKey) {
      const width = (layout[at]?.width ?? 0) + by * stepPx
      return deeds.layout((old) => resizeColumn(old, column, width), say('resized', { title, width }))
    }
    focusOn(at + by)
  }
  const box = useRef<HTMLInputElement>(null)
  return (
    <div role="rowgroup" className={classes.head} data-away={cards || undefined}>
      <div role="row" aria-rowindex={1} className={classes.headRow} ref={row} style={{ minWidth: `max(100%, ${places.whole}px)` }}>
        <div role="columnheader" aria-colindex={1} className={classes.pick} data-head-cell>
          <input
            ref={(element) => {
              box.current = element
              if (element) element.indeterminate = share === 'some'
            }}
            type="checkbox"
            className={classes.box}
            aria-label={say('choose_seen')}
            checked={share === 'all'}
            onChange={(event) => onShare(event.currentTarget.checked)}
          />
        </div>
        {layout.map((each, at) => (
          <HeadCell
            key={each.column}
            each={each}
            at={at}
            left={places.left[at]}
            lastFrozen={places.lastFrozen === at}
            declared={known.get(each.column)}
            title={titleOf(each.column, known.get(each.column))}
            order={sort.find(({ column }) => column === each.column)}
            rank={sort.length > 1 ? sort.findIndex(({ column }) => column === each.column) + 1 : 0}
            stop={stop === at}
            onFocus={() => setStop(at)}
            onKeyDown={press(at, each.column)}
            deeds={deeds}
          />
        ))}
      </div>
    </div>
  )
}
