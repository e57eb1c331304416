import { listMyTold } from '../../../src/keep/rights/contract.ts'
import { call } from '../../ui/api.ts'
import { useCoversSaid } from '../../ui/Covers.tsx'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { dayOf } from '../../ui/formats.ts'
import { More } from '../../ui/More.tsx'
import { useNow } from '../../ui/now.ts'
import { toldWords } from '../../ui/told.words.ts'
import { useLanguage, useWords } from '../../ui/words.ts'
import { useMine } from '../page/useMine.ts'
import { Part } from '../shell/Leaf.tsx'
import classes from './Rights.module.css'

/** Who had received what was corrected, erased or restricted, and who confirmed that they heard of it. Nothing while there is nobody. */
export function Told() {
  const say = useWords(toldWords)
  const language = useLanguage()
  const now = useNow()
  const covered = useCoversSaid()
  const { pages, items } = useMine(['rights', 'told'], (query, signal) => call(listMyTold, { query, signal }))
  if (!pages.error && items.length === 0) return null
  return (
    <Part title={say('mine')}>
      {pages.error ? <ErrorBox error={pages.error} onRetry={pages.refetch} /> : null}
      <p className="quiet">{say('mine_lead')}</p>
      <ul className={classes.list}>
        {items.map((one) => (
          <li key={one.id} className={classes.case}>
            <span>
              <strong data-own-words>{one.recipient || say('removed')}</strong> · {say(one.what)}
              {one.what === 'erased' ? ` · ${covered(one.covers)}` : ''}
            </span>
            <span className="quiet small">{say(one.state, { day: one.ended_at === null ? '' : dayOf(new Date(one.ended_at), now, language) })}</span>
          </li>
        ))}
      </ul>
      <More of={pages} />
    </Part>
  )
}
