import { Button, NativeSelect, TextInput } from '@mantine/core'
import type { FormEvent } from 'react'
import { useState } from 'react'
import { addTask } from '../../../src/office/work/contract.ts'
import { call } from '../../ui/api.ts'
import { useNow } from '../../ui/now.ts'
import { ui } from '../../ui/ui.words.ts'
import { useAct } from '../../ui/useAct.ts'
import { useWords } from '../../ui/words.ts'
import { useMe } from '../session/session.ts'
import { AssigneeSelect } from './AssigneeSelect.tsx'
import { DueInput } from './DueInput.tsx'
import type { Task } from './queries.ts'
import { RemindSelect } from './RemindSelect.tsx'
import { type Reminder, remindAt } from './term.ts'
import { UnitSelect } from './UnitSelect.tsx'
import { useChangeTask } from './useChange.ts'
import { useTerm } from './useTerm.ts'
import { useUnit } from './useUnit.ts'
import { useRefreshWork } from './useWork.ts'
import classes from './Work.module.css'
import { work } from './work.words.ts'

const kinds = ['task', 'promise', 'call_back'] as const
type Kind = (typeof kinds)[number]
const isKind = (value: string): value is Kind => kinds.some((kind) => kind === value)

/** `units`: of whom it is about. */
type TaskFormProps = { customerId?: string; units?: readonly string[]; task?: Task; onDone: () => void }
const none: readonly string[] = []

/** A task: what, which kind, until when, who. With `task` the one that is changed. */
export function TaskForm({ customerId, units = none, task, onDone }: TaskFormProps) {
  const say = useWords(work)
  const sayUi = useWords(ui)
  const me = useMe()
  const now = useNow()
  const refresh = useRefreshWork()
  const [what, setWhat] = useState(task?.what ?? '')
  const [kind, setKind] = useState<Kind>(task?.kind ?? 'task')
  const term = useTerm(task?.due_at)
  const [remind, setRemind] = useState<Reminder | ''>('')
  const [assignee, setAssignee] = useState<string | null>(task ? (task.assignee?.id ?? null) : me.id)
  const choice = useUnit(task, units)
  const reminder = () => {
    if (!term.spoken) return undefined
    return remindAt(term.spoken, remind || (term.spoken.minutes === null ? 'morning' : 'minutes_15'), now)
  }
  const add = useAct({
    run: () => {
      const remind_at = reminder()
      const about = customerId ? { customer_id: customerId } : {}
      const due = term.due_at ? { due_at: term.due_at, ...(remind_at ? { remind_at } : {}) } : {}
      return call(addTask, { body: { kind, what, assignee_id: assignee, ...choice.wish, ...about, ...due } })
    },
    then: () => {
      refresh(customerId)
      onDone()
    },
  })
  const change = useChangeTask()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!what.trim() || term.wrong) return
    if (!task) return add.mutate(undefined)
    // A new term without a wish is remembered as terms usually are, unless there was a reminder that moves along.
    const wished = remind !== '' || (term.changed && task.remind_at === null)
    const to = { what, kind, assignee_id: assignee, ...choice.wish, due_at: term.due_at, ...(wished ? { remind_at: reminder() ?? null } : {}) }
    change.mutate({ task, to, said: 'changed' }, { onSuccess: onDone })
  }
  return (
    <form className={classes.adding} onSubmit={submit} onKeyDown={(event) => (event.key === 'Escape' ? onDone() : undefined)}>
      <TextInput autoFocus className={classes.wide} label={say('what')} value={what} maxLength={500} onChange={(event) => setWhat(event.currentTarget.value)} />
      <NativeSelect
        label={say('kind')}
        value={kind}
        data={kinds.map((each) => ({ value: each, label: say(`kind_${each}`) }))}
        onChange={(event) => (isKind(event.currentTarget.value) ? setKind(event.currentTarget.value) : undefined)}
        description={kind === 'promise' ? say('promise_hint') : customerId || task?.about ? say('read_hint') : undefined}
        inputWrapperOrder={['label', 'input', 'description']}
      />
      <DueInput term={term} />
      {term.due_at ? <RemindSelect value={remind} onChange={setRemind} standing={task?.remind_at != null} /> : null}
      <UnitSelect value={choice.unit} onChange={choice.set} lost={choice.lost(assignee)} />
      <AssigneeSelect value={assignee} onChange={setAssignee} customerId={customerId ?? task?.about?.id} />
      <div className={classes.buttons}>
        <Button type="button" variant="subtle" color="gray" onClick={onDone}>
          {sayUi('cancel')}
        </Button>
        <Button type="submit" loading={add.isPending || change.isPending} disabled={!what.trim()}>
          {sayUi('save')}
        </Button>
      </div>
    </form>
  )
}
