import { listMyPersonal } from '../../../src/office/portal/contract.ts'
import { call } from '../../ui/api.ts'
import { dayOf, plainDay } from '../../ui/formats.ts'
import { More } from '../../ui/More.tsx'
import { useNow } from '../../ui/now.ts'
import { useLanguage, useWords } from '../../ui/words.ts'
import { Part } from '../shell/Leaf.tsx'
import classes from './MyPage.module.css'
import { rememberedWords } from './remembered.words.ts'
import { useMine } from './useMine.ts'

/** What the company remembers of the customer, word by word; whoever has nothing remembered is not told of it. */
export function Remembered() {
  const say = useWords(rememberedWords)
  const language = useLanguage()
  const now = useNow()
  const { pages, items } = useMine(['personal'], (query, signal) => call(listMyPersonal, { query, signal }))
  if (items.length === 0) return null
  return (
    <Part title={say('title')} lead={say('lead')}>
      <dl className={classes.facts}>
        {items.map((item) => (
          <div key={`${item.at} ${item.text}`} className={classes.fact}>
            <dt>{item.direction ? say(item.direction) : say(item.kind)}</dt>
            <dd dir="auto">{item.text}</dd>
            <dd className={classes.more}>
              {[
                item.day ? dayOf(plainDay(item.day), now, language) : '',
                item.reaction ? say('reaction', { text: item.reaction }) : '',
                say('written', { day: dayOf(new Date(item.changed_at ?? item.at), now, language) }),
              ]
                .filter(Boolean)
                .join(' · ')}
            </dd>
          </div>
        ))}
      </dl>
      <More of={pages} />
    </Part>
  )
}
