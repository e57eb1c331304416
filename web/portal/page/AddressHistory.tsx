import { listMyIdentifierHistory } from '../../../src/office/portal/contract.ts'
import { call } from '../../ui/api.ts'
import { phone } from '../../ui/formats.ts'
import { More } from '../../ui/More.tsx'
import { When } from '../../ui/values.tsx'
import { useCodeWords, useWords } from '../../ui/words.ts'
import { addressesWords } from './addresses.words.ts'
import classes from './MyPage.module.css'
import { useMine } from './useMine.ts'

/** What was done with the addresses, removed ones among them. A session of a message's link sees none of it. */
export function AddressHistory() {
  const say = useWords(addressesWords)
  const word = useCodeWords(addressesWords)
  const { pages, items: changes } = useMine(['addresses'], (query, signal) => call(listMyIdentifierHistory, { query, signal }))
  if (changes.length === 0) return null
  return (
    <details className={classes.before}>
      <summary>{say('title')}</summary>
      <dl className={classes.facts}>
        {changes.map((change, at) => (
          <div key={`${changes.length - at} ${change.at}`} className={classes.fact}>
            <dt>
              <When at={change.at} as="day" />
            </dt>
            <dd>{change.kind === 'phone' && change.shown ? phone(change.shown) : change.shown}</dd>
            <dd className={classes.more}>
              {word(change.how ? `${change.what}_${change.how}` : change.what)} · {word(`by_${change.by}`)}
            </dd>
          </div>
        ))}
      </dl>
      <More of={pages} />
    </details>
  )
}
