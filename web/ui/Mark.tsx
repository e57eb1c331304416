import type { ReactNode } from 'react'
import classes from './Mark.module.css'

export type Tone = 'plain' | 'good' | 'wait' | 'bad'

/** A word on a small ground: the state of a thing. The word carries the meaning, the colour only helps. */
export function Mark({ tone = 'plain', children }: { tone?: Tone; children: ReactNode }) {
  return (
    <span className={classes.mark} data-tone={tone}>
      {children}
    </span>
  )
}
