import type { ReactNode } from 'react'
import classes from '../Terms.module.css'

/** What few want, behind a word. */
export function Folded({ title, children }: { title: string; children: ReactNode }) {
  return (
    <details className={classes.folded}>
      <summary>{title}</summary>
      {children}
    </details>
  )
}
