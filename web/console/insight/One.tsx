import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { channelWords } from '../../ui/channel.words.ts'
import { dayOf } from '../../ui/formats.ts'
import { guessWords } from '../../ui/guess.words.ts'
import { Mark } from '../../ui/Mark.tsx'
import { MayButton } from '../../ui/MayButton.tsx'
import { useNow } from '../../ui/now.ts'
import { lower, useCodeWords, useHasWord, useLanguage, useWords } from '../../ui/words.ts'
import type { Card } from '../card/queries.ts'
import { useMe } from '../session/session.ts'
import classes from './Insight.module.css'
import { insightWords } from './insight.words.ts'
import { type Thought, type Told, tell } from './telling.ts'

type Insight = NonNullable<Card['insight']>

/** What a thought says to whoever reads this page. */
export function useTold(): (thought: Thought) => Told | undefined {
  const say = useWords(insightWords)
  const has = useHasWord(insightWords)
  const channel = useCodeWords(channelWords)
  const language = useLanguage()
  const now = useNow()
  return (thought) => tell(thought, { say, has, channel: (code) => lower(channel(code)), language, now })
}

type OneProps = { label?: string; thought: Thought; said: Told; insight: Insight; onWrong: () => void }

/** One thought, opened for how it was worked out and for saying that it is wrong. `label`: what it is about, where it stands among others of a kind. */
export function One({ label, thought, said, insight, onWrong }: OneProps) {
  const say = useWords(insightWords)
  const sayGuess = useWords(guessWords)
  const me = useMe()
  const language = useLanguage()
  const now = useNow()
  const day = (at: string) => dayOf(new Date(at), now, language)
  const { computed_at, valid_until } = insight
  // The class is worked out anew each day, whether or not there was a run.
  const isDated = thought.kind !== 'value_class' && computed_at !== null && valid_until !== null
  // Titles of goods and categories are the company's own.
  const own = thought.items.some(({ title }) => title !== null) || undefined
  const how = [said.method, said.sure, isDated ? say('dated', { at: day(computed_at), until: day(valid_until) }) : '']
  return (
    <li>
      <details className={classes.one}>
        <summary className={classes.summary}>
          {label === undefined ? null : <span className={classes.label}>{label}</span>}
          <span className={classes.sentence} data-own-words={own}>
            {said.sentence}
          </span>
          {said.because === '' ? null : (
            <span className={classes.because} data-own-words={own}>
              {said.because}
            </span>
          )}
        </summary>
        <div className={classes.how}>
          <p className="quiet small">{how.filter(Boolean).join(' ')}</p>
          <MayButton
            may={me.can('customers.change') || me.can('rights.work')}
            why={say('only')}
            size="compact-xs"
            variant="default"
            aria-label={say('wrong_of', { what: sayGuess(thought.kind) })}
            onClick={onWrong}
          >
            {say('wrong')}
          </MayButton>
        </div>
      </details>
    </li>
  )
}

/** What they call wrong keeps its place and says nothing. */
export function Contested({ thought: { kind, contested_at }, customerId }: { thought: Thought; customerId: string }) {
  const say = useWords(insightWords)
  const sayGuess = useWords(guessWords)
  const language = useLanguage()
  const now = useNow()
  return (
    <li className={classes.contested}>
      <p>
        {sayGuess(kind)} <Mark tone="wait">{say('called_wrong')}</Mark>
      </p>
      <p className="quiet small">{contested_at === null ? null : say('contested', { day: dayOf(new Date(contested_at), now, language) })}</p>
      <div>
        <Button size="compact-xs" variant="subtle" renderRoot={(props) => <Link to="/customers/$customerId/rights" params={{ customerId }} {...props} />}>
          {say('their_rights')}
        </Button>
      </div>
    </li>
  )
}

/** Of what there is not enough to say, and why, in one line. */
export function Unsaid({ items }: { items: readonly Thought[] }) {
  const say = useWords(insightWords)
  const sayGuess = useWords(guessWords)
  const why = useCodeWords(guessWords)
  const silent = items.filter(({ contested_at, ...one }) => one.why !== null && contested_at === null)
  if (silent.length === 0) return null
  const list = silent.map(({ kind, ...one }) => say('one_unsaid', { what: lower(sayGuess(kind)), why: why(`why_${one.why}`) }))
  return <p className="faint small">{say('unsaid', { list: list.join(', ') })}</p>
}
