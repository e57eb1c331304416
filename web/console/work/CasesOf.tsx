import { IconPlus } from '@tabler/icons-react'
import { MayButton } from '../../ui/MayButton.tsx'
import { Section } from '../../ui/Page.tsx'
import { useWords } from '../../ui/words.ts'
import { useMe } from '../session/session.ts'
import { CaseForm } from './CaseForm.tsx'
import { CaseRow } from './CaseRow.tsx'
import type { WorkCase } from './queries.ts'
import classes from './Work.module.css'
import { work } from './work.words.ts'

type CasesOfProps = { customerId: string; units: readonly string[]; cases: readonly WorkCase[]; adding: boolean; onAdding: (on: boolean) => void }

/** What one customer has asked or complained of, open ones first. */
export function CasesOf({ customerId, units, cases, adding, onAdding }: CasesOfProps) {
  const say = useWords(work)
  const may = useMe().can('work.do')
  const sorted = cases.toSorted((a, b) => Number(b.state === 'open') - Number(a.state === 'open') || b.opened_at.localeCompare(a.opened_at))
  return (
    <Section
      title={say('cases_of')}
      actions={
        adding ? null : (
          <MayButton may={may} why={say('only')} size="xs" variant="default" leftSection={<IconPlus size={15} stroke={1.6} />} onClick={() => onAdding(true)}>
            {say('open_case')}
          </MayButton>
        )
      }
    >
      {adding && may ? <CaseForm customerId={customerId} units={units} onDone={() => onAdding(false)} /> : null}
      {sorted.length > 0 ? (
        <ul className={classes.list}>
          {sorted.map((of) => (
            <CaseRow key={of.id} of={of} />
          ))}
        </ul>
      ) : adding ? null : (
        <p className="quiet small">{say('no_cases')}</p>
      )}
    </Section>
  )
}
