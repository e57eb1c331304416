import { Button } from '@mantine/core'
import { IconHistory } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { z } from 'zod'
import type { myMoment } from '../../../src/office/portal/contract.ts'
import { listMyInteractions } from '../../../src/office/portal/contract.ts'
import { call } from '../../ui/api.ts'
import { ChannelIcon } from '../../ui/ChannelIcon.tsx'
import { channelWords, kindWords } from '../../ui/channel.words.ts'
import { Empty } from '../../ui/Empty.tsx'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { length, monthOf } from '../../ui/formats.ts'
import { Lines } from '../../ui/Loading.tsx'
import { outcomeWords } from '../../ui/outcome.words.ts'
import { Money, When } from '../../ui/values.tsx'
import { lower, pick, useCodeWords, useLanguage, useWords } from '../../ui/words.ts'
import { rightsWords } from '../rights/rights.words.ts'
import { aboutQuery, useByMessage } from '../session/session.ts'
import { Leaf } from '../shell/Leaf.tsx'
import classes from './History.module.css'
import { historyWords } from './history.words.ts'

type Moment = z.output<typeof myMoment>

/** Everything between the customer and the company, newest first. */
export default function HistoryPage() {
  const say = useWords(historyWords)
  const language = useLanguage()
  const { data: about } = useQuery(aboutQuery)
  const { data, error, isPending, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = useInfiniteQuery({
    queryKey: ['my', 'history'],
    queryFn: ({ pageParam, signal }) => call(listMyInteractions, { query: { limit: 30, ...(pageParam ? { cursor: pageParam } : {}) }, signal }),
    initialPageParam: '',
    getNextPageParam: (last) => last.next_cursor,
  })
  const moments = data?.pages.flatMap(({ items }) => items) ?? []
  const months = Map.groupBy(moments, ({ at }) => monthOf(new Date(at), language))
  return (
    <Leaf title={say('title')} lead={say('lead', { company: about?.company ?? '' })}>
      {isPending ? <Lines count={6} /> : null}
      {error ? <ErrorBox error={error} onRetry={refetch} /> : null}
      {data && moments.length === 0 ? <Empty icon={IconHistory} title={say('empty')} /> : null}
      {[...months].map(([month, list]) => (
        <section key={month} aria-label={month}>
          <h2 className={classes.month}>{month}</h2>
          <ol className={classes.list}>
            {list.map((moment) => (
              <One key={moment.id} moment={moment} />
            ))}
          </ol>
        </section>
      ))}
      {hasNextPage ? (
        <div>
          <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {say('more')}
          </Button>
        </div>
      ) : null}
    </Leaf>
  )
}

function One({ moment }: { moment: Moment }) {
  const say = useWords(historyWords)
  const kind = useCodeWords(kindWords)
  const channel = useCodeWords(channelWords)
  const outcome = useCodeWords(outcomeWords)
  const language = useLanguage()
  const sayRight = useWords(rightsWords)
  const byMessage = useByMessage()
  const name = pick(moment.title, language) ?? kind(moment.kind)
  const facts = [
    channel(moment.channel),
    moment.direction === 'in' ? say('from_you') : moment.direction === 'out' ? say('from_us') : '',
    moment.duration_s ? length(moment.duration_s, language) : '',
    moment.outcome ? lower(outcome(moment.outcome)) : '',
  ].filter(Boolean)
  return (
    <li className={classes.moment}>
      <span className={classes.icon}>
        <ChannelIcon channel={moment.channel} size={16} />
      </span>
      <div className={classes.body}>
        <p className={classes.line}>
          <b>{name}</b>
          {moment.amount ? (
            <span className={classes.amount}>
              <Money sum={moment.amount} />
            </span>
          ) : null}
        </p>
        <p className={classes.facts}>
          {facts.join(' · ')} · <When at={moment.at} as="both" />
          {byMessage ? null : (
            <>
              {' · '}
              <Link to="/my/rights" search={{ ask: 'rectify', about: `interaction.${moment.id}` }} aria-label={sayRight('wrong_of', { what: name })}>
                {sayRight('wrong_here')}
              </Link>
            </>
          )}
        </p>
        {moment.subject ? <p>{moment.subject}</p> : null}
        {moment.text ? <p className={classes.text}>{moment.text}</p> : null}
        {moment.rewritten ? (
          <details>
            <summary className={classes.facts}>
              {say(moment.text === null ? 'taken_away' : 'rewritten')} <When at={moment.rewritten.at} as="both" />
            </summary>
            {moment.rewritten.versions.map((version) => (
              <p key={version.until} className={classes.text}>
                {version.text}
              </p>
            ))}
          </details>
        ) : null}
        {moment.items.length > 0 ? (
          <ul className={classes.items}>
            {moment.items.map((item, at) => (
              <li key={`${at} ${item.sku}`}>
                <span>
                  {item.title ?? item.sku}
                  {item.quantity === 1 ? '' : ` × ${item.quantity}`}
                </span>
                {item.amount && !(moment.amount && moment.items.length === 1) ? <Money sum={item.amount} /> : null}
              </li>
            ))}
          </ul>
        ) : null}
      </div>
    </li>
  )
}
