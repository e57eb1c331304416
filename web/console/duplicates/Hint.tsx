import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Suspense, useState } from 'react'
import { Name } from '../../ui/Person.tsx'
import { part } from '../../ui/part.ts'
import { lower, useWords } from '../../ui/words.ts'
import type { Card } from '../card/queries.ts'
import { useMe } from '../session/session.ts'
import classes from './Duplicates.module.css'
import { duplicatesWords } from './duplicates.words.ts'
import { type Duplicate, duplicatesOfQuery } from './queries.ts'
import { useDismiss } from './useDismiss.ts'

const CompareTwo = part(() => import('./CompareTwo.tsx'))

/** On a card: whoever this may be too, why, and the two ways to settle it. */
export function DuplicateHint({ card }: { card: Card }) {
  const say = useWords(duplicatesWords)
  const may = useMe().can('customers.join')
  const { data } = useQuery({ ...duplicatesOfQuery(card.id), enabled: may })
  const [comparing, setComparing] = useState<Duplicate>()
  const dismiss = useDismiss()
  if (!data || data.items.length === 0) return null
  return (
    <section className={classes.hints} aria-label={say('hint_title')}>
      {data.items.map((pair) => (
        <div key={pair.id} className={classes.hint}>
          <p>
            {say('hint')} <Name who={pair.other} />: {pair.reasons.map((reason) => lower(say(`reason_${reason}`))).join(', ')}
          </p>
          <div className={classes.hintButtons}>
            <Button size="compact-xs" variant="default" onClick={() => setComparing(pair)}>
              {say('compare')}
            </Button>
            <Button size="compact-xs" variant="subtle" loading={dismiss.isPending} onClick={() => dismiss.mutate(pair)}>
              {say('not_same')}
            </Button>
          </div>
        </div>
      ))}
      <Suspense>{comparing ? <CompareTwo pair={comparing} onClose={() => setComparing(undefined)} /> : null}</Suspense>
    </section>
  )
}
