import { IconSearch } from '@tabler/icons-react'
import { Empty } from '../../ui/Empty.tsx'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { Lines } from '../../ui/Loading.tsx'
import { More } from '../../ui/More.tsx'
import { useWords } from '../../ui/words.ts'
import { Leaf, Part } from '../shell/Leaf.tsx'
import classes from './Needs.module.css'
import { needsWords } from './needs.words.ts'
import { OneNeed } from './OneNeed.tsx'
import { SayNeed } from './SayNeed.tsx'
import { type Choices, type MyNeed, useNeeds } from './useNeeds.ts'

/** What I look for, wish and worry about: said, answered, decided. */
export default function NeedsPage() {
  const say = useWords(needsWords)
  const { pages, items, choices, again } = useNeeds()
  if (!choices) return pages.error ? <ErrorBox error={pages.error} onRetry={() => void pages.refetch()} /> : <Lines count={6} />
  const alive = ({ state }: MyNeed) => state === 'open' || state === 'accepted'
  const over = items.filter((need) => !alive(need))
  return (
    <Leaf title={say('title')} lead={say('lead')}>
      <Part title={say('kind')}>
        <SayNeed choices={choices} onDone={again} />
      </Part>
      <Part title={say('open_title')}>
        {items.length === over.length ? <Empty icon={IconSearch} title={say('none')} text={say('none_text')} small /> : null}
        <Each needs={items.filter(alive)} choices={choices} onChange={again} />
      </Part>
      {over.length > 0 ? (
        <Part title={say('over_title')}>
          <Each needs={over} choices={choices} onChange={again} />
        </Part>
      ) : null}
      <More of={pages} />
    </Leaf>
  )
}

function Each({ needs, choices, onChange }: { needs: readonly MyNeed[]; choices: Choices; onChange: () => void }) {
  return needs.length === 0 ? null : (
    <ul className={classes.list}>
      {needs.map((need) => (
        <OneNeed key={need.id} need={need} choices={choices} onChange={onChange} />
      ))}
    </ul>
  )
}
