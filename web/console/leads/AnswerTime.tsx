import { Button, Modal, NativeSelect } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { writeLeadRule } from '../../../src/office/leads/contract.ts'
import { call } from '../../ui/api.ts'
import { MayButton } from '../../ui/MayButton.tsx'
import { ui } from '../../ui/ui.words.ts'
import { useAct } from '../../ui/useAct.ts'
import { useWords } from '../../ui/words.ts'
import { useMe } from '../session/session.ts'
import classes from './Leads.module.css'
import { leadsWords } from './leads.words.ts'
import { leadRuleQuery } from './queries.ts'

const choices = [15, 30, 60, 120, 240, 480, 1440, 2880]

/** Within how long a lead gets its first answer. */
export function AnswerTime() {
  const say = useWords(leadsWords)
  const sayUi = useWords(ui)
  const me = useMe()
  const client = useQueryClient()
  const [open, setOpen] = useState(false)
  const { data } = useQuery(leadRuleQuery)
  const save = useAct({
    run: (answer_minutes: number) => call(writeLeadRule, { body: { answer_minutes } }),
    then: () => {
      setOpen(false)
      void client.invalidateQueries({ queryKey: ['leads', 'rule'] })
    },
  })
  const worded = (minutes: number) =>
    minutes < 60
      ? say('minutes', { count: minutes })
      : minutes % 1440 === 0
        ? say('days', { count: minutes / 1440 })
        : say('hours', { count: Math.round(minutes / 60) })
  if (!data) return null
  const now = data.answer_minutes
  return (
    <>
      <MayButton may={me.can('registers.keep')} why={say('rule_only')} variant="default" onClick={() => setOpen(true)}>
        {say('rule', { time: worded(now) })}
      </MayButton>
      <Modal opened={open} onClose={() => setOpen(false)} title={say('rule_label')} size="sm" closeButtonProps={{ 'aria-label': sayUi('close') }}>
        <form
          className={classes.form}
          onSubmit={(event) => {
            event.preventDefault()
            save.mutate(Number(new FormData(event.currentTarget).get('minutes')))
          }}
        >
          <NativeSelect
            name="minutes"
            label={say('rule_label')}
            description={say('rule_text')}
            defaultValue={String(now)}
            data={[...new Set([...choices, now])].sort((a, b) => a - b).map((each) => ({ value: String(each), label: worded(each) }))}
          />
          <div className={classes.buttons}>
            <Button type="submit" size="xs" loading={save.isPending}>
              {say('save')}
            </Button>
          </div>
        </form>
      </Modal>
    </>
  )
}
