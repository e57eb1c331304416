import { Button } from '@mantine/core'
import { IconEye, IconShieldCheck } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useEffect } from 'react'
import { listMyUses } from '../../../src/office/portal/contract.ts'
import { call } from '../../ui/api.ts'
import { DeedFilter } from '../../ui/DeedFilter.tsx'
import { deedFilterWords } from '../../ui/deed.words.ts'
import { asked, asksNothing } from '../../ui/deedAsk.ts'
import { Empty } from '../../ui/Empty.tsx'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { dayOf } from '../../ui/formats.ts'
import { Lines } from '../../ui/Loading.tsx'
import { useNow } from '../../ui/now.ts'
import { pick, useLanguage, useWords } from '../../ui/words.ts'
import { child } from '../acting.ts'
import { useByMessage } from '../session/session.ts'
import { Leaf } from '../shell/Leaf.tsx'
import { Line } from './Line.tsx'
import { Taken } from './Taken.tsx'
import classes from './Uses.module.css'
import { usesWords } from './uses.words.ts'

const route = getRouteApi('/mine/my/uses')

/** The journal: every use and every refusal, in sentences; each with its proof. */
export default function UsesPage() {
  const say = useWords(usesWords)
  const sayFilter = useWords(deedFilterWords)
  const language = useLanguage()
  const now = useNow()
  const navigate = route.useNavigate()
  const ask = route.useSearch()
  const byMessage = useByMessage()
  const visit = useQuery({
    queryKey: ['my', 'uses', 'visit'],
    queryFn: async ({ signal }) => (await call(listMyUses, { query: { limit: 1 }, signal })).last_visit,
    staleTime: Number.POSITIVE_INFINITY,
  })
  const lastVisit = visit.data ?? null
  const { data, error, isPending, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = useInfiniteQuery({
    queryKey: ['my', 'uses', ask, ask.when === 'new' ? lastVisit : null],
    enabled: ask.when !== 'new' || !visit.isPending,
    queryFn: ({ pageParam, signal }) =>
      call(listMyUses, { query: { limit: 40, ...asked(ask, new Date(), lastVisit), ...(pageParam ? { cursor: pageParam } : {}) }, signal }),
    initialPageParam: '',
    getNextPageParam: (last) => last.next_cursor,
  })
  const uses = data?.pages.flatMap(({ items }) => items) ?? []
  const days = Map.groupBy(uses, ({ at }) => dayOf(new Date(at), now, language))
  // A call looks at so many records and no more: where none of them was asked for, the next ones are looked at by themselves.
  const lookOn = data !== undefined && uses.length === 0 && hasNextPage && !isFetchingNextPage && !error
  useEffect(() => {
    if (lookOn) void fetchNextPage()
  }, [lookOn, fetchNextPage])
  const plain = asksNothing(ask)
  const show = (search: typeof ask) => void navigate({ search, replace: true })
  return (
    <Leaf title={say('title')} lead={say(byMessage ? 'lead_message' : 'lead')}>
      {byMessage || child !== undefined ? null : (
        <p className={classes.verify}>
          <IconShieldCheck size={18} stroke={1.6} aria-hidden="true" />
          <span>
            {say('verify')} <Link to="/my/receipts">{say('verify_link')}</Link>
          </span>
        </p>
      )}
      {byMessage ? null : (
        <DeedFilter
          mine
          visited={lastVisit !== null}
          ask={ask}
          onAsk={show}
          purposes={new Map(uses.map(({ purpose }) => [purpose.code, pick(purpose.title, language) ?? purpose.code]))}
        />
      )}
      {isPending || (uses.length === 0 && hasNextPage) ? <Lines count={6} /> : null}
      {error ? <ErrorBox error={error} onRetry={refetch} /> : null}
      {data && uses.length === 0 && !hasNextPage ? (
        <Empty
          icon={IconEye}
          title={plain ? say('empty') : sayFilter('none')}
          text={plain ? say('empty_text') : sayFilter('none_text')}
          action={
            plain ? undefined : (
              <Button variant="default" onClick={() => show({})}>
                {sayFilter('reset')}
              </Button>
            )
          }
        />
      ) : null}
      {[...days].map(([day, list]) => (
        <section key={day} aria-label={day}>
          <h2 className={classes.day}>{day}</h2>
          <ol className={classes.list}>
            {list.map((each) => (
              <Line
                key={`${each.receipt_id} ${each.at}`}
                of={each}
                isNew={lastVisit !== null && each.at > lastVisit && each.actor.kind !== 'customer'}
                provable={!byMessage && child === undefined}
              />
            ))}
          </ol>
        </section>
      ))}
      <div className={classes.foot}>
        {hasNextPage && uses.length > 0 ? (
          <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {say('more')}
          </Button>
        ) : null}
        {uses.length > 0 ? <Taken uses={uses} whole={!hasNextPage} /> : null}
      </div>
    </Leaf>
  )
}
