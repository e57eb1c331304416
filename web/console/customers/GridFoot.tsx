// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus and names its active cell; in the heads the buttons have it
import { Tooltip } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { count, money } from '../../ui/formats.ts'
import { useLanguage, useWords } from '../../ui/words.ts'
import type { Layout } from '../list/layout.ts'
import { useColumnTitle } from '../list/names.ts'
import type { Asked, ListColumn } from '../list/queries.ts'
import { sumsQuery } from '../list/queries.ts'
import classes from './Grid.module.css'
import { gridWords } from './grid.words.ts'
import { placesOf } from './places.ts'

type FootProps = { asked: Asked; layout: Layout; known: ReadonlyMap<string, ListColumn>; cards: boolean }

export const summable = (layout: Layout, known: ReadonlyMap<string, ListColumn>): string[] =>
  layout.map(({ column }) => column).filter((column) => known.get(column)?.sum)

/** Sums over all who match, not only over the rows that are loaded. */
export function GridFoot({ asked, layout, known, cards }: FootProps) {
  const say = useWords(gridWords)
  const titleOf = useColumnTitle()
  const language = useLanguage()
  const columns = summable(layout, known).toSorted()
  const { data, isError } = useQuery(sumsQuery(asked.filter, columns))
  const places = placesOf(layout)
  const sumOf = (column: string): { shown: string; all: string } => {
    const sum = data?.sums.find((each) => each.column === column)
    if (!sum) return { shown: isError ? '—' : '…', all: '' }
    if (sum.money) {
      const each = sum.money.map((one) => money(one, language))
      return { shown: each.length > 1 ? `${each[0]} +${each.length - 1}` : (each[0] ?? '—'), all: each.join('\n') }
    }
    const shown = count(Math.round((sum.number ?? 0) * 100) / 100, language)
    return { shown, all: shown }
  }
  return (
    <div role="rowgroup" className={classes.foot} style={cards ? undefined : { minWidth: `max(100%, ${places.whole}px)` }}>
      <div role="row" className={classes.sums} aria-label={say('sums')}>
        <div role="gridcell" className={classes.pick}>
          <span className={classes.sumLabel} title={say('sums')}>
            Σ
          </span>
        </div>
        {layout.map(({ column, width, frozen }, at) => {
          const sums = columns.includes(column)
          if (cards && !sums) return null
          const { shown, all } = sums ? sumOf(column) : { shown: '', all: '' }
          return (
            <div
              key={column}
              role="gridcell"
              className={classes.cell}
              data-frozen={(frozen && !cards) || undefined}
              data-end={(places.lastFrozen === at && !cards) || undefined}
              data-figure={!cards || undefined}
              style={cards ? undefined : { width, left: frozen ? places.left[at] : undefined }}
            >
              {cards ? <span className={classes.label}>{titleOf(column, known.get(column))} </span> : null}
              {sums ? (
                <Tooltip label={<span style={{ whiteSpace: 'pre-line' }}>{all}</span>} disabled={all === shown}>
                  <span className={`${classes.sum} num`}>{shown}</span>
                </Tooltip>
              ) : null}
            </div>
          )
        })}
      </div>
    </div>
  )
}
