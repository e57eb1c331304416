// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus and names its active cell
// biome-ignore-all lint/a11y/useSemanticElements: a table has no rows that are not there
// biome-ignore-all lint/a11y/useKeyWithClickEvents: Enter, the blank and the arrows do what a click does (useGridKeys)
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react'
import { count, money } from '../../ui/formats.ts'
import { ui } from '../../ui/ui.words.ts'
import { useLanguage, useWords } from '../../ui/words.ts'
import type { Group, Head } from '../list/grouping.ts'
import type { Layout } from '../list/layout.ts'
import { useColumnTitle, useValueName } from '../list/names.ts'
import type { ListColumn } from '../list/queries.ts'
import classes from './Grid.module.css'
import { gridWords } from './grid.words.ts'
import { placesOf } from './places.ts'

type GroupRowProps = {
  head: Head
  column: ListColumn
  at: number
  top: number
  height: number
  layout: Layout
  known: ReadonlyMap<string, ListColumn>
  cards: boolean
  active: number | undefined
  onToggle: () => void
}

/** The head of a group: what they have in common, how many they are, and their sums under the columns. */
export function GroupRow({ head, column, at, top, height, layout, known, cards, active, onToggle }: GroupRowProps) {
  const say = useWords(gridWords)
  const titleOf = useColumnTitle()
  const language = useLanguage()
  const title = useGroupTitle()(column, head.group.value)
  const sumOf = useGroupSum()
  const places = placesOf(layout)
  const [first, ...rest] = layout
  const named = (
    <span className={classes.groupTitle}>
      {title} <span className={classes.groupCount}>{count(head.group.count, language)}</span>
    </span>
  )
  const shared = { 'aria-expanded': head.open, 'aria-label': say('group_named', { title, count: head.group.count }) }
  return (
    <div
      role="row"
      aria-rowindex={at + 2}
      className={`${classes.row} ${classes.group}`}
      data-active={active !== undefined || undefined}
      style={{ transform: `translateY(${top}px)`, height }}
      onClick={onToggle}
    >
      <div role="gridcell" aria-colindex={1} className={classes.pick}>
        {head.open ? <IconChevronDown size={16} stroke={1.8} aria-hidden="true" /> : <IconChevronRight size={16} stroke={1.8} aria-hidden="true" />}
      </div>
      {cards ? (
        <div role="rowheader" aria-colindex={2} id={`cell-${at}-0`} className={classes.card} {...shared}>
          {named}
          <span className={classes.said}>
            {head.group.sums.map(({ column: of }) => (
              <span key={of} className={classes.saidOne}>
                <span className={classes.label}>{titleOf(of, known.get(of))}</span> {sumOf(head.group, of)}
              </span>
            ))}
          </span>
        </div>
      ) : (
        <>
          {first ? (
            <div
              role="rowheader"
              aria-colindex={2}
              id={`cell-${at}-0`}
              className={classes.cell}
              data-active={active === 0 || undefined}
              data-frozen={first.frozen || undefined}
              data-end={places.lastFrozen === 0 || undefined}
              style={{ width: first.width, left: first.frozen ? places.left[0] : undefined }}
              {...shared}
            >
              {named}
            </div>
          ) : null}
          {rest.map(({ column: of, width, frozen }, i) => (
            <div
              key={of}
              role="gridcell"
              aria-colindex={i + 3}
              id={`cell-${at}-${i + 1}`}
              className={classes.cell}
              data-active={active === i + 1 || undefined}
              data-frozen={frozen || undefined}
              data-end={places.lastFrozen === i + 1 || undefined}
              data-figure
              style={{ width, left: frozen ? places.left[i + 1] : undefined }}
            >
              <span className={`${classes.sum} num`}>{sumOf(head.group, of)}</span>
            </div>
          ))}
        </>
      )}
    </div>
  )
}

function useGroupTitle(): (column: ListColumn, value: Group['value']) => string {
  const say = useWords(gridWords)
  const sayUi = useWords(ui)
  const nameOf = useValueName()
  return (column, value) => {
    if (value === null) return say('group_none')
    return typeof value === 'boolean' ? sayUi(value ? 'yes' : 'no') : nameOf(column, value)
  }
}

/** '' for a column that has no sum. */
function useGroupSum(): (group: Group, column: string) => string {
  const language = useLanguage()
  return ({ sums }, column) => {
    const sum = sums.find((each) => each.column === column)
    if (!sum || sum.filled === 0) return ''
    if (!sum.money) return count(Math.round((sum.number ?? 0) * 100) / 100, language)
    const [largest, ...others] = sum.money.map((one) => money(one, language))
    return others.length > 0 ? `${largest} +${others.length}` : (largest ?? '')
  }
}
