import { Button, Popover, Textarea } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { FormEvent } from 'react'
import { useState } from 'react'
import { ago, dayOf } from '../../ui/formats.ts'
import { MayButton } from '../../ui/MayButton.tsx'
import { useNow } from '../../ui/now.ts'
import { Name } from '../../ui/Person.tsx'
import { useLanguage, useWords } from '../../ui/words.ts'
import { useMe } from '../session/session.ts'
import { useUnitName } from '../units/useUnitName.ts'
import { CaseForm } from './CaseForm.tsx'
import { CaseMenu } from './CaseMenu.tsx'
import { Due } from './Due.tsx'
import { HiddenWork } from './HiddenWork.tsx'
import type { WorkCase } from './queries.ts'
import { UnseenMark } from './Unseen.tsx'
import { useReopenCase, useSolveCase } from './useWork.ts'
import classes from './Work.module.css'
import { work } from './work.words.ts'

/** One case: what it is about, since when, and how it was solved or a way to solve it. */
export function CaseRow({ of, showAbout }: { of: WorkCase; showAbout?: boolean }) {
  const say = useWords(work)
  const language = useLanguage()
  const now = useNow()
  const may = useMe().can('work.do')
  const unit = useUnitName(of.unit !== null)
  const reopen = useReopenCase()
  const [editing, setEditing] = useState(false)
  if (editing)
    return (
      <li className={classes.editing}>
        <CaseForm customerId={of.about.id} of={of} onDone={() => setEditing(false)} />
      </li>
    )
  const when = of.closed_at
    ? say(of.state === 'dropped' ? 'dropped_on' : 'solved', { day: dayOf(new Date(of.closed_at), now, language) })
    : say('opened', { ago: ago(new Date(of.opened_at), now, language) })
  return (
    <li className={classes.row}>
      <span className={classes.dot} data-state={of.state} data-kind={of.kind} aria-hidden="true" />
      <div className={classes.what}>
        {of.hidden ? <HiddenWork what={say('hidden_case')} reason={of.hidden} /> : <p>{of.subject}</p>}
        <p className={classes.meta}>
          <span className={classes.kind}>{say(`case_${of.kind}`)}</span>
          <span>№ {of.number}</span>
          {showAbout ? (
            <Link to="/customers/$customerId" params={{ customerId: of.about.id }}>
              <Name who={of.about} />
            </Link>
          ) : null}
          <span>{when}</span>
          {of.assignee ? <span>{of.assignee.name}</span> : null}
          {of.assignee && of.unseen ? <UnseenMark name={of.assignee.name} unseen={of.unseen} /> : null}
          {of.unit ? <span>{unit(of.unit)}</span> : null}
          {of.rating ? <span>{say('rating', { count: of.rating })}</span> : null}
        </p>
        {of.resolution ? <p className={classes.resolution}>{of.resolution}</p> : null}
      </div>
      {of.state === 'open' ? (
        <>
          <Due at={of.due_at} />
          {may ? (
            <Solve of={of} />
          ) : (
            <MayButton may={false} why={say('only')} size="compact-xs" variant="default" onClick={() => {}}>
              {say('solve')}
            </MayButton>
          )}
        </>
      ) : (
        <MayButton may={may} why={say('only')} size="compact-xs" variant="subtle" color="gray" loading={reopen.isPending} onClick={() => reopen.mutate(of)}>
          {say('reopen_case')}
        </MayButton>
      )}
      {of.hidden ? null : (
        <span className={classes.tools}>
          <CaseMenu of={of} onEdit={() => setEditing(true)} />
        </span>
      )}
    </li>
  )
}

function Solve({ of }: { of: WorkCase }) {
  const say = useWords(work)
  const [open, setOpen] = useState(false)
  const [resolution, setResolution] = useState('')
  const { mutate, isPending } = useSolveCase()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    mutate({ of, resolution }, { onSuccess: () => setOpen(false) })
  }
  return (
    <Popover opened={open} onChange={setOpen} width={320} position="bottom-end" trapFocus>
      <Popover.Target>
        <Button size="compact-xs" variant="default" onClick={() => setOpen(!open)}>
          {say('solve')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <form onSubmit={submit} className={classes.form}>
          <Textarea label={say('resolution')} value={resolution} maxLength={1000} minRows={2} onChange={(event) => setResolution(event.currentTarget.value)} />
          <Button type="submit" size="xs" disabled={!resolution.trim()} loading={isPending}>
            {say('solve_now')}
          </Button>
        </form>
      </Popover.Dropdown>
    </Popover>
  )
}
