import type { Icon } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import classes from './Empty.module.css'

type EmptyProps = {
  icon: Icon
  title: string
  /** Why there is nothing, and what would change it. */
  text?: ReactNode
  action?: ReactNode
  /** Inside a panel or a column, where a page's worth of air would be too much. */
  small?: boolean
}

/** An empty place that says why it is empty. */
export function Empty({ icon: Picture, title, text, action, small }: EmptyProps) {
  return (
    <div className={classes.empty} data-small={small || undefined}>
      <span className={classes.picture} aria-hidden="true">
        <Picture size={small ? 18 : 22} stroke={1.5} />
      </span>
      <p className={classes.title}>{title}</p>
      {text ? <p className={classes.text}>{text}</p> : null}
      {action ? <div className={classes.action}>{action}</div> : null}
    </div>
  )
}
