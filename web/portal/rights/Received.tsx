import { listMyRecipients } from '../../../src/keep/rights/contract.ts'
import { call } from '../../ui/api.ts'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { fieldWords } from '../../ui/field.words.ts'
import { dayOf } from '../../ui/formats.ts'
import { More } from '../../ui/More.tsx'
import { useNow } from '../../ui/now.ts'
import { toldWords } from '../../ui/told.words.ts'
import { pick, useCodeWords, useLanguage, useWords } from '../../ui/words.ts'
import { useMine } from '../page/useMine.ts'
import { Part } from '../shell/Leaf.tsx'
import classes from './Rights.module.css'

/** Who besides the company received something, by name, what kinds and what for. Nothing while there is nobody. */
export function Received() {
  const say = useWords(toldWords)
  const kind = useCodeWords(fieldWords)
  const language = useLanguage()
  const now = useNow()
  const { pages, items } = useMine(['rights', 'recipients'], (query, signal) => call(listMyRecipients, { query, signal }))
  if (!pages.error && items.length === 0) return null
  const list = (of: string[]) => new Intl.ListFormat(language, { type: 'conjunction' }).format(of)
  return (
    <Part title={say('received')}>
      {pages.error ? <ErrorBox error={pages.error} onRetry={pages.refetch} /> : null}
      <p className="quiet">{say('received_lead')}</p>
      <ul className={classes.list}>
        {items.map((one) => (
          <li key={`${one.kind} ${one.name} ${one.first_at}`} className={classes.case}>
            <span>
              <strong data-own-words>{one.name || say('removed')}</strong> · {say(`received_${one.kind}`, { day: dayOf(new Date(one.last_at), now, language) })}
            </span>
            <span className="quiet small">
              {list(one.categories.map((code) => kind(code)))}
              {one.purposes.length > 0
                ? ` · ${say('received_for', { purposes: list(one.purposes.map(({ code, title }) => pick(title, language) ?? code)) })}`
                : ''}
            </span>
          </li>
        ))}
      </ul>
      <More of={pages} />
    </Part>
  )
}
