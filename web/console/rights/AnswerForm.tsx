import { Button, NativeSelect, SegmentedControl, Textarea } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { type Ground, grounds, type Outcome } from '../../../src/keep/rights/cases/shapes.ts'
import { answerRight } from '../../../src/keep/rights/contract.ts'
import { call } from '../../ui/api.ts'
import { notice } from '../../ui/notices.tsx'
import { Section } from '../../ui/Page.tsx'
import { useAct } from '../../ui/useAct.ts'
import { useTroubles } from '../../ui/useTroubles.ts'
import { useWords } from '../../ui/words.ts'
import { type CaseView, useRenewed } from './queries.ts'
import classes from './Rights.module.css'
import { rightsWords } from './rights.words.ts'
import type { Unsent } from './useUnsent.ts'

/** Where the words are all there is of an answer. */
const byWords: ReadonlySet<CaseView['right']> = new Set(['access', 'portability', 'complaint'])

/** Grants or refuses; says before what that does. */
export function AnswerForm({ one, unsent }: { one: CaseView; unsent: Unsent }) {
  const say = useWords(rightsWords)
  const renewed = useRenewed()
  const troubles = useTroubles(['words', 'ground'])
  const [outcome, setOutcome] = useState<Outcome>('granted')
  const [ground, setGround] = useState<Ground | ''>('')
  const { words } = unsent
  const refused = outcome === 'refused'
  const must = refused || byWords.has(one.right) || one.decision !== null
  const send = useAct({
    run: () => {
      unsent.go()
      return call(answerRight, {
        params: { case_id: one.id },
        body: { outcome, ground: refused && ground !== '' ? ground : null, words: words.trim() === '' ? null : words },
      })
    },
    told: (error) => {
      unsent.back()
      // Somebody else may have answered: then the page says so.
      renewed(one.customer_id)
      return troubles.take(error)
    },
    then: () => {
      unsent.away()
      notice(say('sent'))
      renewed(one.customer_id)
    },
  })
  const ready = !(must && words.trim() === '') && !(refused && ground === '')
  return (
    <Section title={say('answer')} lead={say('answer_lead')}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault()
          troubles.clear()
          if (ready) send.mutate(undefined)
        }}
      >
        <SegmentedControl
          fullWidth
          aria-label={say('decision')}
          value={outcome}
          data={[
            { value: 'granted', label: say('grant') },
            { value: 'refused', label: say('refuse') },
          ]}
          onChange={(value) => setOutcome(value === 'refused' ? 'refused' : 'granted')}
        />
        <p className={classes.effect}>
          <Effect one={one} refused={refused} />
        </p>
        {refused ? (
          <NativeSelect
            label={say('ground')}
            value={ground}
            error={troubles.at('ground')}
            data={[{ value: '', label: say('ground_choose') }, ...grounds.map((value) => ({ value, label: say(`ground_${value}`) }))]}
            onChange={(event) => setGround(grounds.find((each) => each === event.currentTarget.value) ?? '')}
          />
        ) : null}
        <Textarea
          label={say(must ? 'words_must' : 'words')}
          description={say('words_hint')}
          autosize
          minRows={4}
          maxLength={2000}
          value={words}
          error={troubles.at('words')}
          onChange={(event) => unsent.set(event.currentTarget.value)}
        />
        <div className={classes.actions}>
          <Button type="submit" loading={send.isPending} disabled={!ready}>
            {say('send')}
          </Button>
        </div>
      </form>
    </Section>
  )
}

/** What the answer does, or what has to be done by hand before. */
function Effect({ one, refused }: { one: CaseView; refused: boolean }) {
  const say = useWords(rightsWords)
  if (one.decision) return say(refused ? 'does_not_review_decision' : 'does_review_decision')
  if (refused) return say(one.right === 'rectify' || one.right === 'review' ? `does_not_${one.right}` : 'does_not')
  if (one.right === 'rectify') {
    if (one.about?.kind === 'field' && one.value !== null) return say('does_rectify_field')
    return (
      <>
        {say('does_rectify')} <CardLink one={one} />
      </>
    )
  }
  if (one.right !== 'erase') return say(`does_${one.right}`)
  return (
    <>
      {say('does_erase')} <CardLink one={one} />
    </>
  )
}

function CardLink({ one }: { one: CaseView }) {
  const say = useWords(rightsWords)
  return (
    <Link to="/customers/$customerId" params={{ customerId: one.customer_id }}>
      {say('open_card')}
    </Link>
  )
}
