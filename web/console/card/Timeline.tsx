import { Button, UnstyledButton } from '@mantine/core'
import { IconHistory } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { ChannelIcon } from '../../ui/ChannelIcon.tsx'
import { channelWords } from '../../ui/channel.words.ts'
import { Empty } from '../../ui/Empty.tsx'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { count, monthOf } from '../../ui/formats.ts'
import { Lines } from '../../ui/Loading.tsx'
import { ui } from '../../ui/ui.words.ts'
import type { Language } from '../../ui/words.ts'
import { useCodeWords, useLanguage, useWords } from '../../ui/words.ts'
import { cardWords } from './card.words.ts'
import { MomentRow } from './MomentRow.tsx'
import type { Moment } from './queries.ts'
import { timelineQuery } from './queries.ts'
import classes from './Timeline.module.css'

type TimelineProps = { customerId: string; channels: string; onChannels: (channels: string) => void }

/** One line of everything that happened, newest first, whatever the channel. */
export function Timeline({ customerId, channels, onChannels }: TimelineProps) {
  const say = useWords(cardWords)
  const sayUi = useWords(ui)
  const language = useLanguage()
  const { data, error, isPending, isPlaceholderData, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = useInfiniteQuery({
    ...timelineQuery(customerId, channels),
    placeholderData: (old) => old,
  })
  if (isPending) return <Lines count={6} />
  if (error) return <ErrorBox error={error} onRetry={refetch} />
  const known = data.pages[0]?.channels ?? []
  const months = byMonth(
    data.pages.flatMap(({ items }) => items),
    language,
  )
  return (
    <div className={classes.timeline} data-old={isPlaceholderData || undefined}>
      {known.length > 1 ? <Chips known={known} chosen={channels} onChoose={onChannels} /> : null}
      {months.length === 0 ? (
        <Empty
          small
          icon={IconHistory}
          title={say(channels ? 'timeline_filtered' : 'timeline_empty')}
          text={channels ? undefined : say('timeline_empty_text')}
        />
      ) : null}
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

type ChipsProps = { known: readonly { channel: string; count: number }[]; chosen: string; onChoose: (channels: string) => void }

function Chips({ known, chosen, onChoose }: ChipsProps) {
  const say = useWords(cardWords)
  const channel = useCodeWords(channelWords)
  const language = useLanguage()
  const on = chosen ? chosen.split(',') : []
  const toggle = (code: string) => onChoose((on.includes(code) ? on.filter((each) => each !== code) : [...on, code]).join(','))
  const all = known.reduce((sum, each) => sum + each.count, 0)
  return (
    <div className={classes.chips} role="group" aria-label={say('timeline')}>
      <UnstyledButton className={classes.chip} aria-pressed={on.length === 0} onClick={() => onChoose('')}>
        {say('all_channels')} <span className="num">{count(all, language)}</span>
      </UnstyledButton>
      {known.map((each) => (
        <UnstyledButton key={each.channel} className={classes.chip} aria-pressed={on.includes(each.channel)} onClick={() => toggle(each.channel)}>
          <ChannelIcon channel={each.channel} size={14} />
          {channel(each.channel)} <span className="num">{count(each.count, language)}</span>
        </UnstyledButton>
      ))}
    </div>
  )
}

function byMonth(moments: readonly Moment[], language: Language): { month: string; moments: Moment[] }[] {
  const months = Map.groupBy(moments, ({ at }) => monthOf(new Date(at), language))
  return [...months].map(([month, list]) => ({ month, moments: list }))
}
