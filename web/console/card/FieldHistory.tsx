import { Button, Group } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import type { FormEvent } from 'react'
import { useState } from 'react'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { sourceWords } from '../../ui/field.words.ts'
import { Lines } from '../../ui/Loading.tsx'
import { More } from '../../ui/More.tsx'
import { ui } from '../../ui/ui.words.ts'
import { useTroubles } from '../../ui/useTroubles.ts'
import { When } from '../../ui/values.tsx'
import { useCodeWords, useWords } from '../../ui/words.ts'
import classes from './Card.module.css'
import { cardWords } from './card.words.ts'
import { FieldInput } from './FieldInput.tsx'
import { type Field, useFieldValue } from './fieldValue.ts'
import { historyQuery } from './queries.ts'
import { useWriteField } from './useWriteField.ts'

type FieldHistoryProps = { customerId: string; field: Field; title: string; onDone: () => void }

/** What a field was, from when and from where; and a place to correct it. */
export function FieldHistory({ customerId, field, title, onDone }: FieldHistoryProps) {
  const say = useWords(cardWords)
  const source = useCodeWords(sourceWords)
  const shown = useFieldValue()
  const pages = useInfiniteQuery(historyQuery(customerId, field.field))
  const { data, error, isPending, refetch } = pages
  const versions = data?.pages.flatMap(({ items }) => items)
  return (
    <div className={classes.popover}>
      {field.editable ? <Change customerId={customerId} field={field} title={title} onDone={onDone} /> : null}
      <div>
        <h3>{say('history')}</h3>
        {isPending ? <Lines count={2} /> : null}
        {error ? <ErrorBox error={error} onRetry={refetch} /> : null}
        <ol className={classes.versions}>
          {versions?.map((version, at) => (
            <li key={`${version.from} ${version.value}`}>
              <span>{shown({ ...field, value: version.value }) ?? say('empty_value')}</span>
              <span className="faint small">
                <When at={version.from} as="both" /> · {version.by?.name ?? source(version.source)}
              </span>
              {at > 0 && field.editable && version.value !== field.value ? (
                <Restore customerId={customerId} field={field} value={version.value} onDone={onDone} />
              ) : null}
            </li>
          ))}
        </ol>
        <More of={pages} />
      </div>
    </div>
  )
}

const writing = ({ customerId, field, onDone }: Omit<FieldHistoryProps, 'title'>) => ({ customerId, field: field.field, onDone })

function Restore({ value, ...change }: Omit<FieldHistoryProps, 'title'> & { value: string | null }) {
  const say = useWords(cardWords)
  const shown = useFieldValue()
  const { mutate, isPending } = useWriteField({ ...writing(change), said: say('changed') })
  const words = shown({ ...change.field, value }) ?? say('empty_value')
  return (
    <Button
      variant="subtle"
      size="compact-xs"
      className={classes.restore}
      loading={isPending}
      aria-label={`${say('restore_value')}: ${words}`}
      onClick={() => mutate(value)}
    >
      {say('restore_value')}
    </Button>
  )
}

function Change({ title, ...change }: FieldHistoryProps) {
  const say = useWords(cardWords)
  const sayUi = useWords(ui)
  const { field, onDone } = change
  const [value, setValue] = useState(field.value ?? '')
  const troubles = useTroubles([field.field])
  const { mutate, isPending } = useWriteField({ ...writing(change), said: say('changed'), told: troubles.take })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    troubles.clear()
    mutate(value.trim() || null)
  }
  return (
    <form onSubmit={submit} className={classes.stack}>
      <FieldInput field={field} title={title} value={value} error={troubles.at(field.field)} onChange={setValue} />
      <Group gap={8} justify="flex-end">
        <Button type="button" variant="subtle" color="gray" size="xs" onClick={onDone}>
          {sayUi('cancel')}
        </Button>
        <Button type="submit" size="xs" loading={isPending} disabled={value === (field.value ?? '')}>
          {sayUi('save')}
        </Button>
      </Group>
    </form>
  )
}
