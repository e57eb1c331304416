import { Button } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { Lines } from '../../ui/Loading.tsx'
import { More } from '../../ui/More.tsx'
import { When } from '../../ui/values.tsx'
import { useWords } from '../../ui/words.ts'
import card from '../card/Card.module.css'
import { useUnitName } from '../units/useUnitName.ts'
import { ownershipWords } from './ownership.words.ts'
import { type CareChange, careChangesQuery } from './queries.ts'

type CareHistoryProps = {
  customerId: string
  what: CareChange['what']
  /** What stands now: it is not offered as something to have back. */
  now: readonly string[]
  onRestore?: ((to: readonly string[]) => void) | undefined
}

/** Which units looked after a customer or who was responsible, who changed it and when; units can be had back as they were. */
export function CareHistory({ customerId, what, now, onRestore }: CareHistoryProps) {
  const say = useWords(ownershipWords)
  const nameOf = useUnitName(what === 'units')
  const pages = useInfiniteQuery(careChangesQuery(customerId, what))
  const { data, error, isPending, refetch } = pages
  const changes = data?.pages.flatMap(({ items }) => items) ?? []
  const words = (value: readonly string[]) =>
    value.map((each) => (what === 'units' ? nameOf(each) : each)).join(', ') || say(what === 'units' ? 'no_unit' : 'nobody')
  const isNow = (value: readonly string[]) => value.toSorted().join() === now.toSorted().join()
  return (
    <div>
      <h3>{say('history')}</h3>
      {isPending ? <Lines count={2} /> : null}
      {error ? <ErrorBox error={error} onRetry={refetch} /> : null}
      {data && changes.length === 0 ? <p className="faint small">{say('history_empty')}</p> : null}
      <ol className={card.versions}>
        {changes.map((change, at) => (
          <li key={`${change.at} ${at}`}>
            <span>
              <s className="quiet">{words(change.was)}</s> → {words(change.became)}
            </span>
            <span className="faint small">
              <When at={change.at} as="both" /> · {change.by.name ?? say(change.by.kind === 'api' ? 'by_program' : 'by_someone')}
            </span>
            {onRestore && !isNow(change.was) ? (
              <Button
                variant="subtle"
                size="compact-xs"
                className={card.restore}
                aria-label={`${say('restore_these')}: ${words(change.was)}`}
                onClick={() => onRestore(change.was)}
              >
                {say('restore_these')}
              </Button>
            ) : null}
          </li>
        ))}
      </ol>
      <More of={pages} />
    </div>
  )
}
