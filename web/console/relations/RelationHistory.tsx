import { Modal } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { dayOf, plainDay } from '../../ui/formats.ts'
import { Lines } from '../../ui/Loading.tsx'
import { More } from '../../ui/More.tsx'
import { useNow } from '../../ui/now.ts'
import { Name } from '../../ui/Person.tsx'
import { When } from '../../ui/values.tsx'
import { useLanguage, useWords } from '../../ui/words.ts'
import { useHow } from './how.ts'
import { changesQuery } from './queries.ts'
import classes from './Relations.module.css'
import { relationsWords } from './relations.words.ts'

/** What was changed of a customer's relations, the newest first, each as it stood then. */
export default function RelationHistory({ customerId, onClose }: { customerId: string; onClose: () => void }) {
  const say = useWords(relationsWords)
  const how = useHow()
  const language = useLanguage()
  const now = useNow()
  const changes = useInfiniteQuery(changesQuery(customerId))
  const { data, error, isPending, refetch } = changes
  const items = data?.pages.flatMap((page) => page.items) ?? []
  const day = (text: string) => dayOf(plainDay(text), now, language)
  return (
    <Modal opened onClose={onClose} title={say('history')}>
      {isPending ? <Lines count={3} /> : null}
      {error ? <ErrorBox error={error} onRetry={() => void refetch()} /> : null}
      {data && items.length === 0 ? <p className="quiet">{say('history_empty')}</p> : null}
      <ol className={classes.changes}>
        {items.map((change, at) => (
          <li key={`${change.at} ${at}`}>
            <p>
              <Name who={change.other} />: {say(change.what === 'made' ? 'made' : `what_${change.what}`)}
            </p>
            <p className="small quiet">
              {[how(change), change.since ? say('since_day', { day: day(change.since) }) : '', change.until ? say('until_day', { day: day(change.until) }) : '']
                .filter(Boolean)
                .join(' · ')}
            </p>
            <p className="small faint">
              {change.by.name ?? say('by_someone')} · <When at={change.at} as="both" />
            </p>
          </li>
        ))}
      </ol>
      <More of={changes} />
    </Modal>
  )
}
