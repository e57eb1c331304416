import { Tooltip } from '@mantine/core'
import { useWords } from '../../ui/words.ts'
import { useUnitName } from '../units/useUnitName.ts'
import type { Unseen } from './queries.ts'
import classes from './Unseen.module.css'
import { unseenWords } from './unseen.words.ts'

/** Said before work is given to somebody who does not see whom it is about, or they are named in a note: why, what comes of it, and what helps. */
export function UnseenNote({ name, unseen, mention }: { name: string; unseen: Unseen; mention?: true }) {
  const say = useWords(unseenWords)
  const why = useWhy()
  return (
    <div role="alert" className={classes.note}>
      <p>{why(name, unseen)}</p>
      {mention ? <p>{say('untold')}</p> : unseen.why === 'role' ? null : <p>{say('lies')}</p>}
      <p>{say(helpFor(unseen))}</p>
    </div>
  )
}

/** Said before somebody does what they would not see any more afterwards. */
export function LostNote({ children }: { children: string }) {
  return (
    <p role="alert" className={classes.note}>
      {children}
    </p>
  )
}

/** The same of many customers, some of whom somebody does not see. */
export function UnseenOfMany({ name, unseen, shown }: { name: string; unseen: Unseen; shown: string }) {
  const say = useWords(unseenWords)
  const why = useWhy()
  return (
    <div role="alert" className={classes.note}>
      <p>{why(name, unseen, shown)}</p>
      <p>{say(helpFor(unseen))}</p>
    </div>
  )
}

/** At work that lies with somebody who does not see whom it is about. */
export function UnseenMark({ name, unseen }: { name: string; unseen: Unseen }) {
  const say = useWords(unseenWords)
  const why = useWhy()
  return (
    <Tooltip multiline w={280} label={`${why(name, unseen)} ${say(helpFor(unseen))}`} events={{ hover: true, focus: true, touch: true }}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what it means is read by keyboard and touch, too */}
      <span className={classes.mark} tabIndex={0}>
        {say('mark')}
      </span>
    </Tooltip>
  )
}

const helpFor = ({ why, units }: Unseen) => (why === 'units' ? (units.length === 0 ? 'help_own' : 'help_units') : (`help_${why}` as const))

function useWhy(): (name: string, unseen: Unseen, shown?: string) => string {
  const say = useWords(unseenWords)
  const unit = useUnitName()
  return (name, { why, units }, shown) => {
    const titles = units.map(unit).join(', ')
    if (why === 'units' && units.length === 0) return say(shown === undefined ? 'why_no_units' : 'many_no_units', { name })
    if (why === 'units') return shown === undefined ? say('why_units', { name, units: titles }) : say('many_units', { name, units: titles, shown })
    if (why === 'own') return shown === undefined ? say('why_own', { name }) : say('many_own', { name, shown })
    return say(shown === undefined ? 'why_role' : 'many_role', { name })
  }
}
