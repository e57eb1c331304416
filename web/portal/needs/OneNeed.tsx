import { Button } from '@mantine/core'
import { useState } from 'react'
import { acceptMyAnswer, closeMyNeed, declineMyAnswer } from '../../../src/office/portal/contract.ts'
import { call } from '../../ui/api.ts'
import { dayOf, money, plainDay } from '../../ui/formats.ts'
import { useNow } from '../../ui/now.ts'
import { Sure } from '../../ui/Sure.tsx'
import { useAct } from '../../ui/useAct.ts'
import { pick, useLanguage, useWords } from '../../ui/words.ts'
import classes from './Needs.module.css'
import { needsWords } from './needs.words.ts'
import { SayNeed } from './SayNeed.tsx'
import { type Choices, type MyNeed, waits } from './useNeeds.ts'

/** One need, want or worry with what became of it. */
export function OneNeed({ need, choices, onChange }: { need: MyNeed; choices: Choices; onChange: () => void }) {
  const say = useWords(needsWords)
  const language = useLanguage()
  const day = useDay()
  const [changing, setChanging] = useState(false)
  const close = useAct({ run: () => call(closeMyNeed, { params: { need_id: need.id }, body: {} }), then: onChange })
  const facts = [
    say(waits(need) ? 'state_answered' : `state_${need.state}`),
    need.topic ? (pick(need.topic.title, language) ?? need.topic.code) : '',
    need.budget ? say('up_to', { sum: money(need.budget, language) }) : '',
    need.until ? say('until_day', { day: day(plainDay(need.until)) }) : '',
    need.anonymous ? (need.named_at ? say('name_open', { day: day(new Date(need.named_at)) }) : say('without_name')) : '',
    say('said', { day: day(new Date(need.said_at)) }),
  ]
  if (changing)
    return (
      <li>
        <SayNeed
          choices={choices}
          of={need}
          onDone={() => {
            setChanging(false)
            onChange()
          }}
        />
      </li>
    )
  return (
    <li>
      <div className="quiet small">{say(need.kind)}</div>
      <p className={need.words === null ? 'faint' : classes.words} dir="auto">
        {need.words ?? say('gone')}
      </p>
      <div className="quiet small">{facts.filter(Boolean).join(' · ')}</div>
      {need.evidence !== null && need.road !== 'portal' ? (
        <div className="faint small">{say('entered', { road: say(`road_${need.road}`), evidence: need.evidence })}</div>
      ) : null}
      {need.kind === 'worry' ? <Promised need={need} /> : null}
      {need.answers.length > 0 ? (
        <ul className={classes.answers} aria-label={say('answers')}>
          {need.answers.map((answer) => (
            <Answer key={answer.id} need={need} answer={answer} onChange={onChange} />
          ))}
        </ul>
      ) : null}
      {need.state === 'open' || need.state === 'accepted' ? (
        <div className={classes.actions}>
          {need.state === 'open' ? (
            <Button size="compact-xs" variant="subtle" onClick={() => setChanging(true)}>
              {say('change')}
            </Button>
          ) : null}
          <Sure label={say('close')} question={say('close_sure')} loading={close.isPending} onYes={() => close.mutate(undefined)} />
        </div>
      ) : null}
    </li>
  )
}

function Promised({ need: { promise, state } }: { need: MyNeed }) {
  const say = useWords(needsWords)
  const day = useDay()
  if (!promise) return state === 'open' ? <p className="small">{say('promising')}</p> : null
  if (promise.state === 'done') return <p className="small">{say('promise_done', { day: promise.done_at ? day(new Date(promise.done_at)) : '' })}</p>
  if (promise.state === 'dropped') return <p className="small">{say('promise_dropped')}</p>
  return promise.due_at ? <p className="small">{say('promised', { day: day(new Date(promise.due_at)) })}</p> : null
}

function Answer({ need, answer, onChange }: { need: MyNeed; answer: MyNeed['answers'][number]; onChange: () => void }) {
  const say = useWords(needsWords)
  const language = useLanguage()
  const day = useDay()
  const params = { need_id: need.id, answer_id: answer.id }
  const accept = useAct({ run: () => call(acceptMyAnswer, { params, body: {} }), then: onChange })
  const decline = useAct({ run: () => call(declineMyAnswer, { params, body: {} }), then: onChange })
  const open = need.state === 'open' && answer.state === 'given'
  const facts = [answer.price ? money(answer.price, language) : '', say('answered_at', { day: day(new Date(answer.at)) })]
  return (
    <li>
      <p className={answer.words === null ? 'faint' : classes.words} dir="auto">
        {answer.words ?? say('gone')}
      </p>
      <div className="quiet small">{facts.filter(Boolean).join(' · ')}</div>
      {answer.state === 'given' ? null : <div className="small">{say(`answer_${answer.state}`)}</div>}
      {open && need.anonymous ? <p className={classes.warn}>{say('accept_sure')}</p> : null}
      {open ? (
        <div className={classes.actions}>
          <Button size="xs" loading={accept.isPending} onClick={() => accept.mutate(undefined)}>
            {say(need.anonymous ? 'accept_named' : 'accept')}
          </Button>
          <Button size="xs" variant="default" loading={decline.isPending} onClick={() => decline.mutate(undefined)}>
            {say('decline')}
          </Button>
        </div>
      ) : null}
    </li>
  )
}

function useDay(): (at: Date) => string {
  const language = useLanguage()
  const now = useNow()
  return (at) => dayOf(at, now, language)
}
