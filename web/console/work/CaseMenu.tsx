import { useState } from 'react'
import { useWords } from '../../ui/words.ts'
import type { WorkCase } from './queries.ts'
import { useChangeCase } from './useChange.ts'
import { WorkMenu } from './WorkMenu.tsx'
import { work } from './work.words.ts'

/** What else can be done with a case: while it is open it is given to somebody, or closed without a solution. */
export function CaseMenu({ of, onEdit }: { of: WorkCase; onEdit: () => void }) {
  const say = useWords(work)
  const change = useChangeCase()
  const [giving, setGiving] = useState(false)
  const isOpen = of.state === 'open'
  return (
    <WorkMenu
      of="case"
      id={of.id}
      what={of.subject}
      assignee={of.assignee?.id ?? null}
      customerId={of.about.id}
      work={of}
      busy={change.isPending}
      onEdit={onEdit}
      giving={giving}
      onGiving={setGiving}
      onGive={isOpen ? (assignee_id) => change.mutate({ of, to: { assignee_id }, said: 'given' }) : undefined}
      drop={isOpen ? { label: say('drop_case'), run: () => change.mutate({ of, to: { state: 'dropped' }, said: 'case_dropped' }) } : undefined}
    />
  )
}
