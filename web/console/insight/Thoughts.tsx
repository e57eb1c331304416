import { Suspense, useState } from 'react'
import { Fold } from '../../ui/Fold.tsx'
import { part } from '../../ui/part.ts'
import { useWords } from '../../ui/words.ts'
import type { Card } from '../card/queries.ts'
import classes from './Insight.module.css'
import { insightWords } from './insight.words.ts'
import { Contested, One, Unsaid, useTold } from './One.tsx'
import { Portrait } from './Portrait.tsx'
import { isPortrait } from './portrait.ts'
import { Traits } from './Traits.tsx'
import type { Thought } from './telling.ts'

const WrongForm = part(() => import('./WrongForm.tsx'))

/** What is thought of one customer and why; what they call wrong is entered here. Nothing where the card is closed. */
export default function Thoughts({ card: { id, insight } }: { card: Card }) {
  const say = useWords(insightWords)
  const [wrong, setWrong] = useState<Thought['kind'] | `trait:${string}`>()
  const told = useTold()
  if (insight === null) return null
  const { why } = insight
  const items = insight.items.filter((thought) => !isPortrait(thought))
  const shown = items.flatMap((thought) => {
    const said = told(thought)
    return said ? [{ thought, said }] : []
  })
  const contested = items.filter(({ contested_at }) => contested_at !== null)
  const lead = why === 'objected' ? say('objected') : why === 'not_computed' && items.length === 0 ? say('not_computed') : undefined
  return (
    <>
      <Portrait customerId={id} insight={insight} onWrong={setWrong} />
      <Fold title={say('title')}>
        {lead === undefined ? null : <p className="quiet small">{lead}</p>}
        {shown.length + contested.length > 0 ? (
          <ul className={classes.list}>
            {shown.map(({ thought, said }) => (
              <One key={thought.kind} thought={thought} said={said} insight={insight} onWrong={() => setWrong(thought.kind)} />
            ))}
            {contested.map((thought) => (
              <Contested key={thought.kind} thought={thought} customerId={id} />
            ))}
          </ul>
        ) : null}
        <Traits of={insight.traits} customerId={id} onWrong={(trait) => setWrong(`trait:${trait}`)} />
        <Unsaid items={items} />
      </Fold>
      {wrong ? (
        <Suspense>
          <WrongForm customerId={id} guess={wrong} onClose={() => setWrong(undefined)} />
        </Suspense>
      ) : null}
    </>
  )
}
