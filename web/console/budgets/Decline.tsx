import { Button, Modal, Textarea } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import type { FormEvent } from 'react'
import { useState } from 'react'
import { declineBudget } from '../../../src/keep/access/contract.ts'
import { call } from '../../ui/api.ts'
import { notice } from '../../ui/notices.tsx'
import { ui } from '../../ui/ui.words.ts'
import { useAct } from '../../ui/useAct.ts'
import { useTroubles } from '../../ui/useTroubles.ts'
import { useWords } from '../../ui/words.ts'
import classes from './Budgets.module.css'
import { budgetsWords } from './budgets.words.ts'
import { type BudgetRequest, budgetsKey } from './queries.ts'

const shortest = 3

/** A no with its reason, which whoever asked reads. */
export function Decline({ of, onClose }: { of: BudgetRequest; onClose: () => void }) {
  const say = useWords(budgetsWords)
  const sayUi = useWords(ui)
  const client = useQueryClient()
  const [why, setWhy] = useState('')
  const troubles = useTroubles(['why'])
  const { mutate, isPending } = useAct({
    run: () => call(declineBudget, { params: { request_id: of.id }, body: { why: why.trim() } }),
    told: troubles.take,
    then: () => {
      notice(say('declined_now', { name: of.name }))
      void client.invalidateQueries({ queryKey: budgetsKey })
      onClose()
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    troubles.clear()
    mutate(undefined)
  }
  return (
    <Modal opened onClose={onClose} title={say('decline_title', { name: of.name })}>
      <form onSubmit={submit} className={classes.form}>
        <Textarea
          data-autofocus
          label={say('decline_why')}
          autosize
          minRows={2}
          maxLength={500}
          value={why}
          error={troubles.at('why')}
          onChange={(event) => setWhy(event.currentTarget.value)}
        />
        <div className={classes.buttons}>
          <Button type="button" variant="subtle" color="gray" onClick={onClose}>
            {sayUi('cancel')}
          </Button>
          <Button type="submit" loading={isPending} disabled={why.trim().length < shortest}>
            {say('decline')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
