import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { MyCase } from '../../../src/keep/rights/cases/shapes.ts'
import { liftMyRight, listMyRights, takeBackMyErasure, takeBackMyRight } from '../../../src/keep/rights/contract.ts'
import { call } from '../../ui/api.ts'
import { useCoversSaid } from '../../ui/Covers.tsx'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { fieldWords, identifierWords } from '../../ui/field.words.ts'
import { dayOf } from '../../ui/formats.ts'
import { ownGuessWords } from '../../ui/guess.words.ts'
import { Lines } from '../../ui/Loading.tsx'
import { Mark } from '../../ui/Mark.tsx'
import { More } from '../../ui/More.tsx'
import { notice } from '../../ui/notices.tsx'
import { useNow } from '../../ui/now.ts'
import { useAct } from '../../ui/useAct.ts'
import { pick, useCodeWords, useLanguage, useWords } from '../../ui/words.ts'
import { child } from '../acting.ts'
import { useMine } from '../page/useMine.ts'
import { Leaf, Part } from '../shell/Leaf.tsx'
import { Asking } from './Asking.tsx'
import { Decisions } from './Decisions.tsx'
import { Erased } from './Erased.tsx'
import { Mandates } from './Mandates.tsx'
import { Notes } from './Notes.tsx'
import { type Now, nowQuery, useMoving, useRenewed } from './queries.ts'
import { Received } from './Received.tsx'
import classes from './Rights.module.css'
import { rightsWords } from './rights.words.ts'
import { Told } from './Told.tsx'

/** What one may have done with one's data: what holds now, what can be asked for, and what was. */
export default function RightsPage() {
  const say = useWords(rightsWords)
  const { data, error, refetch } = useQuery(nowQuery)
  useMoving()
  return (
    <Leaf title={say('title')} lead={say('lead')}>
      {error ? <ErrorBox error={error} onRetry={refetch} /> : null}
      {!data && !error ? <Lines count={6} /> : null}
      {data ? (
        <>
          <Holding now={data} />
          <Asking now={data} />
        </>
      ) : null}
      {child === undefined ? <Decisions /> : null}
      <Cases />
      {data ? (
        <>
          <Erased erased={data.erased} />
          {child === undefined ? <Notes now={data} /> : null}
          {child === undefined ? <Mandates now={data} /> : null}
        </>
      ) : null}
      <Received />
      <Told />
    </Leaf>
  )
}

function Holding({ now }: { now: Now }) {
  const say = useWords(rightsWords)
  const language = useLanguage()
  const today = useNow()
  const renewed = useRenewed()
  const then = (word: 'lifted' | 'taken_back') => () => {
    notice(say(word))
    renewed()
  }
  const lift = useAct({ run: (purpose: string | null) => call(liftMyRight, { body: { purpose } }), then: then('lifted') })
  const back = useAct({ run: (erasure: string | null) => call(takeBackMyErasure, { body: { erasure_id: erasure } }), then: then('taken_back') })
  const covered = useCoversSaid()
  const stopped = now.purposes.filter((purpose) => purpose.stopped_at !== null)
  if (!now.restricted && now.erased_from === null && now.parts.length === 0 && stopped.length === 0) return null
  const line = (key: string, text: string, word: 'lift' | 'take_back', run: () => void, busy: boolean) => (
    <li key={key} className={classes.line}>
      <span>{text}</span>
      <Button variant="default" size="xs" loading={busy} aria-label={`${say(word)}: ${text}`} onClick={run}>
        {say(word)}
      </Button>
    </li>
  )
  return (
    <Part title={say('now')}>
      <ul className={classes.list}>
        {now.erased_from === null
          ? null
          : line('erased', say('erasing', { day: dayOf(new Date(now.erased_from), today, language) }), 'take_back', () => back.mutate(null), back.isPending)}
        {now.parts.map(({ erasure_id, covers, due_at, begun }) =>
          begun ? (
            <li key={erasure_id}>{say('erasing_begun', { what: covered(covers) })}</li>
          ) : (
            line(
              erasure_id,
              say('erasing_part', { what: covered(covers), day: dayOf(new Date(due_at), today, language) }),
              'take_back',
              () => back.mutate(erasure_id),
              back.isPending,
            )
          ),
        )}
        {now.restricted ? line('all', say('restricted'), 'lift', () => lift.mutate(null), lift.isPending) : null}
        {stopped.map(({ code, title }) =>
          line(code, say('objected', { purpose: pick(title, language) ?? code }), 'lift', () => lift.mutate(code), lift.isPending),
        )}
      </ul>
    </Part>
  )
}

function Cases() {
  const say = useWords(rightsWords)
  const { pages, items } = useMine(['rights', 'cases'], (query, signal) => call(listMyRights, { query, signal }))
  return (
    <Part title={say('cases')}>
      {pages.error ? <ErrorBox error={pages.error} onRetry={pages.refetch} /> : null}
      {pages.data && items.length === 0 ? <p className="quiet">{say('cases_none')}</p> : null}
      <ul className={classes.list}>
        {items.map((one) => (
          <One key={one.id} one={one} />
        ))}
      </ul>
      <More of={pages} />
    </Part>
  )
}

const dayMs = 86_400_000

function One({ one }: { one: MyCase }) {
  const say = useWords(rightsWords)
  const language = useLanguage()
  const now = useNow()
  const renewed = useRenewed()
  const field = useCodeWords(fieldWords)
  const address = useCodeWords(identifierWords)
  const guess = useCodeWords(ownGuessWords)
  const covered = useCoversSaid()
  const aboutOf = ({ title, about, erasing }: MyCase) => {
    if (title) return pick(title, language) ?? ''
    if (about?.kind === 'field') return field(about.name)
    if (about?.kind === 'identifier') return address(about.name)
    if (about?.kind === 'decision') return say('about_decision')
    if (about?.kind === 'guess') return guess(about.name.replace(/^trait:/, ''))
    return erasing ? covered(erasing.covers) : ''
  }
  const back = useAct({ run: () => call(takeBackMyRight, { params: { case_id: one.id }, body: {} }), then: renewed })
  const day = (at: string) => dayOf(new Date(at), now, language)
  const left = Math.ceil((new Date(one.due_at).getTime() - now.getTime()) / dayMs)
  return (
    <li className={classes.case}>
      <div className={classes.line}>
        <span>
          <strong>{say(one.right)}</strong> {aboutOf(one) ? <span>· {aboutOf(one)}</span> : null}
        </span>
        {one.state === 'open' ? (
          <Mark tone={left < 0 ? 'bad' : 'wait'}>{left < 0 ? say('overdue') : say('days_left', { count: left })}</Mark>
        ) : (
          <Mark tone={one.outcome === 'granted' ? 'good' : 'plain'}>
            {one.state === 'taken_back' ? say('state_taken_back') : say(one.outcome === 'granted' ? 'state_answered_granted' : 'state_answered_refused')}
          </Mark>
        )}
      </div>
      <p className="quiet small">
        {say('number', { number: one.number, day: day(one.asked_at) })}
        {one.state === 'open' ? ` · ${say('by', { day: day(one.due_at) })}` : ''}
      </p>
      {one.entered_by ? (
        <p className="quiet small" data-own-words>
          {say(one.entered_by === 'guardian' ? 'entered_guardian' : `entered_${one.road}`)}
          {one.evidence ? ` ${say('entered_shown', { evidence: one.evidence })}` : ''}
        </p>
      ) : null}
      {one.proofs.map((proof) => (
        <a key={proof.id} href={`/v1/my/proofs/${encodeURIComponent(proof.id)}`} download={proof.name} data-own-words>
          {proof.name}
        </a>
      ))}
      {one.words ? <p data-own-words>{say('you_said', { words: one.words })}</p> : null}
      {one.value ? <p data-own-words>{say('you_value', { value: one.value })}</p> : null}
      {one.put_off ? <p data-own-words>{say('put_off', { words: one.put_off })}</p> : null}
      {one.ground ? <p>{say(`ground_${one.ground}`)}</p> : null}
      {one.answer ? <p data-own-words>{say('we_said', { words: one.answer })}</p> : null}
      {one.outcome === 'refused' ? <p className="quiet small">{say(`complain_${one.law}`)}</p> : null}
      {one.state === 'open' ? (
        <div>
          <Button variant="default" size="xs" loading={back.isPending} onClick={() => back.mutate(undefined)}>
            {say('take_back')}
          </Button>
        </div>
      ) : null}
    </li>
  )
}
