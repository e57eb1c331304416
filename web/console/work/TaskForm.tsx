import { Button, NativeSelect, Select, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { FormEvent } from 'react'
import { useState } from 'react'
import { addTask } from '../../../src/office/work/contract.ts'
import { call } from '../../ui/api.ts'
import { useNow } from '../../ui/now.ts'
import { ui } from '../../ui/ui.words.ts'
import { useAct } from '../../ui/useAct.ts'
import { useWords } from '../../ui/words.ts'
import { useMe } from '../session/session.ts'
import { DueInput } from './DueInput.tsx'
import { endOfDay, morningOf } from './endOfDay.ts'
import { colleaguesQuery } from './queries.ts'
import { useRefreshWork } from './useWork.ts'
import classes from './Work.module.css'
import { work } from './work.words.ts'

const kinds = ['task', 'promise', 'call_back'] as const
type Kind = (typeof kinds)[number]
const isKind = (value: string): value is Kind => kinds.some((kind) => kind === value)

/** A task in one line: what, which kind, until when, who. */
export function TaskForm({ customerId, onDone }: { customerId?: string; onDone: () => void }) {
  const say = useWords(work)
  const sayUi = useWords(ui)
  const me = useMe()
  const now = useNow()
  const refresh = useRefreshWork()
  const { data: colleagues } = useQuery(colleaguesQuery)
  const [what, setWhat] = useState('')
  const [kind, setKind] = useState<Kind>('task')
  const [due, setDue] = useState('')
  const [assignee, setAssignee] = useState<string | null>(null)
  const { mutate, isPending } = useAct({
    run: () =>
      call(addTask, {
        body: {
          kind,
          what,
          ...(customerId ? { customer_id: customerId } : {}),
          ...(assignee ? { assignee_id: assignee } : {}),
          ...(due ? { due_at: endOfDay(due), ...remindOn(due, now) } : {}),
        },
      }),
    then: () => {
      refresh(customerId)
      onDone()
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (what.trim()) mutate(undefined)
  }
  const others = (colleagues?.items ?? []).filter(({ id }) => id !== me.id)
  return (
    <form className={classes.adding} onSubmit={submit} onKeyDown={(event) => (event.key === 'Escape' ? onDone() : undefined)}>
      <TextInput autoFocus className={classes.wide} label={say('what')} value={what} maxLength={500} onChange={(event) => setWhat(event.currentTarget.value)} />
      <NativeSelect
        label={say('kind')}
        value={kind}
        data={kinds.map((each) => ({ value: each, label: say(`kind_${each}`) }))}
        onChange={(event) => (isKind(event.currentTarget.value) ? setKind(event.currentTarget.value) : undefined)}
        description={kind === 'promise' ? say('promise_hint') : undefined}
        inputWrapperOrder={['label', 'input', 'description']}
      />
      <DueInput value={due} onChange={setDue} />
      <Select
        label={say('assignee')}
        placeholder={say('assignee_me')}
        clearable
        value={assignee}
        data={others.map(({ id, name }) => ({ value: id, label: name }))}
        onChange={setAssignee}
      />
      <div className={classes.buttons}>
        <Button type="button" variant="subtle" color="gray" onClick={onDone}>
          {sayUi('cancel')}
        </Button>
        <Button type="submit" loading={isPending} disabled={!what.trim()}>
          {sayUi('save')}
        </Button>
      </div>
    </form>
  )
}

/** In the morning of its day, unless that has gone by. */
function remindOn(day: string, now: Date): { remind_at?: string } {
  const remind_at = morningOf(day)
  return new Date(remind_at) > now ? { remind_at } : {}
}
