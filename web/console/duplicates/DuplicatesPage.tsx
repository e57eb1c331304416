import { Button } from '@mantine/core'
import { IconUsersGroup } from '@tabler/icons-react'
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { Empty } from '../../ui/Empty.tsx'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { useShortcuts } from '../../ui/keys.ts'
import { Lines } from '../../ui/Loading.tsx'
import { Page } from '../../ui/Page.tsx'
import { Face, Name } from '../../ui/Person.tsx'
import { useWords } from '../../ui/words.ts'
import { Join } from '../joining/Join.tsx'
import { Because } from './Because.tsx'
import classes from './Duplicates.module.css'
import { duplicatesWords } from './duplicates.words.ts'
import { duplicatesQuery } from './queries.ts'
import { useDismiss } from './useDismiss.ts'

/** Pair by pair, the likeliest first: joined, not the same, or later; and the next one at once. */
export default function DuplicatesPage() {
  const say = useWords(duplicatesWords)
  const client = useQueryClient()
  const pages = useInfiniteQuery(duplicatesQuery)
  const pairs = pages.data?.pages.flatMap(({ items }) => items) ?? []
  const [at, setAt] = useState(0)
  const dismiss = useDismiss()
  const place = Math.min(at, Math.max(0, pairs.length - 1))
  const pair = pairs[place]
  const total = pages.data?.pages[0]?.total
  const step = (by: number) => setAt(Math.max(0, Math.min(pairs.length - 1, place + by)))
  useShortcuts([
    { keys: 'J', run: () => step(1) },
    { keys: 'K', run: () => step(-1) },
    { keys: 'X', run: () => (pair && !dismiss.isPending ? dismiss.mutate(pair) : undefined) },
  ])
  useEffect(() => {
    if (pages.hasNextPage && !pages.isFetchingNextPage && place > pairs.length - 5) void pages.fetchNextPage()
  }, [place, pairs.length, pages])
  return (
    <Page
      title={say('title')}
      lead={total && total.count > 0 ? (total.exact ? say('count', { count: total.count }) : say('about_pairs', { shown: total.count })) : say('lead')}
    >
      {pages.isPending ? <Lines count={8} /> : null}
      {pages.error ? <ErrorBox error={pages.error} onRetry={() => void pages.refetch()} /> : null}
      {pages.data && !pair ? <Empty icon={IconUsersGroup} title={say('none')} text={say('none_text')} /> : null}
      {pair ? (
        <article className={classes.pair} aria-label={say('pair', { n: place + 1 })}>
          <header className={classes.head}>
            <p className={classes.who}>
              {[pair.one, pair.other].map((each) => (
                <Link key={each.id} to="/customers/$customerId" params={{ customerId: each.id }} className={classes.side} preload={false}>
                  <Face who={each} size={30} />
                  <Name who={each} />
                </Link>
              ))}
            </p>
            <div className={classes.buttons}>
              <Button size="xs" variant="default" disabled={place === 0} onClick={() => step(-1)}>
                {say('previous')}
              </Button>
              <Button size="xs" variant="default" disabled={place >= pairs.length - 1} onClick={() => step(1)}>
                {say('later')}
              </Button>
              <Button size="xs" variant="default" loading={dismiss.isPending} onClick={() => dismiss.mutate(pair)}>
                {say('not_same')}
              </Button>
            </div>
          </header>
          <Because pair={pair} />
          <Join key={pair.id} card={pair.one} other={pair.other.id} onJoined={() => void client.invalidateQueries({ queryKey: ['duplicates'] })} />
          <p className={classes.keys}>{say('keys')}</p>
        </article>
      ) : null}
    </Page>
  )
}
