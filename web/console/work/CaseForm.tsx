import { Button, NativeSelect, TextInput } from '@mantine/core'
import type { FormEvent } from 'react'
import { useState } from 'react'
import { openCase } from '../../../src/office/work/contract.ts'
import { call } from '../../ui/api.ts'
import { notice } from '../../ui/notices.tsx'
import { useNow } from '../../ui/now.ts'
import { ui } from '../../ui/ui.words.ts'
import { useAct } from '../../ui/useAct.ts'
import { useWords } from '../../ui/words.ts'
import { useMe } from '../session/session.ts'
import { AssigneeSelect } from './AssigneeSelect.tsx'
import { DueInput } from './DueInput.tsx'
import type { WorkCase } from './queries.ts'
import { RemindSelect } from './RemindSelect.tsx'
import { type Reminder, remindAt } from './term.ts'
import { UnitSelect } from './UnitSelect.tsx'
import { useChangeCase } from './useChange.ts'
import { useTerm } from './useTerm.ts'
import { useUnit } from './useUnit.ts'
import { useRefreshWork } from './useWork.ts'
import classes from './Work.module.css'
import { work } from './work.words.ts'

const kinds = ['complaint', 'dispute', 'question', 'request'] as const
type Kind = (typeof kinds)[number]
const isKind = (value: string): value is Kind => kinds.some((kind) => kind === value)

/** `units`: of whom it is about. */
type CaseFormProps = { customerId: string; units?: readonly string[]; of?: WorkCase; onDone: () => void }
const none: readonly string[] = []

/** A case: what it is about, which kind, until when it should be solved, whose it is. With `of` the one that is changed. */
export function CaseForm({ customerId, units = none, of, onDone }: CaseFormProps) {
  const say = useWords(work)
  const sayUi = useWords(ui)
  const me = useMe()
  const now = useNow()
  const refresh = useRefreshWork()
  const [subject, setSubject] = useState(of?.subject ?? '')
  const [kind, setKind] = useState<Kind>(of?.kind ?? 'question')
  const term = useTerm(of?.due_at)
  const [remind, setRemind] = useState<Reminder | ''>('')
  const [assignee, setAssignee] = useState<string | null>(of ? (of.assignee?.id ?? null) : me.id)
  const choice = useUnit(of, units)
  const reminder = () => (term.spoken ? remindAt(term.spoken, remind || 'morning', now) : undefined)
  const open = useAct({
    run: () => {
      const remind_at = reminder()
      const due = term.due_at ? { due_at: term.due_at, ...(remind_at ? { remind_at } : {}) } : {}
      return call(openCase, { body: { kind, subject, customer_id: customerId, assignee_id: assignee, ...choice.wish, ...due } })
    },
    then: () => {
      notice(say('case_opened'))
      refresh(customerId)
      onDone()
    },
  })
  const change = useChangeCase()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!subject.trim() || term.wrong) return
    if (!of) return open.mutate(undefined)
    const wished = remind !== '' || (term.changed && of.remind_at === null)
    const to = { subject, kind, assignee_id: assignee, ...choice.wish, due_at: term.due_at, ...(wished ? { remind_at: reminder() ?? null } : {}) }
    change.mutate({ of, to, said: 'changed' }, { onSuccess: onDone })
  }
  const holds = kind === 'complaint' || kind === 'dispute'
  return (
    <form className={classes.adding} onSubmit={submit} onKeyDown={(event) => (event.key === 'Escape' ? onDone() : undefined)}>
      <TextInput
        autoFocus
        className={classes.wide}
        label={say('subject')}
        value={subject}
        maxLength={300}
        onChange={(event) => setSubject(event.currentTarget.value)}
      />
      <NativeSelect
        label={say('kind')}
        value={kind}
        data={kinds.map((each) => ({ value: each, label: say(`case_${each}`) }))}
        onChange={(event) => (isKind(event.currentTarget.value) ? setKind(event.currentTarget.value) : undefined)}
        description={holds ? say('complaint_holds') : say('read_hint')}
        inputWrapperOrder={['label', 'input', 'description']}
      />
      <DueInput term={term} />
      {term.due_at ? <RemindSelect value={remind} onChange={setRemind} standing={of !== undefined && of.remind_at !== null} /> : null}
      <UnitSelect value={choice.unit} onChange={choice.set} lost={choice.lost(assignee)} />
      <AssigneeSelect value={assignee} onChange={setAssignee} customerId={customerId} />
      <div className={classes.buttons}>
        <Button type="button" variant="subtle" color="gray" onClick={onDone}>
          {sayUi('cancel')}
        </Button>
        <Button type="submit" loading={open.isPending || change.isPending} disabled={!subject.trim()}>
          {sayUi('save')}
        </Button>
      </div>
    </form>
  )
}
