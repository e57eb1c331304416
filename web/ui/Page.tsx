import type { ReactNode } from 'react'
import { useEffect } from 'react'
import classes from './Page.module.css'

type PageProps = {
  title: string
  /** One sentence under the title: what this page is for. */
  lead?: ReactNode
  actions?: ReactNode
  /** Search, filters and the like: a line of their own above the content. */
  toolbar?: ReactNode
  /** `wide` for tables that want the room; the default is a comfortable reading width. */
  width?: 'reading' | 'wide'
  children: ReactNode
}

/** Every page of the console: the same parts in the same order. */
export function Page({ title, lead, actions, toolbar, width = 'reading', children }: PageProps) {
  useTitle(title)
  return (
    <div className={classes.page} data-width={width}>
      <header className={classes.header}>
        <div className={classes.heading}>
          <h1 className={classes.title}>{title}</h1>
          {lead ? <p className={classes.lead}>{lead}</p> : null}
        </div>
        {actions ? <div className={classes.actions}>{actions}</div> : null}
      </header>
      {toolbar ? <div className={classes.toolbar}>{toolbar}</div> : null}
      {children}
    </div>
  )
}

/** A titled part of a page. */
export function Section({ title, lead, actions, children }: { title: string; lead?: ReactNode; actions?: ReactNode; children: ReactNode }) {
  return (
    <section className={classes.section} aria-label={title}>
      <div className={classes.sectionHead}>
        <div className={classes.heading}>
          <h2>{title}</h2>
          {lead ? <p className={classes.lead}>{lead}</p> : null}
        </div>
        {actions ? <div className={classes.actions}>{actions}</div> : null}
      </div>
      {children}
    </section>
  )
}

export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Rapport`
  }, [title])
}
