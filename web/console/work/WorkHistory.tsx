import { Modal } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { listCaseChanges, listTaskChanges } from '../../../src/office/work/contract.ts'
import { call } from '../../ui/api.ts'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { spokenTerm } from '../../ui/formats.ts'
import { Lines } from '../../ui/Loading.tsx'
import { More } from '../../ui/More.tsx'
import { useNow } from '../../ui/now.ts'
import { When } from '../../ui/values.tsx'
import { useCodeWords, useLanguage, useWords } from '../../ui/words.ts'
import { useUnitName } from '../units/useUnitName.ts'
import { hasTime } from './term.ts'
import classes from './Work.module.css'
import { work } from './work.words.ts'

type Of = { of: 'task' | 'case'; id: string }

/** Who changed what of a task or case, the newest first. */
export default function WorkHistory({ of, id, onClose }: Of & { onClose: () => void }) {
  const say = useWords(work)
  const { data, error, isPending, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = useInfiniteQuery({
    queryKey: ['work', of, id, 'changes'],
    queryFn: ({ pageParam, signal }) => {
      const query = { limit: 50, ...(pageParam ? { cursor: pageParam } : {}) }
      return of === 'task'
        ? call(listTaskChanges, { params: { task_id: id }, query, signal })
        : call(listCaseChanges, { params: { case_id: id }, query, signal })
    },
    initialPageParam: '',
    getNextPageParam: (last) => last.next_cursor,
  })
  const changes = data?.pages.flatMap(({ items }) => items) ?? []
  return (
    <Modal opened onClose={onClose} title={say('history')}>
      {isPending ? <Lines count={3} /> : null}
      {error ? <ErrorBox error={error} onRetry={() => void refetch()} /> : null}
      {data && changes.length === 0 ? <p className="quiet">{say('history_empty')}</p> : null}
      <ol className={classes.changes}>
        {changes.map((change, at) => (
          <li key={`${change.at} ${change.what} ${at}`}>
            <Change change={change} of={of} />
            <p className={classes.meta}>
              <span>{change.by?.name ?? say('by_someone')}</span>
              <When at={change.at} as="both" />
            </p>
          </li>
        ))}
      </ol>
      <More of={{ hasNextPage, isFetchingNextPage, fetchNextPage }} />
    </Modal>
  )
}

type Changed = { what: 'words' | 'kind' | 'state' | 'assignee' | 'due_at' | 'remind_at' | 'unit'; was: string | null; became: string | null }

function Change({ change: { what, was, became }, of }: { change: Changed; of: 'task' | 'case' }) {
  const say = useWords(work)
  const word = useCodeWords(work)
  const language = useLanguage()
  const now = useNow()
  const unit = useUnitName(what === 'unit')
  const shown = (value: string | null) => {
    if (what === 'unit') return value === null ? say('no_unit') : unit(value)
    if (what === 'assignee') return value ?? say('assignee_nobody')
    if (value === null) return say('no_term')
    if (what === 'kind') return word(of === 'task' ? `kind_${value}` : `case_${value}`)
    if (what === 'state') return word(`state_${value}`)
    return spokenTerm(new Date(value), now, language, hasTime(new Date(value)))
  }
  if (what === 'words') return <p>{say('what_words')}</p>
  return (
    <p>
      {say(`what_${what}`)}: <s className="quiet">{shown(was)}</s> → {shown(became)}
    </p>
  )
}
