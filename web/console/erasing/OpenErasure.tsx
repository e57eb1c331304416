import { Progress } from '@mantine/core'
import { IconEraser } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { dayOf } from '../../ui/formats.ts'
import { useNow } from '../../ui/now.ts'
import { Sure } from '../../ui/Sure.tsx'
import { useLanguage, useWords } from '../../ui/words.ts'
import type { Card } from '../card/queries.ts'
import { useMe } from '../session/session.ts'
import classes from './Erasing.module.css'
import { erasingWords } from './erasing.words.ts'
import { type Erasure, foreseenQuery, useTakeBack } from './queries.ts'

/** On a closed card, for whoever erases: that it was asked for, how far it is, and the way back while there is one. */
export function OpenErasure({ card }: { card: Card }) {
  const may = useMe().can('customers.erase')
  const restricted = card.hidden.some(({ section, reason }) => section === 'card' && reason === 'restricted')
  const { data } = useQuery({ ...foreseenQuery(card.id), enabled: may && restricted })
  return data?.open ? <Standing of={data.open} /> : null
}

export function Standing({ of }: { of: Erasure }) {
  const say = useWords(erasingWords)
  const language = useLanguage()
  const now = useNow()
  const takeBack = useTakeBack()
  const waiting = of.state === 'waiting'
  return (
    <section className={classes.standing} aria-label={say(waiting ? 'waiting_title' : 'erasing_title', { day: dayOf(new Date(of.due_at), now, language) })}>
      <IconEraser size={20} stroke={1.6} aria-hidden />
      <div className={classes.standingText}>
        <h2>{say(waiting ? 'waiting_title' : 'erasing_title', { day: dayOf(new Date(of.due_at), now, language) })}</h2>
        {waiting ? <p>{say('waiting_text')}</p> : <Steps of={of} />}
        <div className={classes.acts}>
          {waiting ? <Sure label={say('take_back')} question={say('take_back_sure')} loading={takeBack.isPending} onYes={() => takeBack.mutate(of)} /> : null}
          <Link to="/settings/erasures" className="small">
            {say('to_all')}
          </Link>
        </div>
      </div>
    </section>
  )
}

/** How far one is that is under way. */
export function Steps({ of: { progress } }: { of: Erasure }) {
  const say = useWords(erasingWords)
  if (!progress) return null
  return (
    <div className={classes.steps}>
      <p role="status">{progress.waits_for ? say(`waits_${progress.waits_for}`) : say('erasing_text', { done: progress.done + 1, of: progress.of })}</p>
      <Progress value={(100 * progress.done) / progress.of} animated aria-label={say('progress')} />
    </div>
  )
}
