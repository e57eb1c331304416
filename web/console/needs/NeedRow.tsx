import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { takeBackAnswer } from '../../../src/office/needs/contract.ts'
import { call } from '../../ui/api.ts'
import { dayOf, money, plainDay } from '../../ui/formats.ts'
import { useNow } from '../../ui/now.ts'
import { reasonWords } from '../../ui/reason.words.ts'
import { Sure } from '../../ui/Sure.tsx'
import { useAct } from '../../ui/useAct.ts'
import { pick, useCodeWords, useLanguage, useWords } from '../../ui/words.ts'
import { AnswerForm } from './AnswerForm.tsx'
import classes from './Needs.module.css'
import { needsWords } from './needs.words.ts'
import type { Need } from './queries.ts'
import { useBand } from './useBand.ts'

/** One need with its answers; of one without a name there is nobody to go to. */
export function NeedRow({ need, currency }: { need: Need; currency: string }) {
  const say = useWords(needsWords)
  const reason = useCodeWords(reasonWords)
  const language = useLanguage()
  const now = useNow()
  const band = useBand(currency)
  const client = useQueryClient()
  const [answering, setAnswering] = useState(false)
  const day = (at: Date) => dayOf(at, now, language)
  const again = () => void client.invalidateQueries({ queryKey: ['needs'] })
  const facts = [
    need.topic ? (pick(need.topic.title, language) ?? need.topic.code) : '',
    need.budget ? say('band_to', { sum: money(need.budget, language) }) : need.band.code === 'none' ? '' : band(need.band),
    need.until ? say('until_day', { day: day(plainDay(need.until)) }) : '',
    say('said', { day: day(plainDay(need.said_on)) }),
    need.named_at ? say('named_since', { day: day(new Date(need.named_at)) }) : '',
  ]
  return (
    <li className={classes.need}>
      <div className={classes.head}>
        <div>
          {need.about ? (
            <Link to="/customers/$customerId" params={{ customerId: need.about.id }}>
              {need.about.name?.short ?? reason(need.about.hidden ?? '')}
            </Link>
          ) : (
            <span title={say('anonymous_why')}>{say('anonymous')}</span>
          )}{' '}
          <span className="quiet">{say(need.kind)}</span>
        </div>
        {need.state === 'open' ? null : <span className="quiet small">{say(`state_${need.state}`)}</span>}
      </div>
      <p className={need.words === null ? 'faint' : classes.words} dir="auto">
        {need.words ?? (need.hidden ? say('hidden', { reason: reason(need.hidden) }) : say('gone'))}
      </p>
      <div className="quiet small">{facts.filter(Boolean).join(' · ')}</div>
      {need.heard && need.heard.evidence !== null && need.road !== 'portal' ? (
        <div className="faint small">
          {say('heard', { by: need.heard.by ?? say('a_program'), road: say(`road_${need.road}`), evidence: need.heard.evidence })}
        </div>
      ) : null}
      {need.task_id ? <div className="faint small">{say('promise')}</div> : null}
      {need.answers.length > 0 ? (
        <ul className={classes.answers} aria-label={say('answers')}>
          {need.answers.map((answer) => (
            <Given key={answer.id} need={need} answer={answer} day={day} onChange={again} />
          ))}
        </ul>
      ) : null}
      {need.state === 'open' && need.hidden === null ? (
        answering ? (
          <AnswerForm
            need={need}
            currency={currency}
            onDone={() => {
              setAnswering(false)
              again()
            }}
          />
        ) : (
          <div>
            <Button size="xs" variant="default" onClick={() => setAnswering(true)}>
              {say('answer')}
            </Button>
          </div>
        )
      ) : null}
    </li>
  )
}

type GivenProps = { need: Need; answer: Need['answers'][number]; day: (at: Date) => string; onChange: () => void }

function Given({ need, answer, day, onChange }: GivenProps) {
  const say = useWords(needsWords)
  const language = useLanguage()
  const back = useAct({ run: () => call(takeBackAnswer, { params: { need_id: need.id, answer_id: answer.id }, body: {} }), then: onChange })
  const facts = [
    answer.price ? money(answer.price, language) : '',
    say('by', { by: answer.by?.name ?? say('a_program'), day: day(new Date(answer.at)) }),
    say(`answer_${answer.state}`),
  ]
  return (
    <li>
      <p className={answer.words === null ? 'faint' : classes.words} dir="auto">
        {answer.words ?? say('gone')}
      </p>
      <div className={classes.actions}>
        <span className="quiet small">{facts.filter(Boolean).join(' · ')}</span>
        {need.state === 'open' && answer.state === 'given' ? (
          <Sure label={say('take_back')} question={say('take_back_sure')} loading={back.isPending} onYes={() => back.mutate(undefined)} />
        ) : null}
      </div>
    </li>
  )
}
