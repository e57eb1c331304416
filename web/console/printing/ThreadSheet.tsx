import { channelWords, kindWords } from '../../ui/channel.words.ts'
import { exactly, money } from '../../ui/formats.ts'
import { reasonWords } from '../../ui/reason.words.ts'
import { pick, useCodeWords, useLanguage, useWords } from '../../ui/words.ts'
import type { Moment } from '../card/queries.ts'
import classes from './Printing.module.css'
import { printingWords } from './printing.words.ts'

/** What was said and done, as one text from the newest back. */
export function ThreadSheet({ moments, more }: { moments: readonly Moment[]; more: boolean }) {
  const say = useWords(printingWords)
  if (moments.length === 0) return <p className={classes.faint}>{say('nothing')}</p>
  return (
    <>
      {more ? <p className={classes.faint}>{say('newest', { count: moments.length })}</p> : null}
      <ol className={classes.thread}>
        {moments.map((moment) => (
          <Line key={moment.id} moment={moment} />
        ))}
      </ol>
    </>
  )
}

const itemSaid = ({ title, sku, quantity }: Moment['items'][number]) => `${title ?? sku}${quantity === 1 ? '' : ` × ${quantity}`}`

function Line({ moment }: { moment: Moment }) {
  const say = useWords(printingWords)
  const kind = useCodeWords(kindWords)
  const channel = useCodeWords(channelWords)
  const reason = useCodeWords(reasonWords)
  const language = useLanguage()
  const facts = [
    pick(moment.title, language) ?? kind(moment.kind),
    moment.channel === 'system' ? '' : channel(moment.channel),
    moment.direction === 'none' ? '' : say(moment.direction),
    moment.by?.name ?? '',
    moment.amount ? money(moment.amount, language) : '',
  ]
  return (
    <li>
      <p className={classes.when}>
        <time dateTime={moment.at}>{exactly(new Date(moment.at), language)}</time> · {facts.filter(Boolean).join(' · ')}
      </p>
      {moment.subject ? <p className={classes.subject}>{moment.subject}</p> : null}
      {moment.hidden ? <p className={classes.faint}>{reason(moment.hidden.reason)}</p> : null}
      {moment.items.length > 0 ? <p className={classes.words}>{moment.items.map(itemSaid).join(', ')}</p> : null}
      {moment.text ? (
        <p className={classes.words} dir="auto">
          {moment.text}
        </p>
      ) : null}
    </li>
  )
}
