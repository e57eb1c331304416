import { Button, Modal, NumberInput, Radio, Textarea } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import type { FormEvent } from 'react'
import { useState } from 'react'
import { askBudget } from '../../../src/keep/access/contract.ts'
import { call } from '../../ui/api.ts'
import { notice } from '../../ui/notices.tsx'
import { ui } from '../../ui/ui.words.ts'
import { useAct } from '../../ui/useAct.ts'
import { useTroubles } from '../../ui/useTroubles.ts'
import { useWords } from '../../ui/words.ts'
import classes from './Budgets.module.css'
import { budgetsWords } from './budgets.words.ts'
import { budgetsKey } from './queries.ts'

const kinds = ['open', 'export'] as const
const shortest = 5

/** More people than the budget has, and why: a colleague answers. */
export function AskForMore({ onClose }: { onClose: () => void }) {
  const say = useWords(budgetsWords)
  const sayUi = useWords(ui)
  const client = useQueryClient()
  const [kind, setKind] = useState<(typeof kinds)[number]>('open')
  const [persons, setPersons] = useState<number | string>(200)
  const [why, setWhy] = useState('')
  const troubles = useTroubles(['persons', 'why'])
  const { mutate, isPending } = useAct({
    run: () => call(askBudget, { body: { kind, persons: Number(persons), why: why.trim() } }),
    told: troubles.take,
    then: () => {
      notice(say('asked'))
      void client.invalidateQueries({ queryKey: budgetsKey })
      onClose()
    },
  })
  const ready = Number(persons) > 0 && why.trim().length >= shortest
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!ready) return
    troubles.clear()
    mutate(undefined)
  }
  return (
    <Modal opened onClose={onClose} title={say('ask')}>
      <form onSubmit={submit} className={classes.form}>
        <Radio.Group label={say('what_for')} value={kind} onChange={(next) => setKind(kinds.find((each) => each === next) ?? kind)}>
          <div className={classes.choices}>
            {kinds.map((each) => (
              <Radio key={each} value={each} label={say(`kind_${each}`)} description={say(`kind_${each}_hint`)} />
            ))}
          </div>
        </Radio.Group>
        <NumberInput
          data-autofocus
          label={say('persons')}
          min={1}
          max={1_000_000}
          allowDecimal={false}
          thousandSeparator=" "
          value={persons}
          error={troubles.at('persons')}
          onChange={setPersons}
        />
        <Textarea
          label={say('why')}
          description={say('why_hint')}
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
          <Button type="submit" loading={isPending} disabled={!ready}>
            {say('ask_send')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
