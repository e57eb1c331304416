import { Button } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { sourceWords } from '../../ui/field.words.ts'
import { Lines } from '../../ui/Loading.tsx'
import { More } from '../../ui/More.tsx'
import { When } from '../../ui/values.tsx'
import { useCodeWords, useWords } from '../../ui/words.ts'
import card from '../card/Card.module.css'
import { historyQuery } from '../card/queries.ts'
import { type Field, useFieldValue } from './fieldValue.ts'
import { valuesWords } from './values.words.ts'

type FieldHistoryProps = { customerId: string; field: Field; onRestore: (value: string | null) => void }

/** What a field was, from when and from where; each can be had back. */
export function FieldHistory({ customerId, field, onRestore }: FieldHistoryProps) {
  const say = useWords(valuesWords)
  const source = useCodeWords(sourceWords)
  const shown = useFieldValue()
  const pages = useInfiniteQuery(historyQuery(customerId, field.field))
  const { data, error, isPending, refetch } = pages
  const versions = data?.pages.flatMap(({ items }) => items)
  return (
    <div className={card.popover}>
      <div>
        <h3>{say('history')}</h3>
        {isPending ? <Lines count={2} /> : null}
        {error ? <ErrorBox error={error} onRetry={refetch} /> : null}
        {versions?.length === 0 ? <p className="faint small">{say('unchanged')}</p> : null}
        <ol className={card.versions}>
          {versions?.map((version, at) => {
            const words = shown({ ...field, value: version.value }) ?? say('empty')
            return (
              <li key={version.etag}>
                <span dir="auto">{words}</span>
                <span className="faint small">
                  <When at={version.from} as="both" /> · {version.by?.name ?? source(version.source)}
                </span>
                {at > 0 && field.editable && version.value !== field.value ? (
                  <Button
                    variant="subtle"
                    size="compact-xs"
                    className={card.restore}
                    aria-label={`${say('restore')}: ${words}`}
                    onClick={() => onRestore(version.value)}
                  >
                    {say('restore')}
                  </Button>
                ) : null}
              </li>
            )
          })}
        </ol>
        <More of={pages} />
      </div>
    </div>
  )
}
