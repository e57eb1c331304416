import { Button, SegmentedControl } from '@mantine/core'
import { IconEye, IconShieldCheck } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { listMyUses } from '../../../src/office/portal/contract.ts'
import { call } from '../../ui/api.ts'
import { Empty } from '../../ui/Empty.tsx'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { dayOf } from '../../ui/formats.ts'
import { Lines } from '../../ui/Loading.tsx'
import { useNow } from '../../ui/now.ts'
import { basisWords } from '../../ui/purpose.words.ts'
import { When } from '../../ui/values.tsx'
import { lower, useCodeWords, useLanguage, useWords } from '../../ui/words.ts'
import { Leaf } from '../shell/Leaf.tsx'
import type { Use } from './deed.ts'
import classes from './Uses.module.css'
import { useStory } from './useStory.ts'
import { usesWords } from './uses.words.ts'

const route = getRouteApi('/mine/my/uses')

/** The journal: every use and every refusal, in sentences. */
export default function UsesPage() {
  const say = useWords(usesWords)
  const language = useLanguage()
  const now = useNow()
  const navigate = route.useNavigate()
  const { only } = route.useSearch()
  const { data, error, isPending, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = useInfiniteQuery({
    queryKey: ['my', 'uses', only],
    queryFn: ({ pageParam, signal }) =>
      call(listMyUses, { query: { limit: 40, ...(only ? { decision: only } : {}), ...(pageParam ? { cursor: pageParam } : {}) }, signal }),
    initialPageParam: '',
    getNextPageParam: (last) => last.next_cursor,
  })
  const uses = data?.pages.flatMap(({ items }) => items) ?? []
  const days = Map.groupBy(uses, ({ at }) => dayOf(new Date(at), now, language))
  return (
    <Leaf title={say('title')} lead={say('lead')}>
      <p className={classes.verify}>
        <IconShieldCheck size={18} stroke={1.6} aria-hidden="true" />
        <span>
          {say('verify')} <Link to="/my/receipts">{say('verify_link')}</Link>
        </span>
      </p>
      <SegmentedControl
        className={classes.filter}
        aria-label={say('filter')}
        value={only ?? 'all'}
        onChange={(chosen) => void navigate({ search: chosen === 'deny' ? { only: 'deny' } : {}, replace: true })}
        data={[
          { value: 'all', label: say('all') },
          { value: 'deny', label: say('refused') },
        ]}
      />
      {isPending ? <Lines count={6} /> : null}
      {error ? <ErrorBox error={error} onRetry={refetch} /> : null}
      {data && uses.length === 0 && !hasNextPage ? (
        <Empty icon={IconEye} title={say(only ? 'empty_refused' : 'empty')} text={say(only ? 'empty_refused_text' : 'empty_text')} />
      ) : null}
      {[...days].map(([day, list]) => (
        <section key={day} aria-label={day}>
          <h2 className={classes.day}>{day}</h2>
          <ol className={classes.list}>
            {list.map((each) => (
              <One key={`${each.receipt_id} ${each.at}`} of={each} />
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

function One({ of }: { of: Use }) {
  const say = useWords(usesWords)
  const basis = useCodeWords(basisWords)
  const language = useLanguage()
  const { sentence, because } = useStory()(of)
  return (
    <li className={classes.use} data-refused={of.decision !== 'allow' || undefined}>
      <p>
        {sentence}
        {because ? <span className={classes.because}> {because}</span> : null}
      </p>
      <p className={classes.meta}>
        <When at={of.at} as="time" />
        {of.basis && of.decision === 'allow' ? <span>{say('basis', { basis: lower(basis(of.basis)) })}</span> : null}
        {of.decision === 'allow' && of.recipients.length > 0 ? (
          <span>{say('recipients', { list: new Intl.ListFormat(language, { type: 'conjunction' }).format(of.recipients) })}</span>
        ) : null}
        {of.message_id ? (
          <Link to="/my/messages/$messageId" params={{ messageId: of.message_id }}>
            {say('message')}
          </Link>
        ) : null}
      </p>
    </li>
  )
}
