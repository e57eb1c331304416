import { dayOf, isoDay, timeOf } from '../../ui/formats.ts'
import { useNow } from '../../ui/now.ts'
import { useLanguage, useWords } from '../../ui/words.ts'
import { hasTime } from './term.ts'
import classes from './Work.module.css'
import { work } from './work.words.ts'

/** A term as people say it: today, tomorrow, by the 28th; overdue in red. */
export function Due({ at }: { at: string | null }) {
  const say = useWords(work)
  const language = useLanguage()
  const now = useNow()
  if (!at) return null
  const due = new Date(at)
  const days = daysBetween(now, due)
  const day = dayOf(due, now, language)
  const said = due < now && days !== 0 ? say('overdue', { day }) : days === 0 ? say('today') : days === 1 ? say('tomorrow') : say('due_by', { day })
  const text = hasTime(due) ? `${said}, ${timeOf(due, language)}` : said
  return (
    <time dateTime={at} className={classes.due} data-state={due < now && (days !== 0 || hasTime(due)) ? 'late' : days <= 1 ? 'soon' : undefined}>
      {text}
    </time>
  )
}

function daysBetween(from: Date, to: Date): number {
  const midnight = (date: Date) => Date.parse(isoDay(date))
  return Math.round((midnight(to) - midnight(from)) / 86_400_000)
}
