import { Button } from '@mantine/core'
import { IconAlertTriangle, IconCircleCheck, IconClock, IconShieldCheck } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { count, exactly } from '../../ui/formats.ts'
import { useLanguage, useWords } from '../../ui/words.ts'
import type { LineChecked } from '../receipts/checkLine.ts'
import type { Use } from './sentence.ts'
import classes from './Uses.module.css'
import { usesWords } from './uses.words.ts'

/** Checks one record of a line in this browser, where it stands. */
export function Proof({ of, receipt }: { of: Use; receipt: Use['each'][number] }) {
  const say = useWords(usesWords)
  const { mutate, data, error, isPending } = useMutation({
    mutationFn: async () => {
      const { checkLine } = await import('../receipts/checkLine.ts')
      return checkLine({ ...receipt, operation: of.operation, purpose: of.purpose.code, decision: of.decision })
    },
  })
  return (
    <div>
      {data ? null : (
        <Button variant="default" size="xs" leftSection={<IconShieldCheck size={15} stroke={1.6} />} loading={isPending} onClick={() => mutate()}>
          {say('check')}
        </Button>
      )}
      <div aria-live="polite">
        {error ? <ErrorBox error={error} onRetry={() => mutate()} /> : null}
        {data ? <Checked checked={data} again={() => mutate()} /> : null}
      </div>
    </div>
  )
}

function Checked({ checked, again }: { checked: LineChecked; again: () => void }) {
  const say = useWords(usesWords)
  const language = useLanguage()
  if (checked.is === 'waiting')
    return (
      <div className={classes.checked}>
        <IconClock size={17} stroke={1.7} aria-hidden="true" />
        <span>
          {say('check_waiting')}{' '}
          <Button variant="default" size="compact-xs" onClick={again}>
            {say('check_again')}
          </Button>
        </span>
      </div>
    )
  if (checked.is === 'broken')
    return (
      <div className={classes.checked} data-holds={false}>
        <IconAlertTriangle size={17} stroke={1.7} aria-hidden="true" />
        <span>
          <strong>{say(`broken_${checked.why}`)}</strong> {say('broken_advice')}
        </span>
      </div>
    )
  return (
    <div className={classes.checked} data-holds={true}>
      <IconCircleCheck size={17} stroke={1.7} aria-hidden="true" />
      <div>
        {say('check_holds', { number: count(checked.number, language), when: exactly(new Date(checked.signedAt), language) })}
        <details className={classes.receipt}>
          <summary>{say('receipt_text')}</summary>
          <code>{checked.receipt}</code>
        </details>
      </div>
    </div>
  )
}
