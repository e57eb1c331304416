import { Button, Textarea } from '@mantine/core'
import { useState } from 'react'
import { askMyRight, listMyDecisions } from '../../../src/keep/rights/contract.ts'
import type { DecisionView } from '../../../src/keep/rights/decisions/shapes.ts'
import { call } from '../../ui/api.ts'
import { DecisionTold } from '../../ui/DecisionTold.tsx'
import { decisionWords } from '../../ui/decision.words.ts'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { dayOf } from '../../ui/formats.ts'
import { More } from '../../ui/More.tsx'
import { notice } from '../../ui/notices.tsx'
import { useNow } from '../../ui/now.ts'
import { ui } from '../../ui/ui.words.ts'
import { useAct } from '../../ui/useAct.ts'
import { useLanguage, useWords } from '../../ui/words.ts'
import { useMine } from '../page/useMine.ts'
import { Part } from '../shell/Leaf.tsx'
import { useRenewed } from './queries.ts'
import classes from './Rights.module.css'

/** What was decided about one that weighs, each with a person who looks at it again. Nothing while there is nothing. */
export function Decisions() {
  const say = useWords(decisionWords)
  const { pages, items } = useMine(['rights', 'decisions'], (query, signal) => call(listMyDecisions, { query, signal }))
  if (!pages.error && items.length === 0) return null
  return (
    <Part title={say('mine')}>
      {pages.error ? <ErrorBox error={pages.error} onRetry={pages.refetch} /> : null}
      <p className="quiet">{say('mine_lead')}</p>
      <ul className={classes.list}>
        {items.map((one) => (
          <li key={one.id} className={classes.case}>
            <DecisionTold one={one} to="customer">
              {one.review?.state === 'open' ? null : <Again one={one} />}
            </DecisionTold>
          </li>
        ))}
      </ul>
      <More of={pages} />
    </Part>
  )
}

function Again({ one }: { one: DecisionView }) {
  const say = useWords(decisionWords)
  const sayUi = useWords(ui)
  const language = useLanguage()
  const now = useNow()
  const renewed = useRenewed()
  const [asking, setAsking] = useState(false)
  const [words, setWords] = useState('')
  const send = useAct({
    run: () => call(askMyRight, { body: { right: 'review', about: { kind: 'decision', name: one.id }, ...(words.trim() === '' ? {} : { words }) } }),
    then: (made) => {
      notice(say('again_sent', { day: dayOf(new Date(made.due_at), now, language) }))
      renewed()
      setAsking(false)
    },
  })
  if (!asking)
    return (
      <div>
        <Button variant="default" size="xs" aria-label={`${say('again')}: ${one.what}`} onClick={() => setAsking(true)}>
          {say('again')}
        </Button>
      </div>
    )
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault()
        send.mutate(undefined)
      }}
    >
      <Textarea data-autofocus label={say('again_words')} value={words} maxLength={2000} rows={3} onChange={(event) => setWords(event.currentTarget.value)} />
      <div className={classes.line}>
        <Button type="submit" size="xs" loading={send.isPending}>
          {say('again_send')}
        </Button>
        <Button variant="subtle" color="gray" size="xs" onClick={() => setAsking(false)}>
          {sayUi('cancel')}
        </Button>
      </div>
    </form>
  )
}
