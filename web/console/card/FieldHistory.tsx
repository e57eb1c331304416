import { Button, Group, Select, Textarea, TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { FormEvent } from 'react'
import { useState } from 'react'
import { writeField } from '../../../src/office/console/contract.ts'
import { call } from '../../ui/api.ts'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { fieldWords, sourceWords } from '../../ui/field.words.ts'
import { Lines } from '../../ui/Loading.tsx'
import { notice } from '../../ui/notices.tsx'
import { ui } from '../../ui/ui.words.ts'
import { useAct } from '../../ui/useAct.ts'
import { When } from '../../ui/values.tsx'
import { useCodeWords, useWords } from '../../ui/words.ts'
import classes from './Card.module.css'
import { cardWords } from './card.words.ts'
import { type Field, useFieldValue } from './fieldValue.ts'
import { historyQuery } from './queries.ts'

type FieldHistoryProps = { customerId: string; field: Field; title: string; onDone: () => void }

/** What a field was, from when and from where; and a place to correct it. */
export function FieldHistory({ customerId, field, title, onDone }: FieldHistoryProps) {
  const say = useWords(cardWords)
  const source = useCodeWords(sourceWords)
  const shown = useFieldValue()
  const { data, error, isPending, refetch } = useQuery(historyQuery(customerId, field.field))
  return (
    <div className={classes.popover}>
      {field.editable ? <Change customerId={customerId} field={field} title={title} onDone={onDone} /> : null}
      <div>
        <h3>{say('history')}</h3>
        {isPending ? <Lines count={2} /> : null}
        {error ? <ErrorBox error={error} onRetry={refetch} /> : null}
        <ol className={classes.versions}>
          {data?.items.map((version, at) => (
            <li key={`${version.from} ${version.value}`}>
              <span>{shown({ field: field.field, value: version.value }) ?? say('empty_value')}</span>
              <span className="faint small">
                <When at={version.from} as="both" /> · {version.by?.name ?? source(version.source)}
              </span>
              {at > 0 && field.editable && version.value !== field.value ? (
                <Restore customerId={customerId} field={field} value={version.value} onDone={onDone} />
              ) : null}
            </li>
          ))}
        </ol>
      </div>
    </div>
  )
}

/** Writes a field; what it was stays in the history. */
function useChange({ customerId, field, onDone }: Omit<FieldHistoryProps, 'title'>) {
  const say = useWords(cardWords)
  const client = useQueryClient()
  return useAct({
    run: (value: string | null) => call(writeField, { params: { customer_id: customerId, field: field.field }, body: { value } }),
    then: () => {
      notice(say('changed'))
      void client.invalidateQueries({ queryKey: ['card', customerId] })
      void client.invalidateQueries({ queryKey: ['history', customerId, field.field] })
      onDone()
    },
  })
}

function Restore({ value, ...change }: Omit<FieldHistoryProps, 'title'> & { value: string | null }) {
  const say = useWords(cardWords)
  const shown = useFieldValue()
  const { mutate, isPending } = useChange(change)
  const words = shown({ field: change.field.field, value }) ?? say('empty_value')
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
  const sayUi = useWords(ui)
  const { field, onDone } = change
  const [value, setValue] = useState(field.value ?? '')
  const { mutate, isPending } = useChange(change)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    mutate(value.trim() || null)
  }
  return (
    <form onSubmit={submit} className={classes.stack}>
      <FieldInput field={field.field} title={title} value={value} onChange={setValue} />
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

type InputProps = { field: string; title: string; value: string; onChange: (value: string) => void }

function FieldInput({ field, title, value, onChange }: InputProps) {
  const word = useCodeWords(fieldWords)
  const choices = { form: ['formal', 'informal'], gender: ['f', 'm'] }[field]
  if (choices) {
    return (
      <Select
        label={title}
        value={value || null}
        data={choices.map((code) => ({ value: code, label: word(`${field}_${code}`) }))}
        onChange={(next) => onChange(next ?? '')}
        comboboxProps={{ withinPortal: false }}
      />
    )
  }
  if (field === 'birth_date') return <TextInput type="date" label={title} value={value} onChange={(event) => onChange(event.currentTarget.value)} />
  if (field === 'about' || field === 'address')
    return <Textarea label={title} value={value} maxLength={2000} onChange={(event) => onChange(event.currentTarget.value)} />
  return <TextInput label={title} value={value} maxLength={2000} onChange={(event) => onChange(event.currentTarget.value)} />
}
