import { Button, Modal, Textarea } from '@mantine/core'
import { useState } from 'react'
import { enterLift } from '../../../src/keep/rights/contract.ts'
import { call } from '../../ui/api.ts'
import { notice } from '../../ui/notices.tsx'
import { ui } from '../../ui/ui.words.ts'
import { useAct } from '../../ui/useAct.ts'
import { useTroubles } from '../../ui/useTroubles.ts'
import { useWords } from '../../ui/words.ts'
import { ofWords } from './of.words.ts'
import { useRenewed } from './queries.ts'
import classes from './Rights.module.css'
import { Shown, useShown } from './Shown.tsx'

/** A customer lifts their own restriction by another road than their page: with their words or a file. */
export function LiftForm({ customerId, purpose, what, onClose }: { customerId: string; purpose: string | null; what: string; onClose: () => void }) {
  const say = useWords(ofWords)
  const sayUi = useWords(ui)
  const renewed = useRenewed()
  const troubles = useTroubles(['words', 'road', 'evidence', 'proof_id'])
  const shown = useShown(customerId)
  const [words, setWords] = useState('')
  const lift = useAct({
    run: async () => {
      const body = { purpose, words: words.trim() === '' ? null : words, ...(await shown.sent()) }
      return call(enterLift, { params: { customer_id: customerId }, body })
    },
    told: troubles.take,
    then: () => {
      notice(say('lifted'))
      renewed(customerId)
      onClose()
    },
  })
  const ready = shown.ready && (words.trim() !== '' || shown.file !== null)
  return (
    <Modal opened onClose={onClose} title={say('lift_title')} size="lg">
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault()
          troubles.clear()
          if (ready) lift.mutate(undefined)
        }}
      >
        <p>
          <strong>{what}</strong>
        </p>
        <p>{say('lift_lead')}</p>
        <Textarea
          data-autofocus
          label={say('words')}
          description={say('words_hint')}
          autosize
          minRows={2}
          maxLength={2000}
          value={words}
          error={troubles.at('words')}
          onChange={(event) => setWords(event.currentTarget.value)}
        />
        <Shown of={shown} at={troubles.at} />
        <div className={classes.actions}>
          <Button type="submit" loading={lift.isPending} disabled={!ready}>
            {say('lift_do')}
          </Button>
          <Button variant="subtle" color="gray" onClick={onClose}>
            {sayUi('cancel')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
