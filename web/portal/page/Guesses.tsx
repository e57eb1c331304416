import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { askMyRight } from '../../../src/keep/rights/contract.ts'
import { call } from '../../ui/api.ts'
import { ago, money } from '../../ui/formats.ts'
import { notice } from '../../ui/notices.tsx'
import { useNow } from '../../ui/now.ts'
import { useAct } from '../../ui/useAct.ts'
import { pick, useCodeWords, useLanguage, useWords } from '../../ui/words.ts'
import { rightsWords } from '../rights/rights.words.ts'
import { useByMessage } from '../session/session.ts'
import { Part } from '../shell/Leaf.tsx'
import classes from './MyPage.module.css'
import { pageWords } from './page.words.ts'
import type { Guess } from './queries.ts'
import { myPageQuery } from './queries.ts'

/** What was worked out and never said: with its evidence, its method, and a button that ends its effect. */
export function Guesses({ guesses }: { guesses: readonly Guess[] }) {
  const say = useWords(pageWords)
  return (
    <Part title={say('guesses')} lead={say('guesses_lead')}>
      {guesses.length === 0 ? <p className="quiet">{say('guesses_none')}</p> : null}
      {guesses.slice(0, openly).map(one)}
      {guesses.length > openly ? (
        <details className={classes.before}>
          <summary>{say('guesses_more', { count: guesses.length - openly })}</summary>
          {guesses.slice(openly).map(one)}
        </details>
      ) : null}
    </Part>
  )
}

/** So many stand open; a page of fourteen is read by nobody. */
const openly = 5
const one = (guess: Guess) => <One key={guess.id} guess={guess} />

function One({ guess }: { guess: Guess }) {
  const say = useWords(pageWords)
  const sayRight = useWords(rightsWords)
  const byMessage = useByMessage()
  const word = useCodeWords(pageWords)
  const language = useLanguage()
  const now = useNow()
  const client = useQueryClient()
  const evidence = useEvidence()
  const contest = useAct({
    run: () => call(askMyRight, { body: { right: 'review', about: { kind: 'guess', name: guess.code } } }),
    then: () => {
      notice(say('contested_now'))
      void client.invalidateQueries({ queryKey: myPageQuery.queryKey })
    },
  })
  const why = [
    guess.evidence.length > 0 ? say('because', { evidence: guess.evidence.map(evidence).filter(Boolean).join(', ') }) : '',
    word(`method_${guess.method}`),
    say('computed', { ago: ago(new Date(guess.computed_at), now, language) }),
  ].filter(Boolean)
  return (
    <article className={classes.guess} data-contested={guess.contested_at !== null || undefined}>
      <p className={classes.guessTitle}>{pick(guess.title, language) ?? word(`guess_${guess.code}_${guess.value}`)}</p>
      {guess.contested_at ? null : (
        <Button size="xs" variant="default" loading={contest.isPending} onClick={() => contest.mutate(undefined)}>
          {say('this_is_wrong')}
        </Button>
      )}
      {guess.contested_at === null && !byMessage ? (
        <Link to="/my/rights" search={{ ask: 'review', about: `guess.${guess.code}` }} className="small">
          {sayRight('guess_why')}
        </Link>
      ) : null}
      <small>{guess.contested_at ? say('contested') : why.join(' ')}</small>
    </article>
  )
}

function useEvidence(): (piece: Guess['evidence'][number]) => string {
  const word = useCodeWords(pageWords)
  const language = useLanguage()
  return ({ code, count, amount }) => {
    if (count === null && !amount) return ''
    return word(`evidence_${code}`, { ...(count === null ? {} : { count }), ...(amount ? { sum: money(amount, language) } : {}) })
  }
}
