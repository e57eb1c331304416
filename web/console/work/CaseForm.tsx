import { Button, NativeSelect, TextInput } from '@mantine/core'
import type { FormEvent } from 'react'
import { useState } from 'react'
import { openCase } from '../../../src/office/work/contract.ts'
import { call } from '../../ui/api.ts'
import { notice } from '../../ui/notices.tsx'
import { ui } from '../../ui/ui.words.ts'
import { useAct } from '../../ui/useAct.ts'
import { useWords } from '../../ui/words.ts'
import { DueInput } from './DueInput.tsx'
import { endOfDay } from './endOfDay.ts'
import { useRefreshWork } from './useWork.ts'
import classes from './Work.module.css'
import { work } from './work.words.ts'

const kinds = ['complaint', 'dispute', 'question', 'request'] as const
type Kind = (typeof kinds)[number]
const isKind = (value: string): value is Kind => kinds.some((kind) => kind === value)

/** Opens a case: what it is about, which kind, until when it should be solved. */
export function CaseForm({ customerId, onDone }: { customerId: string; onDone: () => void }) {
  const say = useWords(work)
  const sayUi = useWords(ui)
  const refresh = useRefreshWork()
  const [subject, setSubject] = useState('')
  const [kind, setKind] = useState<Kind>('question')
  const [due, setDue] = useState('')
  const { mutate, isPending } = useAct({
    run: () => call(openCase, { body: { kind, subject, customer_id: customerId, ...(due ? { due_at: endOfDay(due) } : {}) } }),
    then: () => {
      notice(say('case_opened'))
      refresh(customerId)
      onDone()
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (subject.trim()) mutate(undefined)
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
        description={holds ? say('complaint_holds') : undefined}
        inputWrapperOrder={['label', 'input', 'description']}
      />
      <DueInput value={due} onChange={setDue} />
      <div className={classes.buttons}>
        <Button type="button" variant="subtle" color="gray" onClick={onDone}>
          {sayUi('cancel')}
        </Button>
        <Button type="submit" loading={isPending} disabled={!subject.trim()}>
          {sayUi('save')}
        </Button>
      </div>
    </form>
  )
}
