import { Button } from '@mantine/core'
import { IconHistory } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Empty } from '../../ui/Empty.tsx'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { monthOf } from '../../ui/formats.ts'
import { Lines } from '../../ui/Loading.tsx'
import { ui } from '../../ui/ui.words.ts'
import type { Language } from '../../ui/words.ts'
import { useLanguage, useWords } from '../../ui/words.ts'
import { cardWords } from './card.words.ts'
import { asOnly, chipsOf } from './chips.ts'
import { MomentRow } from './MomentRow.tsx'
import type { Moment, Page } from './queries.ts'
import { timelineQuery } from './queries.ts'
import classes from './Timeline.module.css'
import { sumOf, TimelineChips, useChipName, withChosen } from './TimelineChips.tsx'

type TimelineProps = {
  customerId: string
  /** Chips of what alone is shown; none: everything. */ only: readonly string[]
  onOnly: (only: readonly string[]) => void
}

/** One line of everything that happened, newest first, whatever the channel. */
export function Timeline({ customerId, only, onOnly }: TimelineProps) {
  const sayUi = useWords(ui)
  const language = useLanguage()
  const { data, error, isPending, isPlaceholderData, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = useInfiniteQuery({
    ...timelineQuery(customerId, asOnly(only)),
    placeholderData: (old) => old,
  })
  if (isPending) return <Lines count={6} />
  if (error) return <ErrorBox error={error} onRetry={refetch} />
  const kinds = data.pages[0]?.kinds ?? []
  const months = byMonth(
    data.pages.flatMap(({ items }) => items),
    language,
  )
  return (
    <div className={classes.timeline} data-old={isPlaceholderData || undefined}>
      <TimelineChips kinds={kinds} chosen={only} onChoose={onOnly} />
      {months.length === 0 ? <NothingShown kinds={kinds} chosen={only} onAll={() => onOnly([])} /> : null}
      {months.map(({ month, moments }) => (
        <section key={month} aria-label={month}>
          <h3 className={classes.month}>{month}</h3>
          <ol className={classes.list}>
            {moments.map((moment) => (
              <MomentRow key={moment.id} moment={moment} customerId={customerId} />
            ))}
          </ol>
        </section>
      ))}
      {hasNextPage ? (
        <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()} className={classes.more}>
          {sayUi('more')}
        </Button>
      ) : null}
    </div>
  )
}

type NothingShownProps = { kinds: Page['kinds']; chosen: readonly string[]; onAll: () => void }

/** Says why nothing is shown: what was chosen never happened, while other things did. */
function NothingShown({ kinds, chosen, onAll }: NothingShownProps) {
  const say = useWords(cardWords)
  const named = useChipName()
  const all = chipsOf(kinds)
  if (chosen.length === 0) return <Empty small icon={IconHistory} title={say('timeline_empty')} text={say('timeline_empty_text')} />
  const what = withChosen(all, chosen)
    .filter(({ code }) => chosen.includes(code))
    .map((chip) => named(chip))
    .join(', ')
  return (
    <Empty
      small
      icon={IconHistory}
      title={say('timeline_filtered')}
      text={say('timeline_filtered_text', { what, count: sumOf(all) })}
      action={
        <Button size="xs" variant="default" onClick={onAll}>
          {say('timeline_show_all')}
        </Button>
      }
    />
  )
}

function byMonth(moments: readonly Moment[], language: Language): { month: string; moments: Moment[] }[] {
  const months = Map.groupBy(moments, ({ at }) => monthOf(new Date(at), language))
  return [...months].map(([month, list]) => ({ month, moments: list }))
}
