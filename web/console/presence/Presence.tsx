import { Tooltip, VisuallyHidden } from '@mantine/core'
import { IconPencil } from '@tabler/icons-react'
import type { Doing } from '../../../src/office/live/contract.ts'
import { Face } from '../../ui/Person.tsx'
import { useWords } from '../../ui/words.ts'
import classes from './Presence.module.css'
import { presenceWords } from './presence.words.ts'
import { type Colleague, usePresence } from './usePresence.ts'

const faces = 3

/** Colleagues who have the same customer open at this moment. */
export function Presence({ customerId, doing }: { customerId: string; doing: Doing }) {
  const say = useWords(presenceWords)
  const others = usePresence(customerId, doing)
  const said = ({ name, doing: what }: Colleague) => say(what, { name })
  const more = others.slice(faces)
  return (
    <div className={classes.here}>
      <VisuallyHidden role="status">{others.map(said).join('. ')}</VisuallyHidden>
      {others.slice(0, faces).map((one) => (
        <Tooltip key={one.id} label={said(one)}>
          <span className={classes.one} data-changes={one.doing === 'changes' || undefined}>
            <Face who={{ kind: 'person', name: { full: one.name, short: one.name } }} size={28} />
            {one.doing === 'changes' ? <IconPencil className={classes.pencil} size={13} stroke={2} aria-hidden="true" /> : null}
          </span>
        </Tooltip>
      ))}
      {more.length > 0 ? (
        <Tooltip label={more.map(said).join(' · ')}>
          <span className={classes.more}>+{more.length}</span>
        </Tooltip>
      ) : null}
    </div>
  )
}
