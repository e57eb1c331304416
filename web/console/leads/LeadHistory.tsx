import { Modal } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { Lines } from '../../ui/Loading.tsx'
import { More } from '../../ui/More.tsx'
import { useNaming } from '../../ui/Person.tsx'
import { ui } from '../../ui/ui.words.ts'
import { When } from '../../ui/values.tsx'
import { useCodeWords, useWords } from '../../ui/words.ts'
import { useUnitName } from '../units/useUnitName.ts'
import classes from './Leads.module.css'
import { leadsWords } from './leads.words.ts'
import { type Lead, leadChangesQuery } from './queries.ts'

/** What was done about a lead, newest first. */
export default function LeadHistory({ lead, onClose }: { lead: Lead; onClose: () => void }) {
  const say = useWords(leadsWords)
  const sayUi = useWords(ui)
  const word = useCodeWords(leadsWords)
  const naming = useNaming()
  const unit = useUnitName()
  const pages = useInfiniteQuery(leadChangesQuery(lead.id))
  const said = ({ what, became, reason }: { what: string; became: string | null; reason: string | null }) => {
    if (what === 'came') return say('did_came', { source: word(`source_${became}`) })
    if (what === 'state') return reason ? `${word(`state_${became}`)}: ${word(`reason_${reason}`)}` : word(`state_${became}`)
    if (what === 'owner') return became ? say('did_owner', { name: became }) : say('did_nobody')
    if (what === 'unit') return became ? say('did_unit', { unit: unit(became) }) : say('did_no_unit')
    return say('answered')
  }
  return (
    <Modal opened onClose={onClose} closeButtonProps={{ 'aria-label': sayUi('close') }} title={say('history_of', { name: naming(lead.about) })}>
      {pages.isPending ? <Lines count={4} /> : null}
      {pages.error ? <ErrorBox error={pages.error} onRetry={() => void pages.refetch()} /> : null}
      <ol className={classes.history}>
        {pages.data?.pages
          .flatMap(({ items }) => items)
          .map((change, at) => (
            <li key={at}>
              <span>{said(change)}</span>
              <span className="faint small">
                <When at={change.at} as="both" />
                {change.by ? ` · ${change.by.name}` : ''}
              </span>
            </li>
          ))}
      </ol>
      <More of={pages} />
    </Modal>
  )
}
