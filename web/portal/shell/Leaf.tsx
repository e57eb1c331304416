import type { ReactNode } from 'react'
import { useTitle } from '../../ui/Page.tsx'
import classes from './Leaf.module.css'

/** A page of the portal: a title in plain words, a sentence, then its parts. */
export function Leaf({ title, lead, children }: { title: string; lead?: ReactNode; children: ReactNode }) {
  useTitle(title)
  return (
    <div className={classes.leaf}>
      <header>
        <h1 className={classes.title}>{title}</h1>
        {lead ? <p className={classes.lead}>{lead}</p> : null}
      </header>
      {children}
    </div>
  )
}

/** A part of it on a card of its own. */
export function Part({ title, lead, action, children }: { title: string; lead?: ReactNode; action?: ReactNode; children?: ReactNode }) {
  return (
    <section className={classes.part} aria-label={title}>
      <div className={classes.partHead}>
        <div>
          <h2 className={classes.partTitle}>{title}</h2>
          {lead ? <p className={classes.partLead}>{lead}</p> : null}
        </div>
        {action}
      </div>
      {children}
    </section>
  )
}
