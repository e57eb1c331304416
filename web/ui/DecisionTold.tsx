import type { ReactNode } from 'react'
import type { DecisionView } from '../../src/keep/rights/decisions/shapes.ts'
import classes from './DecisionTold.module.css'
import { decisionWords } from './decision.words.ts'
import { dayOf } from './formats.ts'
import { guessWords, ownGuessWords } from './guess.words.ts'
import { Mark } from './Mark.tsx'
import { useNow } from './now.ts'
import { pick, useCodeWords, useLanguage, useWords } from './words.ts'

type DecisionToldProps = { one: DecisionView /** Who reads it. */; to: 'customer' | 'staff'; children?: ReactNode }

/** A decision that weighs on a person, in words: what, by what, why, from which data, and whether a person looked at it again. */
export function DecisionTold({ one, to, children }: DecisionToldProps) {
  const say = useWords(decisionWords)
  const guess = useCodeWords(to === 'customer' ? ownGuessWords : guessWords)
  const language = useLanguage()
  const now = useNow()
  const day = (at: string) => dayOf(new Date(at), now, language)
  const data = one.data.map(({ kind, name, title }) => (kind === 'guess' ? guess(name) : (pick(title ?? {}, language) ?? name))).join(', ')
  const outcome = to === 'customer' ? say(one.outcome) : say(`of_${one.outcome}`)
  return (
    <article className={classes.decision}>
      <div className={classes.head}>
        <span>
          <strong>{say(`kind_${one.kind}`)}</strong> · <span data-own-words>{one.what}</span>
        </span>
        <Mark tone={one.outcome === 'favourable' ? 'good' : 'plain'}>{outcome}</Mark>
      </div>
      <p className="quiet small">
        {say(`by_${one.made_by}`, { day: day(one.decided_at), purpose: pick(one.purpose.title, language) ?? one.purpose.code })}{' '}
        {one.method ? <span data-own-words>{say('method', { method: one.method })}</span> : null}
      </p>
      <p className="small">{say('reasons')}</p>
      <ul data-own-words>
        {one.reasons.map((reason) => (
          <li key={reason}>{reason}</li>
        ))}
      </ul>
      <p className="quiet small">{say('data', { data })}</p>
      {one.review ? <Review review={one.review} day={day} /> : null}
      {children}
    </article>
  )
}

function Review({ review, day }: { review: NonNullable<DecisionView['review']>; day: (at: string) => string }) {
  const say = useWords(decisionWords)
  if (review.state === 'taken_back') return null
  if (review.state === 'open') return <p>{say('review_open', { day: day(review.due_at) })}</p>
  return (
    <>
      <p>{say(`review_${review.outcome ?? 'refused'}`, { day: day(review.ended_at ?? review.due_at) })}</p>
      {review.answer ? <p data-own-words>{say('answered', { words: review.answer })}</p> : null}
    </>
  )
}
