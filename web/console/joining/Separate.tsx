import { Button, Modal, Radio } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { reasonsToSeparate } from '../../../src/keep/door/contract.ts'
import { unmergeCustomer } from '../../../src/office/console/contract.ts'
import { call } from '../../ui/api.ts'
import { notice } from '../../ui/notices.tsx'
import { ui } from '../../ui/ui.words.ts'
import { useAct } from '../../ui/useAct.ts'
import { useWords } from '../../ui/words.ts'
import classes from './Joining.module.css'
import { joiningWords } from './joining.words.ts'
import { readAgain } from './queries.ts'

type Reason = (typeof reasonsToSeparate)[number]

/** Asks once more, and why, before a card leaves the person it was joined to. */
export function Separate({ customerId, name, onClose }: { customerId: string; name: string; onClose: () => void }) {
  const say = useWords(joiningWords)
  const sayUi = useWords(ui)
  const client = useQueryClient()
  const [why, setWhy] = useState<Reason>()
  const { mutate, isPending } = useAct({
    run: (reason: Reason) => call(unmergeCustomer, { params: { customer_id: customerId }, body: { why: reason } }),
    then: () => {
      notice(say('separated', { name }))
      readAgain(client)
      onClose()
    },
  })
  return (
    <Modal opened onClose={onClose} title={say('separate_title', { name })}>
      <div className={classes.stack}>
        <p className="quiet">{say('separate_text')}</p>
        <Radio.Group label={say('separate_why')} value={why ?? ''} onChange={(next) => setWhy(reasonsToSeparate.find((r) => r === next))}>
          <div className={classes.choices}>
            {reasonsToSeparate.map((reason) => (
              <Radio key={reason} value={reason} label={say(`separate_${reason}`)} />
            ))}
          </div>
        </Radio.Group>
        <div className={classes.buttons}>
          <Button variant="subtle" color="gray" onClick={onClose}>
            {sayUi('cancel')}
          </Button>
          <Button disabled={!why} loading={isPending} onClick={() => (why ? mutate(why) : undefined)}>
            {say('separate')}
          </Button>
        </div>
      </div>
    </Modal>
  )
}
