import type { ReactNode } from 'react'
import classes from './Ownership.module.css'
import type { Tag } from './queries.ts'

/** A tag as it is shown everywhere: its colour beside its title, so that both are read in either theme. */
export function TagChip({ tag, children }: { tag: Tag; children?: ReactNode }) {
  return (
    <span className={classes.tag} data-retired={tag.retired || undefined}>
      <i style={{ background: `var(--mantine-color-${tag.colour}-6)` }} aria-hidden="true" />
      <span className={classes.tagTitle} dir="auto">
        {tag.title}
      </span>
      {children}
    </span>
  )
}
