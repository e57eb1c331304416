import { guessWords } from '../../ui/guess.words.ts'
import { Section } from '../../ui/Page.tsx'
import { useWords } from '../../ui/words.ts'
import type { Card } from '../card/queries.ts'
import classes from './Insight.module.css'
import { insightWords } from './insight.words.ts'
import { Contested, One, Unsaid, useTold } from './One.tsx'
import { portraitKinds } from './portrait.ts'
import type { Thought } from './telling.ts'

type PortraitProps = { customerId: string; insight: NonNullable<Card['insight']>; onWrong: (kind: Thought['kind']) => void }

/** How somebody buys, answers and decides: a line each, read in a second. Nothing where nothing has been worked out. */
export function Portrait({ customerId, insight, onWrong }: PortraitProps) {
  const say = useWords(insightWords)
  const sayGuess = useWords(guessWords)
  const told = useTold()
  const items = portraitKinds.flatMap((kind) => insight.items.find((one) => one.kind === kind) ?? [])
  if (items.length === 0) return null
  return (
    <Section title={say('portrait')} lead={say('portrait_lead')}>
      <ul className={`${classes.list} ${classes.portrait}`}>
        {items.map((thought) => {
          const said = told(thought)
          if (said)
            return (
              <One key={thought.kind} label={sayGuess(thought.kind)} thought={thought} said={said} insight={insight} onWrong={() => onWrong(thought.kind)} />
            )
          return thought.contested_at === null ? null : <Contested key={thought.kind} thought={thought} customerId={customerId} />
        })}
      </ul>
      <Unsaid items={items} />
    </Section>
  )
}
