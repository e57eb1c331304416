import { listMyEarlierValues } from '../../../src/office/portal/contract.ts'
import { call } from '../../ui/api.ts'
import { More } from '../../ui/More.tsx'
import { useWords } from '../../ui/words.ts'
import classes from './MyPage.module.css'
import { pageWords } from './page.words.ts'
import { useMine } from './useMine.ts'
import { useOrigin, useValue } from './useValue.ts'

/** What was known before it was corrected or removed. A session of a message's link sees none of it. */
export function EarlierValues() {
  const say = useWords(pageWords)
  const origin = useOrigin()
  const shown = useValue()
  const { pages, items } = useMine(['fields'], (query, signal) => call(listMyEarlierValues, { query, signal }))
  if (items.length === 0) return null
  return (
    <details className={classes.before}>
      <summary>{say('earlier')}</summary>
      <dl className={classes.facts}>
        {items.map((one, at) => (
          <div key={`${items.length - at} ${one.from}`} className={classes.fact}>
            <dt>{shown.title(one)}</dt>
            <dd dir="auto">{one.value === null ? say('earlier_removed') : shown.text({ ...one, value: one.value })}</dd>
            <dd className={classes.more}>{origin(one.source, one.from)}</dd>
          </div>
        ))}
      </dl>
      <More of={pages} />
    </details>
  )
}
