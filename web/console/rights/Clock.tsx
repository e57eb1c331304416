import { Button, Modal, Progress, Textarea } from '@mantine/core'
import { useState } from 'react'
import { extendRight } from '../../../src/keep/rights/contract.ts'
import { call } from '../../ui/api.ts'
import { dayOf } from '../../ui/formats.ts'
import { Mark } from '../../ui/Mark.tsx'
import { MayButton } from '../../ui/MayButton.tsx'
import { notice } from '../../ui/notices.tsx'
import { useNow } from '../../ui/now.ts'
import { ui } from '../../ui/ui.words.ts'
import { useAct } from '../../ui/useAct.ts'
import { useTroubles } from '../../ui/useTroubles.ts'
import { useLanguage, useWords } from '../../ui/words.ts'
import { type CaseView, useRenewed } from './queries.ts'
import classes from './Rights.module.css'
import { rightsWords } from './rights.words.ts'
import { useStanding } from './useCase.ts'
import type { Unsent } from './useUnsent.ts'

const colours = { plain: 'gray', good: 'gray', wait: 'yellow', bad: 'red' } as const

/** Until when a request is answered, by what law, and whether there can be more time. */
export function Clock({ one, why }: { one: CaseView /** Of more time, as far as it is typed. */; why: Unsent }) {
  const say = useWords(rightsWords)
  const language = useLanguage()
  const now = useNow()
  const [extending, setExtending] = useState(false)
  const standing = useStanding()(one)
  const day = (at: string) => dayOf(new Date(at), now, language)
  const open = one.state === 'open'
  const late = new Date(one.due_at) < now
  const head = open ? say(late ? 'due_was' : 'due_by', { day: day(one.due_at) }) : say('ended_on', { day: day(one.ended_at ?? one.due_at) })
  const more = one.extended ? say('was_extended') : one.most_at ? say('may_extend', { day: day(one.most_at) }) : say('may_not_extend')
  return (
    <section className={classes.clock} aria-label={say('clock')}>
      <div className={classes.clockHead}>
        <span>{head}</span>
        <Mark tone={standing.tone}>{standing.words}</Mark>
      </div>
      {open ? <Progress value={100 * standing.passed} color={colours[standing.tone]} aria-label={say('clock_passed')} /> : null}
      <p className="quiet small">{say(one.law === 'gdpr' ? 'clock_gdpr' : one.right === 'rectify' ? 'clock_152fz_rectify' : 'clock_152fz')}</p>
      {one.put_off ? (
        <p className="small">
          {say('put_off')}: <span data-own-words>{one.put_off}</span>
        </p>
      ) : null}
      {open ? (
        <div className={classes.actions}>
          <MayButton may={one.most_at !== null} why={more} size="xs" variant="default" onClick={() => setExtending(true)}>
            {say('extend')}
          </MayButton>
          <span className="quiet small">{more}</span>
        </div>
      ) : null}
      {extending && open && one.most_at ? <Extending one={one} unsent={why} until={day(one.most_at)} onClose={() => setExtending(false)} /> : null}
    </section>
  )
}

function Extending({ one, unsent, until, onClose }: { one: CaseView; unsent: Unsent; until: string; onClose: () => void }) {
  const say = useWords(rightsWords)
  const sayUi = useWords(ui)
  const renewed = useRenewed()
  const troubles = useTroubles(['why'])
  const { words: why } = unsent
  const leave = () => {
    unsent.away()
    onClose()
  }
  const extend = useAct({
    run: () => {
      unsent.go()
      return call(extendRight, { params: { case_id: one.id }, body: { why } })
    },
    told: (error) => {
      unsent.back()
      renewed(one.customer_id)
      return troubles.take(error)
    },
    then: () => {
      notice(say('extended', { day: until }))
      renewed(one.customer_id)
      leave()
    },
  })
  return (
    <Modal opened onClose={leave} title={say('extend_title')}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault()
          extend.mutate(undefined)
        }}
      >
        <p>{say('extend_lead', { day: until })}</p>
        <Textarea
          data-autofocus
          label={say('extend_why')}
          required
          autosize
          minRows={3}
          maxLength={2000}
          value={why}
          error={troubles.at('why')}
          onChange={(event) => unsent.set(event.currentTarget.value)}
        />
        <div className={classes.actions}>
          <Button type="submit" loading={extend.isPending} disabled={why.trim() === ''}>
            {say('extend_send', { day: until })}
          </Button>
          <Button variant="subtle" color="gray" onClick={leave}>
            {sayUi('cancel')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
