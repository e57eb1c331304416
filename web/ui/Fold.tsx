import { UnstyledButton } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { IconChevronRight } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useId, useState } from 'react'
import classes from './Fold.module.css'
import page from './Page.module.css'

type FoldProps = {
  title: string
  lead?: ReactNode
  /** How many there are, told while it is closed too. */
  count?: number | undefined
  /** What can be done here; stays in reach while it is closed. */
  actions?: ReactNode
  /** Long and seldom read: begins closed on a wide screen, too. */
  closed?: boolean
  children: ReactNode
}

/** A titled part of a page that opens and closes. On a narrow screen it begins closed, so that the parts below it are near. */
export function Fold({ title, lead, count, actions, closed, children }: FoldProps) {
  const { open, toggle } = useFold(closed ? false : undefined)
  const id = useId()
  return (
    <section className={page.section} aria-label={title}>
      <div className={page.sectionHead}>
        <div className={page.heading}>
          <h2>
            <UnstyledButton className={classes.head} aria-expanded={open} aria-controls={id} onClick={toggle}>
              <IconChevronRight size={16} stroke={1.8} aria-hidden="true" className={classes.mark} />
              {title}
              {count === undefined ? null : <span className={classes.count}>{count}</span>}
            </UnstyledButton>
          </h2>
          {lead ? <p className={page.lead}>{lead}</p> : null}
        </div>
        {actions ? <div className={page.actions}>{actions}</div> : null}
      </div>
      <div id={id} hidden={!open}>
        {open ? children : null}
      </div>
    </section>
  )
}

/** Open on a wide screen, closed on a narrow one, until somebody says otherwise. */
export function useFold(begins?: boolean): { open: boolean; toggle: () => void } {
  const wide = useMediaQuery('(min-width: 760px)', true, { getInitialValueInEffect: false })
  const [chosen, setChosen] = useState<boolean>()
  const open = chosen ?? begins ?? wide
  return { open, toggle: () => setChosen(!open) }
}
